// Package xfs5152 speaks with the XFS5152CE speech module (科大讯飞), in Chinese and English.
//
//	xfs5152+serial:///dev/ttyUSB1?baud=9600&volume=80
//
// It answers like the SYN6288 (package module) but its frames have no checksum and take up to
// 4 KB of text. The baud rate is set by its pins: 4800, 9600, 57600 or 115200. The two modules
// cannot be told apart safely, so the type is configuration.
package xfs5152

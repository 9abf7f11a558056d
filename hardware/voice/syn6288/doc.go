// Package syn6288 speaks with the SYN6288 speech module (宇音天下, datasheet of 2016-03-09).
//
//	syn6288+serial:///dev/ttyUSB1?baud=9600&volume=80&chime=soundd&recall=soundb
//
// The module reads Chinese; English words it would spell letter by letter, so English sentences
// are left out. Text goes in GBK, at most 200 bytes a frame. The chimes are text tags of the
// module and differ between batches, so they are configuration. How it is waited for, and what
// to do when nothing is heard, stands in package module.
package syn6288

// Package frame is the framing that JCM ID-003 and CashCode CCNET share: a fixed beginning,
// the length of the whole frame in one byte, a command, data, and CRC-16/KERMIT (reflected
// polynomial 8408, begun at 0), low byte first.
//
//	ID-003   FC len cmd data… crc crc
//	CCNET    02 03 len cmd data… crc crc
//
// Decoder finds frames in whatever comes; Line asks, tells and waits for the answer. A machine
// speaks only when it is asked, so what comes unasked is a late answer and thrown away.
package frame

// Package serialscan reads barcode scanners that send a line of text over a serial port.
//
//	serialscan+serial:///dev/ttyACM0            (USB, "virtual COM" mode: any baud rate)
//	serialscan+serial:///dev/ttyS2?baud=9600
//
// A code ends with CR, LF, CR LF, TAB or ETX, or when the line has been quiet for a
// moment, so a scanner works as it comes from the box. Control characters are dropped, a
// line without end is cut off, and the same code again within a second counts once: a
// scanner held over a ticket fires many times.
//
// If nothing is read: the scanner may be in keyboard mode (scan its "USB COM" setup code,
// or use package wedge). If codes arrive in pieces: wrong baud rate.
package serialscan

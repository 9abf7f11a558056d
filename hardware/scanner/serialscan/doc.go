// Package serialscan reads barcode scanners that send a line of text over a serial port.
//
//	serialscan+serial:///dev/ttyACM0            (USB, "virtual COM" mode: any baud rate)
//	serialscan+serial:///dev/ttyS2?baud=9600
//	serialscan+serial:///dev/ttyS2?baud=9600&charset=gbk         Chinese in QR codes comes as GBK
//	serialscan+serial:///dev/ttyS2?baud=9600&prefix=]C0          the AIM identifier before each code is taken away
//	serialscan+tcp://10.0.0.7:4001?charset=gbk&prefix=]Q3        by a serial server
//
// A code ends with CR, LF, CR LF, TAB or ETX, or when the line has been quiet for half a second, so a scanner works as
// it comes from the box. With charset=gbk what is no UTF-8 is taken for GBK, so that a scanner which changes between
// the two is read; without it (charset=utf8) such signs are noise and dropped. A code that begins with the prefix loses
// it, another one stays as it is. In a URL a plus sign in a prefix is written %2B and a percent sign %25. Everything
// else is as for all scanners: see package codes.
//
// # Troubleshooting
//
//   - Nothing is read, and the scanner beeps: it is in keyboard mode. Scan its "USB COM" or "RS232" setup code, or use package wedge.
//   - Nothing is read, and the scanner does not beep: no power, or the code is damaged; try the code on a box of medicine.
//   - device.garbled, or codes with strange signs: the baud rate of the URL is not the scanner's.
//   - Codes arrive in pieces: the scanner rests between characters for longer than half a second; set its "inter-character delay" to 0.
//   - Chinese in a QR code is missing: the scanner sends GBK; add charset=gbk.
//   - Every code begins with the same signs, such as ]C0: add prefix=]C0, or scan the setup code "no AIM identifier".
//   - One ticket counts twice: it was held up for longer than a second after the scanner had stopped; this is meant.
package serialscan

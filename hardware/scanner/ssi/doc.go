// Package ssi reads scanners of Zebra, Symbol and Motorola over their Simple Serial Interface (SSI), and sets and
// lights them.
//
//	ssi+serial:///dev/ttyUSB0?baud=9600                        always on: reads whatever is held up
//	ssi+serial:///dev/ttyUSB0?baud=9600&mode=asked             dark until Trigger
//	ssi+serial:///dev/ttyUSB0?baud=9600&profile=plain          sets nothing
//
// The line is 9600 8N1 from the box. A frame is `length operation source status [data] checkH checkL`: the length
// leaves the check out, the source is 04 for us and 00 for the scanner, the check is the two's complement of the sum of
// all bytes before it. Bit 0 of the status says that the frame is sent once more, bit 1 that the message goes on in the
// next frame. Every command is answered by ACK (D0) or NAK (D1 and a reason: 01 send again, 02 not now, 06 denied). A
// code comes as DECODE_DATA (F3), its kind in the first byte, and must be acknowledged within the scanner's host
// time-out, 2 s from the box; otherwise it comes again, twice, with bit 0 set, and then the scanner gives up and beeps.
// The driver acknowledges at once, before anybody hears of the code; a frame it has had already is acknowledged and not
// counted. A frame with a wrong check, or one that ends too early, is asked for with a NAK.
//
// A scanner in low power mode wakes at `00 00` and loses what comes first, so that goes ahead of the first command, of
// every repetition and of the question by which one without power is noticed (every 15 s; three times in vain is
// scanner.silent).
//
// Settings (PARAM_SEND, C6) are made each time the scanner is opened and only until its power goes, so its memory is
// not worn. Which they are is data: profiles/*.json; zebra sets parameter 238 (codes come in frames, not as bare text)
// and 138 (trigger mode). Source: Simple Serial Interface Programmer's Guide, 72E-40451, chapters "SSI message formats"
// and "SSI transactions".
//
// A code longer than 250 bytes comes in several frames; it is acknowledged and dropped, none of ours is so long.
//
// # Troubleshooting
//
//   - scanner.silent when it is opened: the scanner is not in SSI mode: scan "SSI host" of its manual, for USB "SSI over USB CDC". Else
//     power, cable, or another baud rate; "set defaults" brings it back to 9600.
//   - scanner.refused "codes in frames: denied": "parameter scanning" or the set-up is locked, or the model has no such parameter. Set
//     "send packeted decode data" and the trigger mode by the codes of its manual, and use profile=plain.
//   - device.garbled with profile=plain: it sends bare text. Scan "send packeted decode data", or use package serialscan.
//   - device.garbled otherwise, also when it is opened: the baud rate of the URL is not the scanner's, or another program reads the same port.
//   - Every code is read, then the scanner beeps four times low: nobody acknowledges; the program that should read is not running.
//   - Every code counts after two seconds only: the line from us to the scanner is broken (TX); it sends and hears nothing.
//   - It reads only when its trigger is pulled: profile=plain leaves the trigger mode alone.
//   - The light goes out after some seconds with mode=asked: its "decode session time-out"; the program asks again with Trigger.
package ssi

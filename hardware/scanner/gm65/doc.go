// Package gm65 reads the scan modules GM65, GM805 and GM812 of Hangzhou Grow (长光), built into most kiosks, and sets
// them.
//
//	gm65+serial:///dev/ttyUSB2?baud=9600                        always on: reads whatever is held up
//	gm65+serial:///dev/ttyUSB2?baud=9600&mode=asked            dark until Trigger
//	gm65+serial:///dev/ttyUSB2?baud=9600&profile=gm812
//
// The line is 9600 8N1. A request is `7E 00 type len addrH addrL data crcH crcL` (07 read, 08 write, 09 save, 0A
// heartbeat), the answer `02 00 type len data crcH crcL` (03 instead of 02 to a heartbeat), with CRC-16/XMODEM over
// type to data; `AB CD` in a request is "no check". Answers and codes come mixed on the one line. Source: the maker's
// user manuals of GM65 and GM812.
//
// When it is opened, the module's mode (zone 0000, bits 1-0) is read; if it is another than wanted it is written, read
// back and saved, so that the module's memory is not worn. Which bits are which is data: profiles/*.json. Where the
// ending of a code is set differs between models, so it is left alone: CR, LF, both, TAB or a pause all do.
//
// A module is looked for by its heartbeat, and by reading a zone when its firmware has none; whatever it answers to is
// asked every 15 seconds in which it says nothing, and three times in vain is scanner.silent. One that answers to
// neither is read from all the same, since many are set to send and hear nothing (RX not wired): its status warns
// (scanner.unset), and it is looked for again, less and less often, for it may only have had no power. One that does
// not keep a setting warns, too. With profile=plain, which wants nothing, there is no warning.
//
// # Troubleshooting
//
//   - scanner.unset "no answer", and codes are not read: power (5 V, not 3.3 V), TX and RX crossed, another baud rate, or the module is in USB keyboard
//     mode: scan the setup code "serial output", then "9600".
//   - scanner.silent: it answered before and does not now: power.
//   - scanner.unset "stays": the module answers but does not keep a setting: another model. Try profile=plain, which sets nothing, and set
//     the mode with the setup codes of its manual.
//   - device.garbled, also when it is opened: bytes come that are no answer and no code: the baud rate is not the module's, two programs have
//     the port, or it is another device.
//   - It reads only when its button is pressed: it is in manual mode and profile=plain is set.
//   - The light does not come on with mode=asked: the module puts it out after a code or after its own reading time (5 s from the
//     box); the program asks again with Trigger.
//   - Signs like "31" before a code: an old program on the same port; this driver takes the answers out.
package gm65

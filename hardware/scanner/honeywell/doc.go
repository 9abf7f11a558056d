// Package honeywell lights scanners of Honeywell, Hand Held and Metrologic by command, and sets them with menu
// commands.
//
//	honeywell+serial:///dev/ttyACM1                          sets nothing; Trigger works when the scanner is in manual trigger mode
//	honeywell+serial:///dev/ttyACM1?profile=imager           always on (presentation mode), a CR after each code
//	honeywell+serial:///dev/ttyACM1?profile=imager&mode=asked   dark until Trigger
//
// `SYN T CR` (16 54 0D) lights it, `SYN U CR` (16 55 0D) puts it out, `SYN BEL CR` (16 07 0D) beeps; none of them is
// answered. A menu command is `SYN M CR` and tag, subtag, data and a full stop (kept) or an exclamation mark (until the
// power goes). It is answered by its own echo, in which a sign stands before each punctuation mark: ACK (done), ENQ (no
// such command) or NAK (no such value). Source: the chapter "Serial Programming Commands" of the makers' manuals, the
// same in all of them. Which commands a model wants is data: profiles/*.json. They are given to the volatile table each
// time the scanner is opened, so its memory is not worn.
//
// Settings are a wish: a scanner that knows no menu commands, or nothing but to be lit, is opened and read all the
// same. Its status warns then (scanner.unset, with what was refused or not answered). What was not answered is said
// again, less and less often, for it may only have had no power.
//
// Codes end with CR, LF, both, TAB, ETX or a pause.
//
// # Troubleshooting
//
//   - scanner.unset "no answer": codes are read: the model has no menu commands; leave the profile away. They are not: baud rate (from the
//     box 115200 on RS232, any on USB), or the scanner is in keyboard mode: scan "USB Serial" or "RS232" of its manual. A USB virtual port may need
//     the maker's driver on Windows 7.
//   - scanner.unset "no such command", "no such value": it answered ENQ or NAK. Leave the profile away and set the mode by its setup codes.
//   - device.garbled, also when it is opened: bytes come that are no answer and no code: baud rate, or another device.
//   - The light does not come on: not in manual trigger mode; use profile=imager&mode=asked.
//   - The light goes out after a moment: its "read time-out"; the program asks again with Trigger.
//   - Codes lack their last digits: the suffix is missing and the scanner pauses; profile=imager adds a CR.
package honeywell

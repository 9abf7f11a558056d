// Package keys speaks with evaluators (评价器) that send something for each key, as a profile says.
//
//	keys+serial:///dev/ttyS4?profile=bytes
//	keys+evdev:///dev/input/by-id/usb-HID_Evaluator-event-kbd?profile=hid-digits     Linux: a box that types like a keyboard
//	keys+serial:COM5?baud=9600&profile=/etc/brighthall/our-evaluator.json
//
// No maker publishes his protocol, so a maker is a file: how frames are cut, what is sent to light or speak the prompt,
// which bytes are which level. profiles/ holds examples to begin from; a hall's own is named by its path. With `hallctl
// devices probe` one sees what the keys send.
//
//	{
//	  "name": "framed",
//	  "framing": {"kind": "fixed", "length": 5, "start": "AA", "end": "55"},
//	  "prompt": ["AA 01 {window} {xor} 55"],
//	  "ack": "AA 81 ?? {xor} 55",
//	  "keys": [{"match": "AA 02 05 {xor} 55", "level": 5}]
//	}
//
// Framing is byte (each byte is a frame), fixed (length bytes from start), start-end, or line (text up to CR or LF).
// Frames are written in hex, '…' is text in the profile's encoding, {window} is the window in one byte, {window:2} in
// as many digits, {number} the ticket's number, {xor} and {sum} a checksum of all bytes before it, {xor:1} without the
// first; ?? is any byte. With framing line a match is the text itself.
//
// # Boxes that type
//
// An evaluator that is a USB keyboard (HID) types a digit, or a digit and Return: profile hid-digits, or a file like it
// with framing line and no prompt. On Linux its keyboard is read and grabbed, so that its digits reach no window and no
// input method; who may open it and under which name it is found is written in package wedge. With bits=64 (or 32) a
// serial or tcp line carries such events of another Linux machine.
//
// On Windows such a box cannot be had by itself: a program hears all keyboards at once and is not told which of them a
// key came from. A scanner is known there by its haste; a digit and Return are what the clerk types all day, and would
// rate his visitor. Set the box to serial mode, join it by the device gateway, or let the customer screen ask.
//
// # What counts
//
// A press counts only while a prompt stands. A key that comes within settle_ms of the prompt was pressed before it, no
// hand is that fast. The package refuses to know tickets, rules of rating and screens.
//
// # Troubleshooting
//
//   - Every ticket is "not rated" although visitors press: the profile's keys do not match. Status turns to device.garbled when
//     bytes come that are no key: wrong profile or baud rate.
//   - 5 and 1 are exchanged: the levels of the profile; bytes and digits-reversed differ only in that.
//   - device.garbled when it is opened: bytes come that are no answer, or a key among many that are none: baud rate or wrong profile.
//   - evaluator.silent: it acknowledges no prompt. Power, cable (TX and RX crossed), baud rate.
//   - device.bad-config, device.in-use or "permission denied" with evdev: see package wedge.
//   - evaluator.stuck-key: the same key comes without end: dirt or a broken key. Nothing is scored until it stops.
//   - device.missing: unplugged. Scores are taken again when it is back; the ticket of that moment stays not rated.
//   - The prompt does not light but keys work: the box has no lamp, or the profile's prompt is wrong and it has no ack.
package keys

// Package samv reads Chinese identity cards by the SAM_V / SAM_A serial protocol, which the security module in every
// licensed reader speaks whoever made the box.
//
//	samv+serial:///dev/ttyUSB0?baud=115200
//	samv+serial:COM3                          (115200 first, then 57600, 38400, 19200, 9600)
//	samv+tcp://10.0.0.7:9000                  (behind a serial server)
//
// Source: the interface documents of SAM_V and SAM_A modules, GA/T 490 for the text block. Each card is found, selected
// and read, in this order, every time. The text block has four layouts, told apart by its type flag. Status words are
// judged by their third byte; the first two vary with the maker.
//
// The photo is not decoded, not returned and not stored: only the ministry's licensed library can decode it, and a
// queue needs none. Its bytes are overwritten as soon as the text is out.
//
// After a read the module answers "not found" as long as the same card lies there, and also when there is none. To tell
// these apart Lifted asks for the additional address again, which only a selected card answers.
//
// # Troubleshooting
//
//   - Nothing at all (idcard.silent): the reader has no power, or the cable is in another port, or the reader is in its USB HID mode. Look for
//     its lamp; choose the serial mode by its setting.
//   - Nonsense (device.garbled): it is another device, or the cable is too long for 115200. Set `60 04` (9600) with the maker's tool.
//   - "Lay the card down again" all the time (idcard.lifted): the card is moved, or lies on metal, a phone or a second card.
//   - One card never works (idcard.unreadable): its chip is dead; type the number by hand.
//   - Out of service (idcard.unauthorised, idcard.broken): the security module has lost its licence or is dead; the maker must change it.
//   - The additional address is missing: old readers do not know the command; it is asked once and then left out, and a card left
//     behind cannot be noticed on such a reader.
package samv

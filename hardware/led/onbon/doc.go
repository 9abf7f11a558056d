// Package onbon shows text on screens with an Onbon font card (BX-5K and relatives: 字库卡), by their "dynamic area"
// command, over serial (RS485 or RS232) or TCP.
//
//	onbon+serial:///dev/ttyS4?baud=57600&address=1&profile=96x16
//	onbon+serial:///dev/ttyS4?baud=57600&address=2&profile=96x16     (a second screen on the same wires)
//	onbon+tcp://10.0.0.31:5005?profile=/etc/brighthall/hall-screen.json
//
// Source: frame, escapes, checksum and commands as a vendor engineer's public analyser and two public firmwares have
// them; see testdata/vectors.txt. The text is sent in GBK; the card has the font. What differs between cards and
// screens is a profile: size, whether X and W count dots or bytes of 8 dots (published samples differ), font and colour
// tags, effects.
//
// Every panel is sent with run mode 3 and a time (hold, 600 s): a screen that is not told again deletes it, so that no
// number stands after the hall's machine died. Clear deletes all dynamic areas of the card.
//
// The bitmap cards (BX-6E, 6Q) and BX-4 speak otherwise and are not supported.
//
// # Troubleshooting
//
//   - Dark, and led.silent: the card's screen number is not the address in the URL; with one screen alone on the line address=65534 reaches any. Or
//     the speed: cards leave the factory at 57600, some at 9600.
//   - It acknowledges and shows nothing, or eight times too wide: the profile's unit; try px instead of byte8.
//   - The text is cut off at the right: width is the screen's in dots, 32 dots a module of P10.
//   - Strange characters before the text (\FO000): the card has no font tags; leave font empty in the profile.
//   - led.refused: the card has no dynamic areas (BX-5A, 5M): write to the maker for a K card, or use its own software.
//   - It shows the number and then the logo: another program also writes to the card.
package onbon

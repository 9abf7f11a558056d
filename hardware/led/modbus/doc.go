// Package modbus shows a number on digit displays that speak Modbus RTU: two to eight large digits above a window.
//
//	ledmodbus+serial:///dev/ttyS4?baud=9600&address=1&profile=bcd-4
//	ledmodbus+serial:///dev/ttyS4?baud=9600&address=2&profile=/etc/brighthall/our-display.json
//
// Frames are Modbus over serial line V1.02: function 06 writes one register, 10 several, 03 reads; CRC-16 with
// polynomial A001, beginning with FFFF. Which register holds what, and how digits stand in it, every maker chose for
// himself: that is the profile, filled from his sheet.
//
//	{
//	  "name": "our-display", "baud": 9600,
//	  "number": {"register": 0, "format": "bcd", "digits": 4, "blank": "F", "letters": "drop"},
//	  "window": {"register": 4, "format": "bcd", "digits": 2, "blank": "F"},     a second field, if there is one
//	  "blink":  {"register": 6, "on": 1, "off": 0},                             if it can
//	  "clear":  {"register": 0, "values": [65535, 65535]},                      what makes it dark
//	  "forget": {"register": 7, "unit_ms": 1000},                               after so long without a word it goes dark by itself
//	  "ask":    {"register": 0}                                                 may be read to see whether it is there
//	}
//
// Formats: bcd (four digits a register), ascii (two characters a register, the first one high), ascii-low (the first
// one low), chars (one character a register; glyphs gives its value, so that segments can be written), uint (the value
// itself; one register, two with six digits or more). Numbers stand at the right unless align is left.
//
// Without forget the display keeps its number when the hall's machine dies: feed it from the machine's switched socket.
//
// # Troubleshooting
//
//   - led.silent: the station number (address) or the speed; many displays show both for a second after they were switched on.
//   - led.refused, exception 02: a register of the profile is not there. Some sheets count from 1 (40001 is register 0).
//   - led.refused, exception 01: the display does not know function 10: "function": 6.
//   - The digits stand in the wrong order: ascii-low instead of ascii; with uint and two registers "order": "low-first".
//   - H023 is shown as 023: the display has digits only ("letters": "drop"). With letters, use chars and glyphs.
//   - Nonsense as soon as anything is sent: the adapter hears itself, add echo=on.
package modbus

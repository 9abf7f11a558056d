// Package template speaks to window screens of makers whose protocol is no more than a frame: header, address, text,
// checksum, trailer, and perhaps a byte for yes. The site fills a profile from the maker's sheet; nothing is
// programmed.
//
//	ledtemplate+serial:///dev/ttyS4?baud=9600&address=1&profile=framed-gbk
//	ledtemplate+serial:///dev/ttyS4?address=2&profile=/etc/brighthall/our-screen.json
//
// A frame is written as it goes over the wire: bytes in hex, and names in braces for what changes. Square brackets
// stand around what the checksum is made of, round ones around what the length counts.
//
//	{
//	  "name": "our-screen", "baud": 9600,
//	  "show":  "AA 55 [ {address} 31 {length} ( {blink} {text} ) ] {checksum} 0D",
//	  "clear": "AA 55 [ {address} 32 {length} ( ) ] {checksum} 0D",
//	  "ask":   "AA 55 [ {address} 30 {length} ( ) ] {checksum} 0D",      a question that changes nothing, if there is one
//	  "ack":   "AA 55 [ {address} 06 ] {checksum} 0D",                   no ack: the screen never answers
//	  "nak":   "AA 55 [ {address} 15 {any} ] {checksum} 0D",
//	  "address":  {"form": "byte", "first": 1, "last": 99},
//	  "length":   {"form": "byte"},
//	  "text":     {"encoding": "gbk", "from": "text", "most": 24},
//	  "blink":    {"on": "01", "off": "00"},
//	  "checksum": {"kind": "xor", "form": "byte"}
//	}
//
// Names: {text}, {address}, {length}, {checksum}, {window} (the window's number), {blink}, {seconds} (after which the
// screen forgets); in answers {address}, {checksum} and {any} (one byte that does not matter). Forms of a number: byte,
// word (two bytes, high first), word-low (low first), digits2 to digits4 (decimal, as characters), hex2 and hex4 (as
// characters). Encodings: gb2312, gbk, ascii. Checksums: none, sum8, neg8 (sum with itself is 0), xor, sum16,
// crc16-modbus, crc16-arc, crc16-xmodem. text.from is text or number; when the text is longer than most, or has
// characters the screen lacks, the number is shown instead. text.pad is a byte that fills the text up to most.
//
// A screen that goes dark by itself when it hears nothing: "forgets_s" says after how long, or {seconds} tells it. A
// screen that never forgets keeps its number when the hall's machine dies: feed it from the machine's switched socket.
//
// The built-in profiles are examples of the three common shapes, not a maker's. Whether a profile is right, `hallctl
// devices probe` shows.
//
// # Troubleshooting
//
//   - led.silent: wrong address, speed or checksum; a screen that finds a wrong checksum says nothing.
//   - led.unconfirmed: as it must be without ack. Look at the screen.
//   - device.garbled: it answers, and not with ack or nak of the profile; the log has what came.
//   - Mojibake: the encoding. Half of a Chinese character at the end: most is too great.
//   - It flickers every three seconds: give the profile an ask.
package template

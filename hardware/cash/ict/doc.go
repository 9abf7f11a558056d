// Package ict drives bill acceptors of International Currency Technologies (TB74, L70, U70,
// ICT104U, LV77) by their RS232 protocol.
//
//	ict+serial:///dev/ttyUSB3?baud=9600&profile=tb74-cny     (8E1: the parity is set by itself)
//
// Single bytes. The machine says 80 8F when it has power and wants 02 within two seconds; a
// note in escrow is 81 and 40 plus its channel, answered by 02 (take it) or 0F (give it back)
// within five; 10 is stacked, 11 given back. The host may reset (30), ask (0C), enable (3E)
// and disable (5E). 20 to 2F are troubles. The codes agree in four public implementations; what
// a channel is worth stands in the machine's EEPROM and here in profiles/*.json.
//
// # Troubleshooting
//
// Nothing answers (cash.silent): machine without power; cable not crossed; the line is 9600 8E1, so a converter fixed
// at 8N1 gives silence or 2A. Notes come back at once: the channel is 0 or missing in the profile: put a note in and
// read "channel" in the log. Every note is worth the wrong amount: another EEPROM table: write a profile. Notes come
// back after five seconds: the program does not decide in time. "uncertain" after a power cut: that is right, open the
// box, count, and settle it. cash.fraud: the note was pulled back on a thread: look at the path. device.garbled: bytes
// come that are no words, or words among such bytes: another speed, another parity, another device. cash.open or
// cash.full: close or empty the box, the machine recovers by itself.
package ict

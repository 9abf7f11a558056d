// Package ccnet drives bill validators that speak CCNET (CashCode SM, MSM, MVU, FL and clones).
//
//	ccnet+serial:///dev/ttyUSB5?baud=9600&profile=sm-cny
//
// The host polls (33) and thanks for every answer with ACK; the machine says its state, again
// and again, so only the change is an event. 80 and a bill type is a note in escrow, taken by
// 35 or given back by 36; 81 is stacked, 82 returned. What a bill type is worth is read from
// the machine's own table (41) when the profile names countries, else from the profile.
// Framing: package frame. The codes are those of public implementations; country codes of the bill
// table are from memory. Nothing is checked against a machine yet.
//
// # Troubleshooting
//
// Nothing answers (cash.silent): 19200 instead of 9600 (DIP switch), or no power: the lamps at
// the mouth must be lit. Every note comes back: the bill table has another country code than
// the profile (the log line says which), or the set cannot read this series. cash.open: the
// cassette is not latched. cash.broken with 47 and a number: 50 stacker motor, 51 to 53
// transport, 54 cassette, 55 optics, 56 magnetic head, 5F capacitance. cash.fraud: 45, the
// machine saw a note move back; look at the path, then switch it off and on: it is never reset by
// itself. cash.jam that stays when the path is free: the machine waits for a reset and gets one
// within a minute. cash.jam while it looks well: a note hangs at the mouth for more than two
// minutes, or a second one was pushed in behind the first (46): pull it out. device.garbled:
// every question is answered by FF, so bytes are lost on the line: look at the cable.
package ccnet

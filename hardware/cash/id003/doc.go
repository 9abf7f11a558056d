// Package id003 drives JCM bill validators (UBA, EBA, WBA, iVIZION …) by their ID-003 protocol.
//
//	id003+serial:///dev/ttyUSB4?baud=9600&profile=uba-cny      (8E1: the parity is set by itself)
//
// The host asks FC 05 11 every 100 to 200 ms and the machine answers with its state; a state is said again and again
// until it changes, so only the change is an event. A note in escrow (13 and its denomination) is taken by 41 or given
// back by 43. 15 (vend valid) is the money: the journal has it before the 50 goes out that the machine waits for.
// Framing: package frame; how it is brought up and down: package poll. The frames follow from the published checksum
// rule; line settings, codes and start settings are from one public implementation or from memory and not yet checked
// against a machine.
//
// # Troubleshooting
//
// Nothing answers (cash.silent): the interface board is set to another protocol (DIP switch,
// ID-003 RS232), 19200 instead of 9600, or 8N1 instead of 8E1. Garbled: two machines on one
// line or a wrong baud rate. It takes no note and is "initialising" for ever: its cash box is
// not seated. A note is taken and comes back: denomination disabled at the machine, or 0 in
// the profile. "uncertain" after a power cut: the machine says at its next start whether a
// note lay in the acceptor (41) or the stacker (42): it stands beside the doubt as a hint. cash.jam
// that stays when the path is free: the machine waits for a reset and gets one within a minute.
// cash.jam while it looks well: a note hangs at the mouth for more than two minutes, or a second
// one was pushed in behind the first (47): pull it out. cash.fraud (48) is never reset by itself:
// look at the path, then switch the machine off and on.
package id003

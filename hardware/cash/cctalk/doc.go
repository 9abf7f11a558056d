// Package cctalk drives coin acceptors that speak ccTalk (8-bit checksum, unencrypted).
//
//	cctalk+serial:///dev/ttyUSB6?baud=9600&profile=coin-cny
//
// One wire for both directions, so the host hears its own bytes; a frame equal to the one just
// sent is that echo. A coin has no escrow: when the machine tells of it, it lies in the box.
// The machine counts its events (1 to 255 and then 1 again; 0 after a reset) and tells the
// last five with every answer, so a coin is credited when the counter passes it, once: the
// journal has the coin and the counter in one record. What fell while nobody looked, or may
// have fallen before a reset, or between more than five events, is a doubt for a person.
//
// What a position is worth stands in the profile; the machine's coin table is programmed by
// its maker. The checksum and the frames are computed and agree with published ones; the event codes
// are from memory of the standard and not yet checked against a machine.
//
// # Troubleshooting
//
// Nothing answers (cash.silent): the one-wire adapter is not powered, or the address is not 2
// (profile "address"). Coins fall through: inhibited at the machine, or position 0 in the
// profile. Wrong amounts: another coin table, write a profile. cash.fraud: coin on a string,
// or coins going backwards: look into the path. "uncertain" without an amount: power was lost
// while coins were let in; count the box.
package cctalk

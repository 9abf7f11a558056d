// Package polltest is the inside of a virtual note validator: its slot, path, escrow and cash box (Mechanism), and
// its end of the line (Wire), with everything that can go wrong in either. Simulators of one protocol (id003test,
// ccnettest) give both their bytes. It is written from the protocols' tables and shares no code with the drivers.
//
// The mechanism moves on when it is asked for its state, so a test needs no clock. No note is ever lost in it:
// what was put in is in the box, out again, stuck, or on its way, and Notes tells.
package polltest

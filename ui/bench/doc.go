// Package bench is the hall on a desk: the virtual devices of the demo in one window, 1600×1000. The paper comes out of
// the printer as a picture, a scanner can be pointed at it, devices can be broken, and every byte on the wires is
// shown, exported or recorded on a tape.
//
//	b := bench.New(bench.Hooks{Break: …, Scan: …, ReadPaper: …, CutNode: …})
//	stage.Home(b)
//	stage.Do(func() { b.Paper(ticket.Image); b.Wire(frame); b.Said(text) })   // from the simulators' callbacks
//
// It simulates nothing itself: simulators live in hardware and are joined to it by apps/demo. It never appears in a
// real hall.
package bench

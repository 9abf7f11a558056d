// Package poll drives note validators that say nothing by themselves: the host asks for the state several times
// a second, the machine says it again and again until it changes, and only the change is an event.
//
// A driver is a Machine: it asks, it gives orders, and its table says what each state means. This package owns,
// once for all of them, how a machine is brought to the point where it lets notes in or none (Open and Shut),
// and how a repeated state becomes one event (Next):
//
//   - after a power loss it is reset and gets its settings; what it then says about a note inside is kept as a
//     late event;
//   - what it has in escrow when nobody asked for it goes back;
//   - a decision about a note is given again as long as the very same note lies in escrow, because the machine
//     has not heard it;
//   - a note that hangs at the mouth is the visitor's: that may take as long as it takes and is no fault. A
//     machine that is only waiting for it counts as shut, and becomes a jam after two minutes;
//   - a jam or a broken part may be over without the machine noticing: it is reset once when notes shall be let
//     in, and else at most once a minute.
//
// The package knows no bytes, and no money: see package intake.
package poll

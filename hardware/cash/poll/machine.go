package poll

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/intake"
)

// Phase is where a machine stands between shut and open.
type Phase byte

// The phases.
const (
	Moving  Phase = iota // on its way to somewhere else: ask again
	Open                 // lets notes in
	Shut                 // lets none in
	Escrow               // holds a note and waits for a decision
	Fresh                // has its power back and waits for a reset
	Bare                 // waits for its settings
	Visitor              // waits for the visitor to take a note out of its mouth
	Ill                  // the event's code says why
)

// State is what a machine says of itself.
type State struct {
	Phase Phase
	// Event is what the state tells when it begins; its Word is "" for nothing. Equal events that follow each
	// other are one. Code and Detail of an Ill state are taken from here.
	Event intake.Event
}

// Order is what a machine can be told.
type Order byte

// The orders.
const (
	None   Order = iota
	Reset        // begin again, as after a power loss
	Setup        // the settings a Bare machine waits for
	Admit        // let notes in
	Refuse       // let none in
	Take         // take the note out of escrow into the box
	Return       // give it back
)

// Machine is what differs between two protocols. It is used by one goroutine at a time.
type Machine interface {
	// State asks for the state. When it returns, the states before it have been worked off and what they mean
	// is in the journal: only now the machine may be thanked for them.
	State(ctx context.Context) (State, error)
	// Tell gives an order once. heard is false when the machine has not confirmed it, which is no error: the
	// next state shows whether it was.
	Tell(ctx context.Context, o Order) (heard bool, err error)
}

// Row makes a state of a phase and a word that needs no more.
func Row(p Phase, w intake.Word) State { return State{Phase: p, Event: event(w)} }

// Trouble makes the state of an ill machine.
func Trouble(code hardware.Code) State {
	e := event(intake.Trouble)
	e.Code = code
	return State{Phase: Ill, Event: e}
}

// Found makes the state of a machine after a power loss and what it has found inside.
func Found(what string) State {
	e := event(intake.Restarted)
	e.Detail = what
	return State{Phase: Fresh, Event: e}
}

// event is one whose channel nobody has told.
func event(w intake.Word) intake.Event { return intake.Event{Word: w, Channel: -1} }

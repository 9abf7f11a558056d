package id003

import (
	"fmt"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/frame"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/poll"
)

// The machine's states that are more than a row of the table.
const (
	escrow     = 0x13 // and the denomination
	vendValid  = 0x15
	rejecting  = 0x17 // and the reason
	firstDenom = 0x61
)

var states = map[byte]poll.State{
	0x11:      poll.Row(poll.Open, ""),
	0x12:      poll.Row(poll.Moving, ""), // accepting
	escrow:    poll.Row(poll.Escrow, intake.Escrow),
	0x14:      poll.Row(poll.Moving, ""), // stacking
	vendValid: poll.Row(poll.Moving, intake.Stacked),
	0x16:      poll.Row(poll.Moving, ""), // stacked: said already by vend valid
	rejecting: poll.Row(poll.Visitor, intake.Rejected),
	0x18:      poll.Row(poll.Visitor, intake.Returned),
	0x1A:      poll.Row(poll.Shut, ""),
	0x1B:      poll.Row(poll.Bare, intake.Restarted),
	0x40:      poll.Found(""),
	0x41:      poll.Found("after power up: a note lay in the acceptor"),
	0x42:      poll.Found("after power up: a note lay in the stacker"),
	0x43:      poll.Trouble(hardware.CashFull),
	0x44:      poll.Trouble(hardware.CashOpen),
	0x45:      poll.Trouble(hardware.CashJam),                                                  // in the acceptor
	0x46:      poll.Trouble(hardware.CashJam),                                                  // in the stacker
	0x47:      {Phase: poll.Visitor, Event: intake.Event{Channel: -1, Code: hardware.CashJam}}, // pause: a second note in the mouth
	0x48:      poll.Trouble(hardware.CashFraud),
	0x49:      poll.Trouble(hardware.CashBroken),
	0x4A:      poll.Trouble(hardware.CashBroken), // between its head and its board
}

// Read says what an answer to a status request means. Of an unknown one nothing is known but that it will change.
func Read(f frame.Frame) poll.State {
	s := states[f.Cmd]
	switch {
	case f.Cmd == escrow && len(f.Data) == 1 && f.Data[0] >= firstDenom:
		s.Event.Channel = int(f.Data[0] - firstDenom)
	case f.Cmd == rejecting:
		s.Event.Detail = fmt.Sprintf("reason %X", f.Data)
	case s.Phase == poll.Ill:
		s.Event.Detail = fmt.Sprintf("status %02X %X", f.Cmd, f.Data)
	}
	return s
}

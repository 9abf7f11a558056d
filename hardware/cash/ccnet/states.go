package ccnet

import (
	"fmt"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/frame"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/poll"
)

// The machine's states that are more than a row of the table.
const (
	rejecting = 0x1C // and the reason
	escrow    = 0x80 // and the bill type
	stacked   = 0x81 // and the bill type
)

var states = map[byte]poll.State{
	0x10:      poll.Found(""),
	0x11:      poll.Found("after power up: a note lay in the validator"),
	0x12:      poll.Found("after power up: a note lay in the stacker"),
	0x13:      poll.Row(poll.Moving, intake.Restarted), // initialising
	0x14:      poll.Row(poll.Open, ""),
	0x15:      poll.Row(poll.Moving, ""), // accepting
	0x17:      poll.Row(poll.Moving, ""), // stacking
	0x18:      poll.Row(poll.Visitor, intake.Returned),
	0x19:      poll.Row(poll.Shut, ""),
	0x1A:      poll.Row(poll.Moving, ""), // holding
	0x1B:      poll.Row(poll.Moving, ""), // busy
	rejecting: poll.Row(poll.Visitor, intake.Rejected),
	0x41:      poll.Trouble(hardware.CashFull),
	0x42:      poll.Trouble(hardware.CashOpen),
	0x43:      poll.Trouble(hardware.CashJam), // in the validator
	0x44:      poll.Trouble(hardware.CashJam), // in the cassette
	0x45:      poll.Trouble(hardware.CashFraud),
	0x46:      {Phase: poll.Visitor, Event: intake.Event{Channel: -1, Code: hardware.CashJam}}, // pause: a second note in the mouth
	0x47:      poll.Trouble(hardware.CashBroken),                                               // and what is
	escrow:    poll.Row(poll.Escrow, intake.Escrow),
	stacked:   poll.Row(poll.Moving, intake.Stacked),
	0x82:      poll.Row(poll.Visitor, intake.Returned),
}

// Read says what an answer to a poll means; worth is what a bill type is worth in fen. Of an unknown state
// nothing is known but that it will change.
func Read(f frame.Frame, worth func(billType int) int64) poll.State {
	s := states[f.Cmd]
	switch {
	case (f.Cmd == escrow || f.Cmd == stacked) && len(f.Data) == 1:
		s.Event.Channel = int(f.Data[0])
		s.Event.Fen = worth(s.Event.Channel)
	case f.Cmd == rejecting:
		s.Event.Detail = fmt.Sprintf("reason %X", f.Data)
	case s.Phase == poll.Ill:
		s.Event.Detail = fmt.Sprintf("state %02X %X", f.Cmd, f.Data)
	}
	return s
}

package cctalk

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// events is the answer to "read buffered credits": a counter and the last five events, newest first.
type events struct {
	counter int
	pairs   [5][2]byte
}

// event is one of them: a coin's position, or 0 and an error code.
type event struct {
	number int // the counter when it happened
	coin   int
	fault  byte
}

func (m *machine) read(ctx context.Context) (events, error) {
	b, err := m.line.ask(ctx, credits)
	if err != nil {
		return events{}, err
	}
	e, ok := parseEvents(b)
	if !ok {
		return events{}, hardware.E("cctalk.read", hardware.Garbled)
	}
	return e, nil
}

func parseEvents(b []byte) (events, bool) {
	if len(b) != 11 {
		return events{}, false
	}
	e := events{counter: int(b[0])}
	for i := range e.pairs {
		e.pairs[i] = [2]byte{b[1+2*i], b[2+2*i]}
	}
	return e, true
}

// jump is how many events happened since the counter stood at mark: it goes 1 … 255, 1 …
func (e events) jump(mark int) int {
	if e.counter >= mark {
		return e.counter - mark
	}
	return e.counter + 255 - mark
}

// lost tells that more happened than the machine remembers.
func (e events) lost(mark int) bool { return e.counter != 0 && e.jump(mark) > len(e.pairs) }

// since lists the events after mark that the machine remembers, oldest first.
func (e events) since(mark int) []event {
	if e.counter == 0 {
		return nil
	}
	n := min(e.jump(mark), len(e.pairs))
	all := make([]event, 0, n)
	for i := n - 1; i >= 0; i-- {
		number := e.counter - i
		if number < 1 {
			number += 255
		}
		all = append(all, event{number, int(e.pairs[i][0]), e.pairs[i][1]})
		if all[len(all)-1].coin == 0 {
			continue
		}
		all[len(all)-1].fault = 0 // the second byte is the sorter path then
	}
	return all
}

// troubles are the error codes after which the machine must be looked at; the others are
// coins that were not recognised.
var troubles = map[byte]hardware.Code{
	14:  hardware.CashJam,   // credit sensor blocked
	15:  hardware.CashJam,   // sorter opto blocked
	17:  hardware.CashFraud, // coin going backwards
	20:  hardware.CashFraud, // coin on a string
	26:  hardware.CashJam,   // reject sensor blocked
	255: hardware.CashBroken,
}

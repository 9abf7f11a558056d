package bus

import (
	"context"
	"fmt"
	"sync"

	"github.com/brighthall/brighthall/hardware"
)

// tries is how often a question is asked before the screen counts as silent.
const tries = 3

// Seat is one screen's place on a line.
type Seat struct {
	line    *Line
	address int
	leave   sync.Once
}

// Seat takes the place of an address, which must be free.
func (l *Line) Seat(address int) (*Seat, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seats[address] {
		return nil, hardware.E("bus.Seat", hardware.BadConfig, fmt.Sprintf("address %d of %s is another screen's", address, l.port))
	}
	l.seats[address] = true
	return &Seat{line: l, address: address}, nil
}

// Leave gives the place back. The last one closes the port.
func (s *Seat) Leave() error {
	var err error
	s.leave.Do(func() { err = s.line.drop(s.address) })
	return err
}

func (l *Line) drop(address int) error {
	if l.home != nil {
		l.home.mu.Lock()
		defer l.home.mu.Unlock()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.seats, address)
	if len(l.seats) > 0 {
		return nil
	}
	if l.home != nil && l.home.line == l {
		l.home.line = nil
	}
	return l.port.Close()
}

// ask asks up to n times. Only when every answer came from elsewhere the address is wrong: a single one is a neighbour
// that was late.
func (s *Seat) ask(ctx context.Context, op string, t Talk, n int) error {
	var err error
	foreign := 0
	for i := range n {
		err = s.line.ask(ctx, op, t, i > 0)
		switch hardware.CodeOf(err) {
		case hardware.LEDOtherAddress:
			foreign++
		case hardware.LEDSilent, hardware.Garbled, hardware.LEDRefused:
		default:
			return err
		}
	}
	if foreign > 0 && foreign < n {
		return hardware.E(op, hardware.LEDSilent, err)
	}
	return err
}

package onbontest

import (
	"context"
	"io"
	"time"

	"github.com/brighthall/brighthall/hardware/led/ledtest"
)

// Line is a line with virtual screens on it.
type Line struct{ *ledtest.Line[*screen] }

// New makes a line with a screen at each address. say gets a line whenever a screen changes; it may be nil.
func New(say func(string), addresses ...int) *Line {
	l := &Line{ledtest.New[*screen]("onbontest", say)}
	for _, a := range addresses {
		l.Add(a, &screen{areas: map[byte]*area{}})
	}
	return l
}

// Serve speaks over the link until ctx ends or the link is gone.
func (l *Line) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	var in inbox
	return ledtest.Serve(ctx, link, in.take, l.hear)
}

// everybody is the address that every screen takes for its own.
const everybody = 0xFFFE

// hear gives every screen the message and returns what is heard on the line afterwards.
func (l *Line) hear(m message) []byte {
	return l.Hear(func(address int) bool { return m.to == address || m.to == everybody }, func(p *ledtest.Place[*screen]) []byte {
		if l.Deaf() {
			return []byte{0}
		}
		kind, status := byte(1), byte(9)
		if !l.Refuses() {
			l.Change(p, func() { kind, status = p.Screen.do(m.body, l.later(p)) })
		}
		if len(m.body) > 2 && m.body[2] == 2 { // no answer is wanted
			return nil
		}
		return answer(p.Answer, kind, status, l.Spoils())
	})
}

func (l *Line) later(p *ledtest.Place[*screen]) func(time.Duration, func()) *time.Timer {
	return func(after time.Duration, then func()) *time.Timer { return l.Later(p, after, then) }
}

// Moving reports whether the text of a screen comes with a movement.
func (l *Line) Moving(address int) (moving bool) {
	l.Look(address, func(s *screen) {
		for _, a := range s.areas {
			moving = moving || a.effect > 1
		}
	})
	return moving
}

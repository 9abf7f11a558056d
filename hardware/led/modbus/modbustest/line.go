package modbustest

import (
	"context"
	"io"
	"time"

	"github.com/brighthall/brighthall/hardware/led/ledtest"
)

// Line is a line with virtual displays on it.
type Line struct{ *ledtest.Line[*display] }

// New makes a line with a display of a face at each station. say gets a line whenever one changes; it may be nil.
func New(say func(string), f Face, stations ...int) *Line {
	l := &Line{ledtest.New[*display]("modbustest", say)}
	for _, n := range stations {
		l.Add(n, newDisplay(f))
	}
	return l
}

// Serve speaks over the link until ctx ends or the link is gone.
func (l *Line) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	var in inbox
	return ledtest.Serve(ctx, link, in.take, l.hear)
}

// hear gives the station its request and returns what is heard on the line afterwards.
func (l *Line) hear(q request) []byte {
	return l.Hear(func(station int) bool { return station == int(q.station) }, func(p *ledtest.Place[*display]) []byte {
		if l.Deaf() {
			return []byte{0}
		}
		out := signed(byte(p.Answer), q.function|0x80, 4)
		if !l.Refuses() {
			l.Change(p, func() { out = signed(p.Screen.do(q, p.Answer, l.later(p))...) })
		}
		if l.Spoils() {
			out[len(out)-1] ^= 0x11
		}
		return out
	})
}

func (l *Line) later(p *ledtest.Place[*display]) func(time.Duration, func()) *time.Timer {
	return func(after time.Duration, then func()) *time.Timer { return l.Later(p, after, then) }
}

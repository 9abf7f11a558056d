package templatetest

import (
	"context"
	"io"
	"time"

	"github.com/brighthall/brighthall/hardware/led/ledtest"
)

// Line is a line with virtual screens on it.
type Line struct {
	*ledtest.Line[*screen]
	shape Shape
}

// New makes a line with a screen of a shape at each address. say gets a line whenever one changes; it may be nil.
func New(say func(string), shape Shape, addresses ...int) *Line {
	l := &Line{ledtest.New[*screen]("templatetest", say), shape}
	for _, a := range addresses {
		l.Add(a, &screen{})
	}
	return l
}

// Serve speaks over the link until ctx ends or the link is gone.
func (l *Line) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	in := inbox{shape: l.shape}
	return ledtest.Serve(ctx, link, in.take, l.hear)
}

// hear gives the screen its frame and returns what is heard on the line afterwards.
func (l *Line) hear(q request) []byte {
	return l.Hear(func(address int) bool { return address == q.address }, func(p *ledtest.Place[*screen]) []byte {
		if !l.Refuses() && !l.Deaf() && q.what != 'a' {
			l.show(q, p)
		}
		if l.shape.answer == nil {
			return nil
		}
		out := l.shape.answer(p.Answer, !l.Refuses())
		if l.Spoils() {
			out[len(out)-1] ^= 0x20
		}
		return out
	})
}

// show shows or clears; a text with seconds goes when they are over, unless it is told again.
func (l *Line) show(q request, p *ledtest.Place[*screen]) {
	s := p.Screen
	s.told++
	l.Change(p, func() { s.text, s.blink = q.text, q.blink })
	if q.seconds == 0 {
		return
	}
	mine := s.told
	l.Later(p, time.Duration(q.seconds)*time.Second, func() {
		if s.told == mine {
			s.Reset()
		}
	})
}

// Blinks reports whether a screen blinks.
func (l *Line) Blinks(address int) (blinks bool) {
	l.Look(address, func(s *screen) { blinks = s.blink })
	return blinks
}

package bus

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// Gap is the silence between the last byte on the line and the next question.
const Gap = 20 * time.Millisecond

// answerRoom is how many bytes of an answer the wait leaves time for, beside the question's own.
const answerRoom = 32

// Verdict is what an Ear makes of the bytes so far; the greater outweighs the lesser.
type Verdict int

// The verdicts.
const (
	Nothing  Verdict = iota // no whole frame yet
	Spoilt                  // a frame with a wrong checksum
	Foreign                 // a sound frame of another screen
	Refused                 // the screen said no
	Answered                // the screen said yes
)

// Ear takes the bytes that come after a question and returns the weightiest verdict so far, with words for the log. It
// keeps a bounded number of bytes.
type Ear func(p []byte) (Verdict, string)

// Talk is one question to a screen.
type Talk struct {
	Ask  []byte
	Wait time.Duration // for the answer, beside the time the bytes need on the line
	Ear  func() Ear    // nil: the screen never answers
}

// Line is a half-duplex line with screens on it.
type Line struct {
	port    port.Port
	perByte time.Duration
	echo    bool          // the adapter hears what it sends
	turn    chan struct{} // full while a question is out
	free    time.Time     // when the next question may go out; owned by who has the turn
	dead    atomic.Bool

	home  *place // where Lines keep it; nil for a line of its own
	mu    sync.Mutex
	seats map[int]bool // addresses in use; guarded by mu
}

// NewLine takes an opened port. baud is the speed of its bytes, 0 when they need no time; echo says that the adapter
// hears what it sends.
func NewLine(p port.Port, baud int, echo bool) *Line {
	l := &Line{port: p, echo: echo, turn: make(chan struct{}, 1), seats: map[int]bool{}}
	if baud > 0 {
		l.perByte = 11 * time.Second / time.Duration(baud)
	}
	return l
}

// ask asks once, when it is its turn. After an earlier try two answers may be under way: the later one must not be
// taken for the next question's, so the line stays quiet for as long as it may need.
func (l *Line) ask(ctx context.Context, op string, t Talk, again bool) error {
	if err := l.begin(ctx); err != nil {
		return hardware.E(op, hardware.Canceled, err)
	}
	defer func() { <-l.turn }()
	if err := l.port.Flush(); err != nil {
		return l.broken(op, err)
	}
	// A write that is broken off would leave the port useless for the other screens, so it does not end with ctx; a
	// stall ends it.
	if _, err := l.port.Write(context.WithoutCancel(ctx), t.Ask); err != nil {
		return l.broken(op, err)
	}
	travel := time.Duration(len(t.Ask)) * l.perByte
	if t.Ear == nil {
		l.free = time.Now().Add(travel + Gap)
		return nil
	}
	wait := t.Wait + travel + answerRoom*l.perByte
	err := l.listen(ctx, op, t, wait)
	if code := hardware.CodeOf(err); again && (err == nil || code == hardware.LEDRefused) {
		l.free = l.free.Add(wait)
	}
	return err
}

// begin waits for the turn and then for the line to be quiet.
func (l *Line) begin(ctx context.Context) error {
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	t := time.NewTimer(time.Until(l.free))
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		<-l.turn
	}
	return ctx.Err()
}

// listen waits for the answer. When ctx ends first, the line stays taken until the answer can no longer come.
func (l *Line) listen(ctx context.Context, op string, t Talk, wait time.Duration) error {
	due := time.Now().Add(wait)
	within, cancel := context.WithDeadline(ctx, due)
	defer cancel()
	own := ears{ear: t.Ear()}
	if l.echo {
		own.echo = t.Ask
	}
	buf := make([]byte, 256)
	for {
		n, err := l.port.Read(within, buf)
		own.hear(buf[:n])
		l.free = time.Now().Add(Gap)
		switch {
		case own.verdict == Answered:
			return nil
		case own.verdict == Refused:
			return hardware.E(op, hardware.LEDRefused, own.what)
		case ctx.Err() != nil:
			l.free = due.Add(Gap)
			return hardware.E(op, hardware.Canceled, ctx.Err())
		case within.Err() != nil: // also when a stuck line never stops talking
			return own.fault(op)
		case err != nil:
			return l.broken(op, err)
		}
	}
}

// ears hear one answer.
type ears struct {
	ear     Ear
	echo    []byte // still to come back
	verdict Verdict
	what    string
	heard   int
}

func (e *ears) hear(p []byte) {
	for len(p) > 0 && len(e.echo) > 0 && p[0] == e.echo[0] {
		p, e.echo = p[1:], e.echo[1:]
	}
	if len(p) == 0 {
		return
	}
	e.heard, e.echo = e.heard+len(p), nil
	e.verdict, e.what = e.ear(p)
}

// fault is what the time that is over means.
func (e *ears) fault(op string) error {
	switch {
	case e.verdict == Foreign:
		return hardware.E(op, hardware.LEDOtherAddress, e.what)
	case e.heard > 0:
		return hardware.E(op, hardware.Garbled, fmt.Sprintf("%d bytes and no answer %s", e.heard, e.what))
	}
	return hardware.E(op, hardware.LEDSilent)
}

// broken names what is wrong with the port. A port of no use is given back at once, so that it can be opened again.
func (l *Line) broken(op string, err error) error {
	code := hardware.Failed
	switch {
	case errors.Is(err, port.ErrGone), errors.Is(err, port.ErrClosed):
		code = hardware.Missing
	case errors.Is(err, port.ErrStalled):
		code = hardware.Stalled
	}
	if code != hardware.Failed {
		l.port.Close()
		l.dead.Store(true)
	}
	return hardware.E(op, code, err)
}

package frame

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// gap is left after a frame that has no answer, so that the machine sees where it ends, and so that the next
// question's flush does not take it back out of the line: six bytes at 9600 baud need 6 ms.
const gap = 20 * time.Millisecond

// times is how often a question that changes nothing is asked.
const times = 3

// Line asks a machine and waits for its answers. It is used by one goroutine at a time.
type Line struct {
	port  port.Port
	dec   Decoder
	reply time.Duration
	buf   [64]byte
}

// NewLine takes an opened port and how long an answer may take.
func NewLine(p port.Port, f Format, reply time.Duration) *Line {
	return &Line{port: p, dec: Decoder{Format: f}, reply: reply}
}

// Send sends a frame that has no answer.
func (l *Line) Send(ctx context.Context, cmd byte, data ...byte) error {
	if err := l.write(ctx, cmd, data); err != nil {
		return err
	}
	return Pause(ctx, gap)
}

// write sends a frame whole: a port is of no use any more after a write that was broken off, and whoever ends ctx
// wants the machine shut afterwards. A line that takes no bytes ends it, too.
func (l *Line) write(ctx context.Context, cmd byte, data []byte) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	_, err := l.port.Write(context.WithoutCancel(ctx), l.dec.Encode(cmd, data...))
	return err
}

// Ask sends a frame and waits for one answer. Without any it is CashSilent, with nonsense only, or when the
// machine says that it has not understood, Garbled. It never asks twice by itself: some commands must not be.
func (l *Line) Ask(ctx context.Context, cmd byte, data ...byte) (Frame, error) {
	l.dec.Reset()
	if ctx.Err() == nil {
		l.port.Flush() // a late answer to an earlier question; an unplugged line says so at the write
	}
	if err := l.write(ctx, cmd, data); err != nil {
		return Frame{}, err
	}
	return l.answer(ctx)
}

// answer waits for a frame. A line that never falls silent is given up when the time is over, too.
func (l *Line) answer(ctx context.Context) (Frame, error) {
	const op = "frame.Ask"
	wrong := l.dec.Wrong()
	within, cancel := context.WithTimeout(ctx, l.reply)
	defer cancel()
	for {
		n, err := l.port.Read(within, l.buf[:])
		all := l.dec.Feed(l.buf[:n])
		if n == 0 || within.Err() != nil {
			all = append(all, l.dec.Quiet()...)
		}
		switch {
		case len(all) > 0 && all[0].Cmd == l.dec.nak && len(all[0].Data) == 0:
			return Frame{}, hardware.E(op, hardware.Garbled, "the machine has not understood")
		case len(all) > 0:
			return all[0], nil
		case ctx.Err() != nil:
			return Frame{}, ctx.Err()
		case within.Err() == nil && err != nil:
			return Frame{}, err
		case within.Err() == nil:
			continue
		case l.dec.Wrong() > wrong:
			return Frame{}, hardware.E(op, hardware.Garbled)
		}
		return Frame{}, hardware.E(op, hardware.CashSilent)
	}
}

// Patient asks up to three times: for questions that change nothing.
func (l *Line) Patient(ctx context.Context, cmd byte, data ...byte) (f Frame, err error) {
	for range times {
		if f, err = l.Ask(ctx, cmd, data...); err == nil || !deaf(err) {
			return f, err
		}
	}
	return f, err
}

// Tell gives an order once. Whether it was obeyed shows in the machine's next state, so it is no error when
// nothing that can be understood comes back: ok is false then.
func (l *Line) Tell(ctx context.Context, cmd byte, data ...byte) (f Frame, ok bool, err error) {
	f, err = l.Ask(ctx, cmd, data...)
	if err != nil && deaf(err) {
		return f, false, nil
	}
	return f, err == nil, err
}

func deaf(err error) bool {
	code := hardware.CodeOf(err)
	return code == hardware.CashSilent || code == hardware.Garbled
}

// Pause waits, at most until ctx ends; then it returns ctx's error.
func Pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

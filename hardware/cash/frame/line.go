package frame

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// Line asks a machine and waits for its answers. It is used by one goroutine at a time.
type Line struct {
	port  port.Port
	dec   Decoder
	reply time.Duration
	ready []Frame
	buf   [64]byte
}

// NewLine takes an opened port and how long an answer may take.
func NewLine(p port.Port, f Format, reply time.Duration) *Line {
	return &Line{port: p, dec: Decoder{Format: f}, reply: reply}
}

// Send sends a frame that has no answer.
func (l *Line) Send(ctx context.Context, cmd byte, data ...byte) error {
	_, err := l.port.Write(ctx, l.dec.Encode(cmd, data...))
	return err
}

// Ask sends a frame and waits for one answer. Without any it is CashSilent, with nonsense only
// Garbled. It never asks twice by itself: some commands must not be.
func (l *Line) Ask(ctx context.Context, cmd byte, data ...byte) (Frame, error) {
	const op = "frame.Ask"
	l.clear(ctx)
	if err := l.Send(ctx, cmd, data...); err != nil {
		return Frame{}, err
	}
	wrong := l.dec.Wrong
	within, cancel := context.WithTimeout(ctx, l.reply)
	defer cancel()
	for len(l.ready) == 0 {
		n, err := l.port.Read(within, l.buf[:])
		if n == 0 {
			l.dec.Reset()
			switch {
			case ctx.Err() != nil:
				return Frame{}, ctx.Err()
			case within.Err() == nil:
				return Frame{}, err
			case l.dec.Wrong > wrong:
				return Frame{}, hardware.E(op, hardware.Garbled)
			}
			return Frame{}, hardware.E(op, hardware.CashSilent)
		}
		l.ready = l.dec.Feed(l.buf[:n])
	}
	f := l.ready[0]
	l.ready = nil
	return f, nil
}

// clear forgets what came before the question: a late answer to an earlier one.
func (l *Line) clear(ctx context.Context) {
	l.ready = nil
	l.dec.Reset()
	if ctx.Err() == nil {
		l.port.Flush() // an unplugged line says so at the write
	}
}

// Patient asks up to three times: for questions that change nothing.
func (l *Line) Patient(ctx context.Context, cmd byte, data ...byte) (f Frame, err error) {
	for range 3 {
		f, err = l.Ask(ctx, cmd, data...)
		if code := hardware.CodeOf(err); err == nil || code != hardware.CashSilent && code != hardware.Garbled {
			return f, err
		}
	}
	return f, err
}

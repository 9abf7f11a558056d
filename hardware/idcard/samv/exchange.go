package samv

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// tries is how often a command is sent before the reader counts as silent.
const tries = 3

// command is what is asked and how long its answer may take.
type command struct {
	cmd, para byte
	wait      time.Duration
}

// A card needs its time: a read takes about half a second in the field and 1.35 s on a 9600 line.
var (
	askStatus = command{0x11, 0xFF, 400 * time.Millisecond}
	askSAM    = command{0x12, 0xFF, 400 * time.Millisecond}
	find      = command{0x20, 0x01, time.Second}
	choose    = command{0x20, 0x02, time.Second}
	readText  = command{0x30, 0x01, 3 * time.Second}
	readMore  = command{0x30, 0x03, time.Second}
)

// ask sends a command that may be repeated.
func (r *Reader) ask(ctx context.Context, op string, c command) (Answer, error) {
	var a Answer
	var err error
	for range tries {
		a, err = r.once(ctx, op, c)
		if code := hardware.CodeOf(err); code != hardware.IDCardSilent && code != hardware.Garbled {
			return a, err
		}
	}
	return a, err
}

// once sends a command and waits for its answer. What lay in the line is the answer to an older question.
func (r *Reader) once(ctx context.Context, op string, c command) (Answer, error) {
	if err := r.port.Flush(); err != nil {
		return Answer{}, broken(ctx, op, err)
	}
	if _, err := r.port.Write(ctx, Request(c.cmd, c.para)); err != nil {
		return Answer{}, broken(ctx, op, err)
	}
	within, cancel := context.WithTimeout(ctx, c.wait)
	defer cancel()
	return r.answer(ctx, within, op)
}

func (r *Reader) answer(ctx, within context.Context, op string) (Answer, error) {
	var d Decoder
	buf, heard := make([]byte, 512), 0
	defer clear(buf)
	for {
		n, err := r.port.Read(within, buf)
		heard += n
		if all := d.Feed(buf[:n]); len(all) > 0 {
			return all[0], nil
		}
		switch {
		case ctx.Err() != nil:
			return Answer{}, broken(ctx, op, err)
		case d.Bad() > 0:
			return Answer{}, hardware.E(op, hardware.Garbled, "bad length or checksum")
		case within.Err() != nil: // also when a stuck line never stops talking
			return Answer{}, unheard(op, heard)
		case err != nil:
			return Answer{}, broken(ctx, op, err)
		}
	}
}

func unheard(op string, heard int) error {
	if heard == 0 {
		return hardware.E(op, hardware.IDCardSilent)
	}
	return hardware.E(op, hardware.Garbled, fmt.Sprintf("%d bytes and no frame", heard))
}

// broken names what is wrong with the line.
func broken(ctx context.Context, op string, err error) error {
	switch {
	case ctx.Err() != nil:
		return hardware.E(op, hardware.Canceled, ctx.Err())
	case errors.Is(err, port.ErrGone), errors.Is(err, port.ErrClosed):
		return hardware.E(op, hardware.Missing, err)
	case errors.Is(err, port.ErrStalled):
		return hardware.E(op, hardware.Stalled, err)
	}
	return hardware.E(op, hardware.Failed, err)
}

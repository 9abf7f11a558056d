package ict

import (
	"context"
	"embed"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/journal"
	"github.com/brighthall/brighthall/hardware/port"
)

// Files holds the built-in profiles.
//
//go:embed profiles/*.json
var Files embed.FS

// New takes an opened port (9600 8E1).
func New(p port.Port, profile intake.Profile, j *journal.Journal, w intake.Waits, now func() time.Time) *intake.Acceptor {
	box := intake.Box{Device: "ict " + p.String(), Journal: j, Profile: profile, Waits: w.Or(profile)}
	v := &validator{port: p, wait: box.Waits, parser: parser{bare: profile.Bare}}
	return intake.NewAcceptor(intake.Notes{Box: box, Validator: v}, box, "ict", p, now)
}

// validator is the machine as its protocol sees it; owned by the holder of the acceptor's job.
type validator struct {
	port   port.Port
	wait   intake.Waits
	parser parser
	silent int            // questions in a row without an answer
	junk   int            // bytes without a meaning since the last that has one
	run    int            // those of them since the line was quiet
	busy   bool           // a note is between escrow and its end: the machine is not asked then
	late   []intake.Event // heard while opening or shutting
	buf    [1]byte
}

const (
	patience = 3  // questions
	specks   = 3  // stray bytes before a word; behind more of them it is a word by chance
	garbage  = 16 // bytes without a meaning that nobody takes for a machine
	moment   = 20 * time.Millisecond
)

func (v *validator) say(ctx context.Context, c byte) error {
	_, err := v.port.Write(ctx, []byte{c})
	return err
}

// latest is how many bytes are still looked at when the time is over: they are there already, unless the line never
// falls silent.
const latest = 64

// hear waits for something that means something, at most d. ok is false when nothing came.
func (v *validator) hear(ctx context.Context, d time.Duration) (h heard, ok bool, err error) {
	within, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	for late := 0; ; {
		n, err := v.port.Read(within, v.buf[:])
		if within.Err() != nil {
			late++
		}
		if n == 0 || late > latest {
			v.parser.quiet()
			v.run = 0
			switch {
			case ctx.Err() != nil:
				return heard{}, false, ctx.Err()
			case within.Err() != nil:
				return heard{}, false, nil
			}
			return heard{}, false, err
		}
		h, whole := v.parser.feed(v.buf[0])
		if !whole {
			continue
		}
		if h.junk || v.run > specks {
			if v.wasted() >= garbage {
				v.junk, v.run = 0, 0
				v.port.Flush() // answers behind it are to questions of long ago
				return heard{}, false, hardware.E("ict.Next", hardware.Garbled)
			}
			continue
		}
		v.junk, v.run, v.silent = 0, 0, 0
		if h.Word == intake.Restarted { // answered here, because two seconds are short
			v.busy = false
			return h, true, v.say(ctx, accept)
		}
		return h, true, nil
	}
}

// wasted counts a byte without a meaning: among random bytes one in fifteen has one, and it is not believed.
func (v *validator) wasted() int {
	v.junk, v.run = v.junk+1, v.run+1
	return v.junk
}

// unheard tells a machine that says nothing from a line that brings something else.
func (v *validator) unheard(op string) error {
	if v.junk >= patience {
		return hardware.E(op, hardware.Garbled)
	}
	return hardware.E(op, hardware.CashSilent)
}

// Next waits for the next event. An idle machine is asked how it is.
func (v *validator) Next(ctx context.Context) (intake.Event, error) {
	if len(v.late) > 0 {
		e := v.late[0]
		v.late = v.late[1:]
		return e, nil
	}
	for {
		h, ok, err := v.hear(ctx, v.wait.Poll)
		switch {
		case err != nil:
			return intake.Event{}, err
		case !ok:
			err = v.ask(ctx)
		case h.state == disable && !v.busy:
			err = v.say(ctx, enable) // it shut itself after an error that is over
		case h.Code == commError:
			err = v.say(ctx, reset) // comes back with 80 8F
		case h.Word != "":
			v.busy = h.Word == intake.Escrow
			return h.Event, nil
		}
		if err == nil { // a line that says the same without end is never silent
			err = ctx.Err()
		}
		if err != nil {
			return intake.Event{}, err
		}
	}
}

func (v *validator) ask(ctx context.Context) error {
	if v.busy {
		return nil
	}
	if v.silent++; v.silent > patience {
		return v.unheard("ict.Next")
	}
	return v.say(ctx, poll)
}

// Open enables the machine and sees that it is.
func (v *validator) Open(ctx context.Context) error {
	const op = "ict.Open"
	v.busy, v.silent = false, 0
	if _, err := v.settle(ctx); err != nil {
		return err
	}
	for range patience {
		if err := v.say(ctx, enable); err != nil {
			return err
		}
		state, err := v.settle(ctx)
		if err != nil || state == enable {
			return err
		}
	}
	return hardware.E(op, hardware.CashBroken, "does not enable")
}

// settle asks until the machine says that it is enabled or disabled, answers its power up,
// gives back what it finds in escrow, and resets it out of a communication error.
func (v *validator) settle(ctx context.Context) (byte, error) {
	const op = "ict.Open"
	end := time.Now().Add(v.wait.Start)
	v.junk, v.run = 0, 0
	for quiet := 0; quiet < patience; {
		if err := v.say(ctx, poll); err != nil {
			return 0, err
		}
		for {
			h, ok, err := v.hear(ctx, v.wait.Reply)
			switch {
			case err != nil:
				return 0, err
			case !ok:
				quiet++
			case h.state != 0:
				return h.state, nil
			case h.Word == intake.Escrow:
				err = v.say(ctx, reject)
			case h.Code == commError:
				err = v.say(ctx, reset)
			case h.Word == intake.Stacked, h.Word == intake.Returned:
				v.keep(h.Event)
			case h.Word == intake.Trouble && v.alone(ctx):
				return 0, hardware.E(op, h.Code, h.Detail)
			}
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return 0, err
			}
			if time.Now().After(end) {
				return 0, hardware.E(op, hardware.CashBroken, "does not come up")
			}
			if !ok {
				break
			}
			quiet = 0
		}
	}
	return 0, v.unheard(op)
}

// alone reports whether nothing stands behind a word: noise goes on at once.
func (v *validator) alone(ctx context.Context) bool {
	h, ok, err := v.hear(ctx, moment)
	if h.Word == intake.Stacked || h.Word == intake.Returned {
		v.keep(h.Event)
	}
	return err == nil && (ok || v.junk == 0)
}

// keep remembers what is about an earlier note: the next session hears it.
func (v *validator) keep(e intake.Event) {
	const room = 16
	if e.Late, e.Once = true, true; len(v.late) < room {
		v.late = append(v.late, e)
	}
}

// Shut disables the machine. A note that comes in at the same moment is not answered and given
// back by the machine itself.
func (v *validator) Shut(ctx context.Context) error {
	v.busy = false
	for range patience {
		if err := v.say(ctx, disable); err != nil {
			return err
		}
		if state, err := v.settle(ctx); err != nil || state == disable {
			return err
		}
	}
	return hardware.E("ict.Shut", hardware.CashBroken, "does not disable")
}

// Stack takes the note in.
func (v *validator) Stack(ctx context.Context) error { return v.say(ctx, accept) }

// Return gives the note back.
func (v *validator) Return(ctx context.Context) error { return v.say(ctx, reject) }

// Look asks how it is; found enabled, it is disabled: nobody is waiting for notes.
func (v *validator) Look(ctx context.Context) (hardware.Code, error) {
	state, err := v.settle(ctx)
	if err == nil && state == enable {
		err = v.Shut(ctx)
	}
	return intake.CodeOf(err), err
}

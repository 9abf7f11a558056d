package icttest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// Moment is a point in a note's way at which something can be made to happen.
type Moment string

// The moments.
const (
	Held     Moment = "held"     // in escrow, and told
	Accepted Moment = "accepted" // the host has said take it; it moves
	Inside   Moment = "inside"   // in the box, and not yet told
)

// Bad is a note that is not recognised.
const Bad = -1

// ErrShut is what a visitor meets whose note is not drawn in.
var ErrShut = errors.New("the slot is shut")

// The machine gives a note back when nobody decides, and complains when its start is not answered.
const (
	decideWithin = 5 * time.Second
	answerWithin = 2 * time.Second
)

// Validator is a virtual machine, switched on, shut.
type Validator struct {
	say func(string)

	mu      sync.Mutex // guards all below
	link    io.Writer
	off     bool
	open    bool
	held    int // channel in escrow
	holds   bool
	waking  bool // has said 80 8F
	bare    bool // says a channel without 81
	silent  bool
	trouble byte
	refuses byte // said instead of 10, once
	noise   []byte
	at      map[Moment]func()
	wait    *time.Timer
	heard   []byte
	box     []int
	out     []int
}

// New makes a machine; say may be nil.
func New(say func(string)) *Validator {
	if say == nil {
		say = func(string) {}
	}
	return &Validator{say: say, at: map[Moment]func(){}}
}

// Serve answers over the link until ctx ends or the link is gone. A link with a method `Speed() int` is understood at
// 9600 only.
func (v *Validator) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	v.plug(link)
	defer v.plug(nil)
	for b := make([]byte, 16); ; {
		n, err := link.Read(b)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
		if s, ok := link.(interface{ Speed() int }); ok && s.Speed() != 9600 {
			v.with(func() { v.send(0xF8) })
			continue
		}
		for _, c := range b[:n] {
			v.hear(c)
		}
	}
}

func (v *Validator) plug(link io.Writer) {
	v.with(func() {
		v.link = link
		v.still()
	})
}

func (v *Validator) with(do func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	do()
}

// send says bytes; the caller holds mu. What a gone link loses is lost.
func (v *Validator) send(b ...byte) {
	if v.link == nil || v.off || v.silent {
		return
	}
	if len(v.noise) > 0 {
		v.link.Write(v.noise)
	}
	for i := range b { // one at a time: nothing may rely on pairs coming together
		v.link.Write(b[i : i+1])
	}
}

// hear takes one byte of the host.
func (v *Validator) hear(c byte) {
	v.mu.Lock()
	if v.off || v.silent {
		v.mu.Unlock()
		return
	}
	v.heard = append(v.heard, c)
	moves := false
	switch c {
	case 0x02:
		moves = v.holds
		if v.waking {
			v.waking = false
			v.still()
		}
	case 0x0F:
		v.giveBack()
	case 0x0C:
		v.tellState()
	case 0x18:
	case 0x30:
		v.start()
	case 0x3E:
		v.open = true
	case 0x5E:
		v.open = false
	default:
		v.send(0x2A)
	}
	v.mu.Unlock()
	if moves {
		v.stack()
	}
}

func (v *Validator) tellState() {
	switch {
	case v.holds, v.waking:
	case v.trouble != 0:
		v.send(v.trouble)
	case v.open:
		v.send(0x3E)
	default:
		v.send(0x5E)
	}
}

// stack takes the note in escrow into the box, with what was to happen on the way.
func (v *Validator) stack() {
	v.happen(Accepted)
	inside := false
	v.with(func() {
		v.still()
		if !v.holds || v.off || v.trouble != 0 {
			return // it lies in the path
		}
		v.holds = false
		if v.refuses != 0 {
			v.out = append(v.out, v.held)
			v.send(v.refuses)
			v.refuses = 0
			return
		}
		inside = true
		v.box = append(v.box, v.held)
		v.say(fmt.Sprintf("in the box: %d", v.held))
	})
	if inside {
		v.happen(Inside)
		v.with(func() { v.send(0x10) })
	}
}

func (v *Validator) giveBack() {
	v.still()
	if v.holds {
		v.holds = false
		v.out = append(v.out, v.held)
		v.say(fmt.Sprintf("given back: %d", v.held))
		v.send(0x11)
	}
}

// start is what it does with power: a note in the path goes out.
func (v *Validator) start() {
	v.open, v.waking = false, true
	if v.holds {
		v.holds = false
		v.out = append(v.out, v.held)
	}
	v.send(0x80, 0x8F)
	v.await(answerWithin, func() {
		if v.waking {
			v.waking, v.trouble = false, 0x26
			v.send(0x26)
		}
	})
	if v.trouble == 0x26 {
		v.trouble = 0
	}
}

func (v *Validator) await(d time.Duration, do func()) {
	v.still()
	var t *time.Timer
	t = time.AfterFunc(d, func() {
		v.with(func() {
			if v.wait == t {
				do()
			}
		})
	})
	v.wait = t
}

func (v *Validator) still() {
	if v.wait != nil {
		v.wait.Stop()
		v.wait = nil
	}
}

func (v *Validator) happen(m Moment) {
	v.mu.Lock()
	do := v.at[m]
	delete(v.at, m)
	v.mu.Unlock()
	if do != nil {
		do()
	}
}

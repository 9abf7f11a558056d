package polltest

import (
	"context"
	"io"
	"sync"
)

// Wire is a machine's end of a line.
type Wire struct {
	head []byte
	nak  byte // the answer that means "not understood"

	mu     sync.Mutex // guards all below
	silent bool
	stuck  bool // talks without end
	noise  []byte
	deaf   map[byte]int // so many of this command are not heard
	mute   map[byte]int // so many of this command are obeyed but not answered
	naks   int          // so many commands are not understood
	spoilt int          // so many answers have a wrong checksum
	torn   int          // so many answers end in the middle
	heard  map[byte]int
	speed  int
}

// Any stands for every command, in Deaf and Mute.
const Any byte = 0xFE

// NewWire makes a wire whose frames begin with head and which says nak when it has not understood.
func NewWire(nak byte, head ...byte) *Wire {
	return &Wire{head: head, nak: nak, deaf: map[byte]int{}, mute: map[byte]int{}, heard: map[byte]int{}, speed: 9600}
}

// Serve hears commands until ctx ends or the link is gone. answer gives an answer from its command byte on; nil is
// none. A link with a method `Speed() int` is only understood at 9600.
func (w *Wire) Serve(ctx context.Context, link io.ReadWriteCloser, answer func(cmd byte, data []byte) []byte) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	in := inbox{head: w.head}
	buf := make([]byte, 64)
	for {
		n, err := link.Read(buf)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		if s, ok := link.(interface{ Speed() int }); ok && s.Speed() != w.speed {
			link.Write([]byte{0x80, 0xF8, 0x00}) // bits of another speed
			continue
		}
		for _, body := range in.take(buf[:n]) {
			w.speak(ctx, link, w.decide(body, answer))
		}
	}
}

// speak writes in pieces: a driver must not expect an answer in one read.
func (w *Wire) speak(ctx context.Context, link io.Writer, out []byte) {
	for len(out) > 0 && ctx.Err() == nil {
		n := min(5, len(out))
		if len(out) > 200 {
			n = 200
		}
		if _, err := link.Write(out[:n]); err != nil {
			return // pulled out: Read will tell
		}
		out = out[n:]
	}
}

func (w *Wire) decide(body []byte, answer func(cmd byte, data []byte) []byte) []byte {
	cmd := body[0]
	out, done := w.before(cmd)
	if !done {
		if reply := answer(cmd, body[1:]); reply != nil {
			out = w.frame(reply)
		}
	}
	return w.after(cmd, out)
}

// before is what a bad line does to a command.
func (w *Wire) before(cmd byte) (out []byte, done bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.silent || used(w.deaf, cmd):
		return nil, true
	case w.stuck:
		return make([]byte, 1000), true
	case w.naks > 0:
		w.naks--
		return w.frame([]byte{w.nak}), true
	}
	w.heard[cmd]++
	return nil, false
}

// after is what a bad line does to an answer.
func (w *Wire) after(cmd byte, out []byte) []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(out) == 0 || w.stuck {
		return out
	}
	if w.silent || used(w.mute, cmd) {
		return nil
	}
	if w.spoilt > 0 {
		w.spoilt--
		out[len(out)-1] ^= 0x55
	}
	if w.torn > 0 {
		w.torn--
		out = out[:len(out)/2]
	}
	return append(append([]byte(nil), w.noise...), out...)
}

func used(counts map[byte]int, cmd byte) bool {
	for _, c := range []byte{cmd, Any} {
		if counts[c] > 0 {
			counts[c]--
			return true
		}
	}
	return false
}

func (w *Wire) with(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

// SetSilent has it hear and say nothing.
func (w *Wire) SetSilent(on bool) { w.with(func() { w.silent = on }) }

// SetStuck has it answer everything with a thousand zeros.
func (w *Wire) SetStuck(on bool) { w.with(func() { w.stuck = on }) }

// SetNoise sends these bytes before every answer.
func (w *Wire) SetNoise(b []byte) { w.with(func() { w.noise = b }) }

// Deaf has the next n frames of a command not heard.
func (w *Wire) Deaf(cmd byte, n int) { w.with(func() { w.deaf[cmd] = n }) }

// Mute has the answers to the next n frames of a command lost.
func (w *Wire) Mute(cmd byte, n int) { w.with(func() { w.mute[cmd] = n }) }

// Nak has the next n commands not understood.
func (w *Wire) Nak(n int) { w.with(func() { w.naks = n }) }

// Spoil gives the next n answers a wrong checksum.
func (w *Wire) Spoil(n int) { w.with(func() { w.spoilt = n }) }

// Tear cuts the next n answers in the middle.
func (w *Wire) Tear(n int) { w.with(func() { w.torn = n }) }

// Heard counts the frames of a command that were understood.
func (w *Wire) Heard(cmd byte) (n int) {
	w.with(func() { n = w.heard[cmd] })
	return n
}

// Asked counts all frames that were understood.
func (w *Wire) Asked() (n int) {
	w.with(func() {
		for _, c := range w.heard {
			n += c
		}
	})
	return n
}

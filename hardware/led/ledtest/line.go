// Package ledtest is what virtual screens of every protocol have in common: several of them hang on one line, each
// shows something, and much can go wrong with the line. It knows no protocol, and no driver uses it.
package ledtest

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"
)

// Screen is one virtual screen, with power; all of it is guarded by its Line.
type Screen interface {
	// Show is what stands on it now; "" is dark.
	Show() string
	// Reset is how it is after power-up.
	Reset()
}

// Place is a screen at its address.
type Place[S Screen] struct {
	Screen S
	Answer int // the address it answers under

	address int
	dead    bool // no power
}

func (p *Place[S]) shown() string {
	if p.dead {
		return ""
	}
	return p.Screen.Show()
}

// Line is a line with virtual screens on it.
type Line[S Screen] struct {
	name string
	say  func(string)

	mu     sync.Mutex
	places map[int]*Place[S]
	asked  int
	trouble
}

// New makes a line without screens. name is in its errors; say gets a line whenever a screen changes, and may be nil.
func New[S Screen](name string, say func(string)) *Line[S] {
	if say == nil {
		say = func(string) {}
	}
	return &Line[S]{name: name, say: say, places: map[int]*Place[S]{}}
}

// Add puts a screen at an address, before anything is served.
func (l *Line[S]) Add(address int, s S) {
	l.places[address] = &Place[S]{Screen: s, Answer: address, address: address}
}

// Serve takes whole messages out of what arrives on the link and sends what the line answers, until ctx ends or the
// link is gone.
func Serve[M any](ctx context.Context, link io.ReadWriteCloser, take func([]byte) []M, hear func(M) []byte) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	buf := make([]byte, 256)
	for {
		n, err := link.Read(buf)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		for _, m := range take(buf[:n]) {
			send(link, hear(m))
		}
	}
}

// send writes in pieces: a driver must not expect an answer in one read.
func send(link io.Writer, out []byte) {
	for len(out) > 0 {
		n := min(9, len(out))
		if _, err := link.Write(out[:n]); err != nil {
			return
		}
		out = out[n:]
	}
}

// Hear is the arrival of a message: those of the screens that it is for and that have power answer it, in the order of
// their addresses.
func (l *Line[S]) Hear(isFor func(address int) bool, answer func(*Place[S]) []byte) (out []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked++
	for _, address := range slices.Sorted(maps.Keys(l.places)) {
		if p := l.places[address]; isFor(address) && !p.dead {
			out = append(out, answer(p)...)
		}
	}
	return l.harm(out)
}

// Change does something to a screen and tells what it shows then. Only within Hear.
func (l *Line[S]) Change(p *Place[S], change func()) {
	before := p.shown()
	change()
	l.tell(p, before)
}

// Later changes a screen when its time has come, unless the timer is stopped before.
func (l *Line[S]) Later(p *Place[S], after time.Duration, change func()) *time.Timer {
	return time.AfterFunc(after, func() { l.with(func() { l.Change(p, change) }) })
}

func (l *Line[S]) tell(p *Place[S], before string) {
	switch now := p.shown(); {
	case before == now:
	case now == "":
		l.say(fmt.Sprintf("%d: dark", p.address))
	default:
		l.say(fmt.Sprintf("%d: %s", p.address, now))
	}
}

// Screens lists the addresses.
func (l *Line[S]) Screens() (all []int) {
	l.with(func() { all = slices.Sorted(maps.Keys(l.places)) })
	return all
}

// Shown is what the screen at an address shows; "" is dark.
func (l *Line[S]) Shown(address int) (text string) {
	l.at(address, func(p *Place[S]) { text = p.shown() })
	return text
}

// Look looks at the screen at an address, if there is one.
func (l *Line[S]) Look(address int, look func(S)) {
	l.at(address, func(p *Place[S]) { look(p.Screen) })
}

// Asked counts the messages that arrived.
func (l *Line[S]) Asked() (n int) {
	l.with(func() { n = l.asked })
	return n
}

func (l *Line[S]) with(do func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	do()
}

func (l *Line[S]) at(address int, do func(*Place[S])) {
	l.with(func() {
		if p, ok := l.places[address]; ok {
			do(p)
		}
	})
}

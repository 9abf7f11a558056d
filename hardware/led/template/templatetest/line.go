package templatetest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Line is a line with virtual screens on it.
type Line struct {
	say   func(string)
	shape Shape

	mu      sync.Mutex
	screens map[int]*screen // by station
	refuse  bool
	garbage bool   // bits of another speed
	stuck   bool   // talks without end
	noise   []byte // before every answer
	spoil   int    // so many answers have a wrong checksum
	tear    int    // so many answers end in the middle
	asked   int
}

// New makes a line with a screen of a shape at each address. say gets a line whenever one changes; it may be nil.
func New(say func(string), shape Shape, addresses ...int) *Line {
	if say == nil {
		say = func(string) {}
	}
	l := &Line{say: say, shape: shape, screens: map[int]*screen{}}
	for _, a := range addresses {
		l.screens[a] = &screen{answer: a}
	}
	return l
}

// Serve speaks over the link until ctx ends or the link is gone.
func (l *Line) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	in := inbox{shape: l.shape}
	buf := make([]byte, 256)
	for {
		n, err := link.Read(buf)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		for _, q := range in.take(buf[:n]) {
			send(link, l.hear(q))
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

// hear gives the screen its frame and returns what is heard on the line afterwards.
func (l *Line) hear(q request) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked++
	d, ok := l.screens[q.address]
	if !ok || d.dead {
		return nil
	}
	if !l.refuse && !l.stuck && !l.garbage {
		l.do(q, d)
	}
	switch {
	case l.shape.answer == nil:
		return nil
	case l.stuck:
		return bytes.Repeat([]byte{0x55}, 1000)
	case l.garbage:
		return []byte{0x80, 0x00, 0xF8, 0x78}
	}
	out := l.shape.answer(d.answer, !l.refuse)
	if l.spoil > 0 {
		l.spoil--
		out[len(out)-1] ^= 0x20
	}
	if l.tear > 0 {
		l.tear--
		out = out[:len(out)/2]
	}
	return append(bytes.Clone(l.noise), out...)
}

// do shows or clears; a text with seconds goes when they are over, unless it is told again.
func (l *Line) do(q request, d *screen) {
	before := d.show()
	if q.what == 'a' {
		return
	}
	d.told++
	d.text, d.blink = q.text, q.blink
	l.tell(q.address, before, d.show())
	if q.seconds == 0 {
		return
	}
	mine := d.told
	time.AfterFunc(time.Duration(q.seconds)*time.Second, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if d.told == mine {
			was := d.show()
			d.reset()
			l.tell(q.address, was, "")
		}
	})
}

func (l *Line) tell(address int, before, now string) {
	switch {
	case before == now:
	case now == "":
		l.say(fmt.Sprintf("%d: dark", address))
	default:
		l.say(fmt.Sprintf("%d: %s", address, now))
	}
}

// Screens lists the addresses.
func (l *Line) Screens() []int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(maps.Keys(l.screens))
}

// Shown is what the screen at an address shows; "" is dark.
func (l *Line) Shown(address int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d, ok := l.screens[address]; ok {
		return d.show()
	}
	return ""
}

// Blinks reports whether a screen blinks.
func (l *Line) Blinks(address int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	s, ok := l.screens[address]
	return ok && s.blink
}

func (l *Line) with(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// SetDead takes a screen's power away; it has forgotten everything when it is given back.
func (l *Line) SetDead(address int, on bool) {
	l.with(func() {
		if d, ok := l.screens[address]; ok {
			before := d.show()
			d.dead = on
			d.reset()
			l.tell(address, before, "")
		}
	})
}

// SetAlias lets a screen answer under another address.
func (l *Line) SetAlias(address, as int) {
	l.with(func() {
		if d, ok := l.screens[address]; ok {
			d.answer = as
		}
	})
}

// SetRefuse lets all screens say no to everything.
func (l *Line) SetRefuse(on bool) { l.with(func() { l.refuse = on }) }

// SetGarbage lets answers come in bits of another speed; nothing is understood.
func (l *Line) SetGarbage(on bool) { l.with(func() { l.garbage = on }) }

// SetStuck lets the line talk without end once something is asked.
func (l *Line) SetStuck(on bool) { l.with(func() { l.stuck = on }) }

// SetNoise puts bytes before every answer.
func (l *Line) SetNoise(b []byte) { l.with(func() { l.noise = b }) }

// Spoil gives the next n answers a wrong checksum; what was asked is done.
func (l *Line) Spoil(n int) { l.with(func() { l.spoil = n }) }

// Tear cuts the next n answers in the middle.
func (l *Line) Tear(n int) { l.with(func() { l.tear = n }) }

// Asked counts the frames that arrived.
func (l *Line) Asked() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asked
}

const acts = "dead N, alive N, alias N M, refuse on|off, garbage on|off, stuck on|off, noise on|off, spoil, tear, show N"

// Act does what can happen to screens.
func (l *Line) Act(words string) error {
	f := strings.Fields(words)
	if len(f) == 0 {
		return fmt.Errorf("templatetest: one of: %s", acts)
	}
	numbers := make([]int, 2)
	for i := range numbers {
		if i+1 < len(f) {
			numbers[i], _ = strconv.Atoi(f[i+1])
		}
	}
	on := len(f) < 2 || f[1] != "off"
	switch f[0] {
	case "dead":
		l.SetDead(numbers[0], true)
	case "alive":
		l.SetDead(numbers[0], false)
	case "alias":
		l.SetAlias(numbers[0], numbers[1])
	case "refuse":
		l.SetRefuse(on)
	case "garbage":
		l.SetGarbage(on)
	case "stuck":
		l.SetStuck(on)
	case "noise":
		l.SetNoise(map[bool][]byte{true: {0xFF, 0x00, 0xA5, 0x13}}[on])
	case "spoil":
		l.Spoil(1)
	case "tear":
		l.Tear(1)
	case "show":
		l.say(fmt.Sprintf("%d: %s", numbers[0], l.Shown(numbers[0])))
	default:
		return fmt.Errorf("templatetest: %q, one of: %s", words, acts)
	}
	return nil
}

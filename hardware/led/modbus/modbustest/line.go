package modbustest

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

// Line is a line with virtual displays on it.
type Line struct {
	say func(string)

	mu       sync.Mutex
	displays map[int]*display // by station
	refuse   bool
	garbage  bool   // bits of another speed
	stuck    bool   // talks without end
	noise    []byte // before every answer
	spoil    int    // so many answers have a wrong checksum
	tear     int    // so many answers end in the middle
	asked    int
}

// New makes a line with a display of a face at each station. say gets a line whenever one changes; it may be nil.
func New(say func(string), f Face, stations ...int) *Line {
	if say == nil {
		say = func(string) {}
	}
	l := &Line{say: say, displays: map[int]*display{}}
	for _, n := range stations {
		l.displays[n] = newDisplay(f, n)
	}
	return l
}

// Serve speaks over the link until ctx ends or the link is gone.
func (l *Line) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	var in inbox
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

// hear gives the station its request and returns what is heard on the line afterwards.
func (l *Line) hear(q request) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked++
	station := int(q.station)
	d, ok := l.displays[station]
	if !ok || d.dead {
		return nil
	}
	switch {
	case l.stuck:
		return bytes.Repeat([]byte{0x55}, 2000)
	case l.garbage:
		return []byte{0x80, 0x00, 0xF8, 0x78}
	}
	out := signed([]byte{byte(d.answer), q.function | 0x80, 4}...)
	if !l.refuse {
		before := d.show()
		out = signed(d.do(q, l.later(station, d))...)
		l.tell(station, before, d.show())
	}
	if l.spoil > 0 {
		l.spoil--
		out[len(out)-1] ^= 0x11
	}
	if l.tear > 0 {
		l.tear--
		out = out[:len(out)/2]
	}
	return append(bytes.Clone(l.noise), out...)
}

// later does something to a display when its time has come, unless the timer was stopped.
func (l *Line) later(station int, d *display) func(time.Duration, func()) *time.Timer {
	return func(after time.Duration, then func()) *time.Timer {
		return time.AfterFunc(after, func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			before := d.show()
			then()
			l.tell(station, before, d.show())
		})
	}
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
	return slices.Sorted(maps.Keys(l.displays))
}

// Shown is what the screen at an address shows; "" is dark.
func (l *Line) Shown(address int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d, ok := l.displays[address]; ok {
		return d.show()
	}
	return ""
}

func (l *Line) with(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// SetDead takes a screen's power away; it has forgotten everything when it is given back.
func (l *Line) SetDead(address int, on bool) {
	l.with(func() {
		if d, ok := l.displays[address]; ok {
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
		if d, ok := l.displays[address]; ok {
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
		return fmt.Errorf("modbustest: one of: %s", acts)
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
		return fmt.Errorf("modbustest: %q, one of: %s", words, acts)
	}
	return nil
}

package ledtest

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// trouble is what is wrong with a line.
type trouble struct {
	refuse  bool
	garbage bool   // bits of another speed
	stuck   bool   // talks without end
	noise   []byte // before every answer
	spoil   int    // so many answers have a wrong checksum
	tear    int    // so many answers end in the middle
}

// harm is what is heard of an answer on the line.
func (t *trouble) harm(out []byte) []byte {
	switch {
	case len(out) == 0:
		return nil
	case t.stuck:
		return bytes.Repeat([]byte{0x55}, 3000)
	case t.garbage:
		return []byte{0x80, 0x00, 0xF8, 0x78}
	case t.tear > 0:
		t.tear--
		out = out[:len(out)/2]
	}
	return append(bytes.Clone(t.noise), out...)
}

// Refuses reports whether the screens say no. Only within Hear.
func (t *trouble) Refuses() bool { return t.refuse }

// Deaf reports whether no screen understands what is sent. Only within Hear.
func (t *trouble) Deaf() bool { return t.stuck || t.garbage }

// Spoils reports whether this answer has a wrong checksum. Only within Hear.
func (t *trouble) Spoils() bool {
	now := t.spoil > 0
	t.spoil = max(0, t.spoil-1)
	return now
}

// SetDead takes a screen's power away; it has forgotten everything when it is given back.
func (l *Line[S]) SetDead(address int, on bool) {
	l.at(address, func(p *Place[S]) {
		l.Change(p, func() {
			p.dead = on
			p.Screen.Reset()
		})
	})
}

// SetAlias lets a screen answer under another address.
func (l *Line[S]) SetAlias(address, as int) {
	l.at(address, func(p *Place[S]) { p.Answer = as })
}

// SetRefuse lets all screens say no to everything.
func (l *Line[S]) SetRefuse(on bool) { l.with(func() { l.refuse = on }) }

// SetGarbage lets answers come in bits of another speed; nothing is understood.
func (l *Line[S]) SetGarbage(on bool) { l.with(func() { l.garbage = on }) }

// SetStuck lets the line talk without end once something is asked.
func (l *Line[S]) SetStuck(on bool) { l.with(func() { l.stuck = on }) }

// SetNoise puts bytes before every answer.
func (l *Line[S]) SetNoise(b []byte) { l.with(func() { l.noise = b }) }

// Spoil gives the next n answers a wrong checksum; what was asked is done.
func (l *Line[S]) Spoil(n int) { l.with(func() { l.spoil = n }) }

// Tear cuts the next n answers in the middle.
func (l *Line[S]) Tear(n int) { l.with(func() { l.tear = n }) }

const acts = "dead N, alive N, alias N M, refuse on|off, garbage on|off, stuck on|off, noise on|off, spoil, tear, show N"

// Act does what can happen to screens.
func (l *Line[S]) Act(words string) error {
	f := strings.Fields(words)
	if len(f) == 0 {
		return fmt.Errorf("%s: one of: %s", l.name, acts)
	}
	numbers := make([]int, 2)
	for i := range numbers {
		if i+1 < len(f) {
			numbers[i], _ = strconv.Atoi(f[i+1])
		}
	}
	if !l.happen(f[0], numbers[0], numbers[1], len(f) < 2 || f[1] != "off") {
		return fmt.Errorf("%s: %q, one of: %s", l.name, words, acts)
	}
	return nil
}

func (l *Line[S]) happen(what string, n, m int, on bool) bool {
	switch what {
	case "dead", "alive":
		l.SetDead(n, what == "dead")
	case "alias":
		l.SetAlias(n, m)
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
		l.say(fmt.Sprintf("%d: %s", n, l.Shown(n)))
	default:
		return false
	}
	return true
}

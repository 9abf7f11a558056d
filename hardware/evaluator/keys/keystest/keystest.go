// Package keystest is a virtual evaluator: five keys and a light, in every way the built-in profiles of package keys
// speak. It has its own tables and shares no code with the driver.
package keystest

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// table is how a model speaks.
type table struct {
	keys  [5]string // levels 1 to 5
	frame func(in string) (frame, rest string)
	hears func(frame string) (act, answer string) // act: light, dark, say …
	dark  bool                                    // it has no light: nobody can ask it for a key
}

var tables = map[string]table{
	"bytes":           {keys: [5]string{"1", "2", "3", "4", "5"}, frame: single, hears: letters},
	"digits-reversed": {keys: [5]string{"5", "4", "3", "2", "1"}, frame: single, hears: deaf, dark: true},
	"hid-digits":      {keys: [5]string{"1\r", "2\r", "3\r", "4\r", "5\r"}, frame: single, hears: deaf, dark: true},
	"framed": {keys: [5]string{"\xAA\x02\x01\xA9\x55", "\xAA\x02\x02\xAA\x55", "\xAA\x02\x03\xAB\x55", "\xAA\x02\x04\xAC\x55", "\xAA\x02\x05\xAD\x55"},
		frame: five, hears: numbers},
	"speaking": {keys: [5]string{"\x02K1\x03", "\x02K2\x03", "\x02K3\x03", "\x02K4\x03", "\x02K5\x03"}, frame: packet, hears: words},
}

// Models lists what New can make.
func Models() []string {
	var all []string
	for m := range tables {
		all = append(all, m)
	}
	slices.Sort(all)
	return all
}

// Evaluator is the simulated box.
type Evaluator struct {
	table table
	say   func(string)

	mu     sync.Mutex
	link   io.Writer // guarded by mu
	lit    bool      // guarded by mu
	silent bool      // guarded by mu
	refuse bool      // guarded by mu
	lose   int       // answers to lose; guarded by mu
	typist *typist   // nil: it sends bytes; guarded by mu
}

// New makes one, switched on. say is told what can be seen and heard of it; it may be nil.
func New(model string, say func(string)) *Evaluator {
	if say == nil {
		say = func(string) {}
	}
	return &Evaluator{table: tables[model], say: say}
}

// Lit reports whether the light is on.
func (e *Evaluator) Lit() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.lit
}

// Awaits reports whether a key counts now: the light is on, or the model has none.
func (e *Evaluator) Awaits() bool { return e.Lit() || e.table.dark }

// Serve speaks over the link until ctx ends or the link is gone, and closes it.
func (e *Evaluator) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	e.mu.Lock()
	e.link, e.lit = link, false
	e.mu.Unlock()
	buf, in := make([]byte, 64), ""
	for {
		n, err := link.Read(buf)
		if err != nil {
			return err
		}
		in += string(buf[:n])
		for frame := ""; ; {
			if frame, in = e.table.frame(in); frame == "" {
				break
			}
			e.heard(frame)
		}
	}
}

func (e *Evaluator) heard(frame string) {
	e.mu.Lock()
	act, answer := e.table.hears(frame)
	if e.silent || act == "" {
		e.mu.Unlock()
		return
	}
	switch {
	case e.refuse && act == "light":
		answer, act = map[bool]string{true: "\x02NO\x03", false: "\xAA\x8F\x00\x25\x55"}[frame[0] == 2], "refused"
	case act == "light":
		e.lit = true
	case act == "dark":
		e.lit = false
	}
	if e.lose > 0 && answer != "" {
		e.lose--
		answer = ""
	}
	e.send(answer)
	e.mu.Unlock()
	e.say(act)
}

// send is called with mu held.
func (e *Evaluator) send(bytes string) {
	if e.typist != nil {
		bytes = e.typist.events(bytes)
	}
	if e.link != nil && !e.silent && bytes != "" {
		io.WriteString(e.link, bytes) // without a cable nobody hears it
	}
}

// Press presses the key of a level.
func (e *Evaluator) Press(level int) { e.Act(fmt.Sprintf("press %d", level)) }

// Act does what a person at the box, or dirt in it, could do.
func (e *Evaluator) Act(words string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	verb, what, _ := strings.Cut(strings.TrimSpace(words), " ")
	key := ""
	if len(what) == 1 && what[0] >= '1' && what[0] <= '5' {
		key = e.table.keys[what[0]-'1']
	}
	switch {
	case verb == "press" && key != "":
		e.send(key)
	case verb == "bounce" && key != "":
		e.send(key + key + key)
	case verb == "hold" && key != "":
		e.send(strings.Repeat(key, 40))
	case verb == "half" && key != "":
		e.send(key[:(len(key)+1)/2])
	case verb == "garbage" && e.typist != nil: // somebody wipes the keys
		e.send("qwertyuiopasdfghjkl\r")
	case verb == "garbage":
		e.send(strings.Repeat("\x7F\xFE\x00\xAA", 8))
	case verb == "silent":
		e.silent = what != "off"
	case verb == "refuse":
		e.refuse = what != "off"
	case verb == "lose":
		e.lose++
	default:
		return fmt.Errorf("%q: press 1…5 · bounce 1…5 · hold 1…5 · half 1…5 · garbage · silent on|off · refuse on|off · lose answer", words)
	}
	return nil
}

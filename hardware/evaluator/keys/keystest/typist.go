package keystest

import (
	"strings"

	"github.com/brighthall/brighthall/hardware/scanner/wedge/wedgetest"
)

// NewTyping makes a box that types like a keyboard: what New's would send comes as the events a kernel of 64 bits tells
// of its keys.
func NewTyping(model string, say func(string)) *Evaluator {
	e := New(model, say)
	e.typist = &typist{keyboard: wedgetest.New(nil)}
	e.typist.keyboard.Bits(64)
	return e
}

// typist strikes the keys of a text.
type typist struct{ keyboard *wedgetest.Keyboard }

// events are what the kernel tells; a CR is the Return key.
func (t *typist) events(text string) (all string) {
	for text != "" {
		line, rest, ended := strings.Cut(text, "\r")
		_ = t.keyboard.Act(map[bool]string{true: "ending enter", false: "ending none"}[ended]) // both are known
		all += string(t.keyboard.Frame(line))
		text = rest
	}
	return all
}

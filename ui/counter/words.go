package counter

import (
	"image/color"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// words says things in the language of one window.
type words struct {
	book *lang.Book
	in   hall.Language
}

// key is a sentence of this room.
func (w words) key(key string, pairs ...any) string {
	return w.book.Say(w.in, "counter."+key, pairs...)
}

// waited is a sentence about minutes, and another one for less than the first: nobody says “0 minutes”.
func (w words) waited(key, fresh string, min int, pairs ...any) string {
	if min == 0 {
		return w.key(fresh, pairs...)
	}
	return w.key(key, append(pairs, "min", min)...)
}

// say is what the flow wants to say; "" when it has nothing to say.
func (w words) say(s flow.Say) string {
	if s.Nothing() {
		return ""
	}
	var pairs []any
	for name, value := range s.Args {
		if n, ok := value.(hall.Name); ok {
			value = n.In(w.in)
		}
		pairs = append(pairs, name, value)
	}
	return w.book.Say(w.in, s.Key, pairs...)
}

// pause is why a window is paused. A reason that this program does not know, of a newer node or another maker, is told
// as any other.
func (w words) pause(reason string) string {
	if !w.book.Has("counter.pause." + reason) {
		return w.key("pause.other")
	}
	return w.key("pause." + reason)
}

func (w words) name(n hall.Name) string { return n.In(w.in) }

// why is the authority's reason for a refusal. A command that was given up is told for a while after the node is back:
// it is not away any more then.
func (w words) why(d *flow.Desk, c hall.Code) string {
	if _, away := d.Away(); !away && (c == hall.Unavailable || c == hall.Unknown) {
		return w.key("sorry.no_answer")
	}
	return w.book.Error(w.in, hall.E("counter", c))
}

// join puts parallel facts side by side.
func (w words) join(parts ...string) string {
	line := ""
	for _, p := range parts {
		if p == "" {
			continue
		}
		if line != "" {
			line += "\u3000"
		}
		line += p
	}
	return line
}

// stopwatch is a running time: "06:12".
func stopwatch(c flow.Clock) string { return lang.Stopwatch(c.Elapsed.Milliseconds()) }

type colour = color.NRGBA

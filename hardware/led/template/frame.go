package template

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hardware/profile"
)

// frame is a compiled frame: its parts in order.
type frame []part

// part is a byte, a name, or a bracket.
type part struct {
	name string // "" for a byte; "[", "]", "(", ")" for brackets
	b    byte
}

func (f frame) has(name string) bool {
	return slices.ContainsFunc(f, func(p part) bool { return p.name == name })
}

// compile reads the frames and checks that they agree with the rest.
func (p *Profile) compile(src *profile.Source) error {
	said := []string{"address", "length", "checksum", "seconds"}
	heard := []string{"address", "checksum", "any"}
	for _, f := range []struct {
		key, text string
		into      *frame
		names     []string
		must      bool
	}{
		{"show", p.Show, &p.show, append([]string{"text", "window", "blink"}, said...), true}, {"clear", p.Clear, &p.clear, said, true},
		{"ask", p.Ask, &p.ask, said, false}, {"ack", p.Ack, &p.ack, heard, false}, {"nak", p.Nak, &p.nak, heard, false},
	} {
		if f.text == "" && f.must {
			return src.Bad(f.key, "missing")
		}
		var err error
		if *f.into, err = read(f.text, f.names); err != nil {
			return src.Bad(f.key, "%v", err)
		}
		if err := f.into.agrees(p.Checksum); err != nil {
			return src.Bad(f.key, "%v", err)
		}
	}
	switch {
	case !p.show.has("text"):
		return src.Bad("show", "no {text}")
	case len(p.ask) > 0 && len(p.ack) == 0:
		return src.Bad("ask", "needs an ack that answers it")
	case len(p.nak) > 0 && len(p.ack) == 0:
		return src.Bad("nak", "needs an ack")
	case p.show.has("seconds") && p.Forgets > 0:
		return src.Bad("forgets_s", "{seconds} in show says it already")
	}
	return nil
}

// read splits a frame into its parts.
func read(text string, names []string) (frame, error) {
	for _, mark := range []string{"[", "]", "(", ")", "{"} {
		text = strings.ReplaceAll(text, mark, " "+mark)
	}
	for _, mark := range []string{"[", "]", "(", ")", "}"} {
		text = strings.ReplaceAll(text, mark, mark+" ")
	}
	var f frame
	for _, word := range strings.Fields(text) {
		switch {
		case strings.ContainsAny(word, "[]()"):
			f = append(f, part{name: word})
		case strings.HasPrefix(word, "{"):
			name := strings.Trim(word, "{}")
			if !slices.Contains(names, name) || word != "{"+name+"}" {
				return nil, fmt.Errorf("unknown name %s, %s", word, near(name, names))
			}
			f = append(f, part{name: name})
		default:
			b, err := strconv.ParseUint(word, 16, 8)
			if err != nil || len(word) != 2 {
				return nil, fmt.Errorf("%q is no byte of two hex digits", word)
			}
			f = append(f, part{b: byte(b)})
		}
	}
	return f, f.closed("[", "]")
}

// closed checks that brackets come in pairs, one of each kind at most.
func (f frame) closed(open, shut string) error {
	for _, pair := range [][2]string{{open, shut}, {"(", ")"}} {
		var marks string
		for _, p := range f {
			if p.name == pair[0] || p.name == pair[1] {
				marks += p.name
			}
		}
		if marks != "" && marks != pair[0]+pair[1] {
			return fmt.Errorf("brackets %s, one pair %s%s at most", marks, pair[0], pair[1])
		}
	}
	return nil
}

// agrees checks a frame against the checksum that is wanted.
func (f frame) agrees(c Checksum) error {
	at := func(name string) int { return slices.IndexFunc(f, func(p part) bool { return p.name == name }) }
	sum := at("checksum")
	switch {
	case len(f) == 0:
		return nil
	case sum >= 0 && c.Kind == "none":
		return fmt.Errorf("{checksum}, and checksum.kind is none")
	case sum >= 0 && at("[") < 0:
		return fmt.Errorf("{checksum} of what? Put [ and ] around it")
	case sum >= 0 && at("[") < sum && sum < at("]"):
		return fmt.Errorf("{checksum} stands inside what it is made of")
	case at("length") >= 0 && at("(") < 0:
		return fmt.Errorf("{length} of what? Put ( and ) around it")
	}
	return nil
}

// values are what the names stand for in one frame.
type values struct {
	address, window, seconds int
	text                     []byte
	blink                    []byte
}

// build makes the bytes of a frame.
func (p *Profile) build(f frame, v values) ([]byte, error) {
	var out []byte
	mark := map[string]int{"length": -1, "checksum": -1}
	for _, part := range f {
		switch part.name {
		case "":
			out = append(out, part.b)
		case "text":
			out = append(out, v.text...)
		case "blink":
			out = append(out, v.blink...)
		case "address":
			out = append(out, p.Address.bytes(v.address)...)
		case "window":
			out = append(out, p.Window.bytes(v.window)...)
		case "seconds":
			out = append(out, p.Seconds.bytes(v.seconds)...)
		case "length":
			mark["length"] = len(out)
			out = append(out, p.Length.bytes(0)...)
		case "checksum":
			mark["checksum"] = len(out)
			out = append(out, Number{Form: p.Checksum.Form}.bytes(0)...)
		default:
			mark[part.name] = len(out)
		}
	}
	if at := mark["length"]; at >= 0 {
		n := mark[")"] - mark["("] + p.Length.Plus
		if n < 0 || n > p.Length.Last {
			return nil, fmt.Errorf("template: length %d, at most %d", n, p.Length.Last)
		}
		copy(out[at:], p.Length.bytes(n))
	}
	if at := mark["checksum"]; at >= 0 {
		copy(out[at:], Number{Form: p.Checksum.Form}.bytes(int(Sum(p.Checksum.Kind, out[mark["["]:mark["]"]]))))
	}
	return out, nil
}

// bytes is a number in its form; what it does not hold is cut off.
func (n Number) bytes(v int) []byte {
	switch n.Form {
	case "word":
		return []byte{byte(v >> 8), byte(v)}
	case "word-low":
		return []byte{byte(v), byte(v >> 8)}
	case "digits2", "digits3", "digits4":
		return fmt.Appendf(nil, "%0*d", int(n.Form[6]-'0'), v)
	case "hex2", "hex4":
		return fmt.Appendf(nil, "%0*X", int(n.Form[3]-'0'), v)
	}
	return []byte{byte(v)}
}

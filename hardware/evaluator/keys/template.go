package keys

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/brighthall/brighthall/hardware"
)

// longest is more than any frame needs.
const longest = 256

// template is a frame with places in it.
type template []piece

// piece is bytes or a place.
type piece struct {
	fixed []byte
	place string // "window", "number", "xor", "sum", "any"; empty for bytes
	n     int    // digits of a window, first byte of a checksum
}

var places = []string{"window", "number", "xor", "sum"}

// parse reads hex, '…', {place:n} and ??.
func parse(s, encoding string) (template, error) {
	var t template
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		p, rest, err := next(s, encoding)
		if err != nil {
			return nil, err
		}
		t, s = append(t, p), rest
	}
	if n := len(t.bytes(hardware.Prompt{})); n > longest {
		return nil, fmt.Errorf("%d bytes, at most %d", n, longest)
	}
	return t, nil
}

func next(s, encoding string) (piece, string, error) {
	switch {
	case s[0] == '\'':
		text, rest, ok := strings.Cut(s[1:], "'")
		if !ok {
			return piece{}, "", fmt.Errorf("%s: the text has no end", s)
		}
		b, err := encode(text, encoding)
		return piece{fixed: b}, rest, err
	case s[0] == '{':
		name, rest, ok := strings.Cut(s[1:], "}")
		if !ok {
			return piece{}, "", fmt.Errorf("%s: the place has no end", s)
		}
		p, err := place(name)
		return p, rest, err
	case strings.HasPrefix(s, "??"):
		return piece{place: "any"}, s[2:], nil
	case len(s) < 2:
		return piece{}, "", fmt.Errorf("%q: two hex digits a byte", s)
	}
	b, err := hex.DecodeString(s[:2])
	if err != nil {
		return piece{}, "", fmt.Errorf("%q is no hex byte", s[:2])
	}
	return piece{fixed: b}, s[2:], nil
}

func place(name string) (piece, error) {
	name, number, has := strings.Cut(name, ":")
	n, err := strconv.Atoi(number)
	if has && (err != nil || n < 0 || n > 9) {
		return piece{}, fmt.Errorf("{%s:%s}: a digit after the colon", name, number)
	}
	for _, p := range places {
		if name == p {
			return piece{place: name, n: n}, nil
		}
	}
	if near := hardware.Nearest(name, places); near != "" {
		return piece{}, fmt.Errorf("unknown place {%s}, did you mean {%s}", name, near)
	}
	return piece{}, fmt.Errorf("unknown place {%s}, one of: %s", name, strings.Join(places, " "))
}

func encode(text, encoding string) ([]byte, error) {
	if encoding == "utf-8" {
		return []byte(text), nil
	}
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("%q is not in %s", text, encoding)
	}
	return b, nil
}

// bytes fills the places.
func (t template) bytes(p hardware.Prompt) []byte {
	var b []byte
	for _, piece := range t {
		switch piece.place {
		case "":
			b = append(b, piece.fixed...)
		case "window":
			b = append(b, window(p.Window, piece.n)...)
		case "number":
			b = append(b, p.Number...)
		case "any":
			b = append(b, 0)
		default:
			b = append(b, piece.check(b))
		}
	}
	return b
}

func window(n, digits int) []byte {
	if digits == 0 {
		return []byte{byte(n)}
	}
	s := fmt.Sprintf("%0*d", digits, n)
	return []byte(s[len(s)-digits:])
}

// check is the checksum of the bytes before.
func (p piece) check(before []byte) (sum byte) {
	for _, c := range before[min(p.n, len(before)):] {
		if p.place == "xor" {
			sum ^= c
		} else {
			sum += c
		}
	}
	return sum
}

// matches reports whether a frame is one of the template's.
func (t template) matches(frame []byte) bool {
	at := 0
	for _, piece := range t {
		n := max(1, len(piece.fixed))
		if at+n > len(frame) {
			return false
		}
		switch piece.place {
		case "":
			if !bytes.Equal(frame[at:at+n], piece.fixed) {
				return false
			}
		case "xor", "sum":
			if frame[at] != piece.check(frame[:at]) {
				return false
			}
		}
		at += n
	}
	return len(t) > 0 && at == len(frame)
}

// asks reports whether the template has a place that a frame that comes cannot have.
func (t template) asks() bool {
	for _, p := range t {
		if p.place == "window" || p.place == "number" {
			return true
		}
	}
	return false
}

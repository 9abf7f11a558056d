package adapter

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Frame is a frame of fixed length: bytes, fields and a checksum.
type Frame struct {
	parts []part
	sum   checksum
	size  int
}

// part is a literal when field is empty.
type part struct {
	literal []byte
	field   string // "sum" is the checksum
	coding  string
	width   int
}

var codings = []string{"ascii", "digits", "byte", "bcd"}

type checksum struct {
	Type string `json:"type"` // xor, sum8, neg8 (two's complement of sum8), crc16 (Modbus, low byte first), none
	From int    `json:"from"`
}

func (c checksum) check() error {
	if !slices.Contains([]string{"", "none", "xor", "sum8", "neg8", "crc16"}, c.Type) || c.From < 0 {
		return fmt.Errorf("type %q from %d: xor, sum8, neg8, crc16 or none, from byte 0 on", c.Type, c.From)
	}
	return nil
}

func (c checksum) width() int {
	switch c.Type {
	case "", "none":
		return 0
	case "crc16":
		return 2
	}
	return 1
}

func (c checksum) of(frame []byte) []byte {
	p := frame[min(c.From, len(frame)):]
	var x, s byte
	crc := uint16(0xFFFF)
	for _, b := range p {
		x ^= b
		s += b
		crc ^= uint16(b)
		for range 8 {
			odd := crc&1 == 1
			if crc >>= 1; odd {
				crc ^= 0xA001
			}
		}
	}
	switch c.Type {
	case "xor":
		return []byte{x}
	case "sum8":
		return []byte{s}
	case "neg8":
		return []byte{-s}
	case "crc16":
		return []byte{byte(crc), byte(crc >> 8)}
	}
	return nil
}

// maxFrame bounds a frame.
const maxFrame = 256

func parseFrame(text string, sum checksum) (*Frame, error) {
	f := &Frame{sum: sum}
	for _, word := range strings.Fields(text) {
		p, err := parsePart(word, sum)
		if err != nil {
			return nil, err
		}
		f.parts = append(f.parts, p)
		f.size += p.width
	}
	if f.size == 0 || f.size > maxFrame {
		return nil, fmt.Errorf("%d bytes, 1 to %d", f.size, maxFrame)
	}
	return f, nil
}

func parsePart(word string, sum checksum) (part, error) {
	inner, ok := strings.CutPrefix(word, "{")
	if !ok {
		b, err := hex.DecodeString(word)
		return part{literal: b, width: len(b)}, err
	}
	inner, ok = strings.CutSuffix(inner, "}")
	words := strings.Split(inner, ":")
	if ok && len(words) == 1 && words[0] == "sum" && sum.width() > 0 {
		return part{field: "sum", width: sum.width()}, nil
	}
	if !ok || len(words) != 3 || words[0] == "" || !slices.Contains(codings, words[2]) {
		return part{}, fmt.Errorf("%q: {name:width:coding}, coding one of %v", word, codings)
	}
	n, err := strconv.Atoi(words[1])
	if err != nil || n < 1 || n > 32 || words[2] == "byte" && n > 4 {
		return part{}, fmt.Errorf("%q: a width of 1 to 32, of byte to 4", word)
	}
	return part{field: words[0], width: n, coding: words[2]}, nil
}

// Encode makes the frame. A field that does not fit is an error: half a number must not be shown.
func (f *Frame) Encode(fields map[string]string) ([]byte, error) {
	var out []byte
	for _, p := range f.parts {
		switch {
		case p.field == "":
			out = append(out, p.literal...)
		case p.field == "sum":
			out = append(out, f.sum.of(out)...)
		default:
			b, err := p.encode(fields[p.field])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.field, err)
			}
			out = append(out, b...)
		}
	}
	return out, nil
}

func (p part) encode(value string) ([]byte, error) {
	room := p.width
	if p.coding == "bcd" {
		room *= 2
	}
	if p.coding != "ascii" {
		value = strings.TrimLeft(strings.Map(digit, value), "0")
	}
	switch {
	case p.coding != "byte" && len(value) > room:
		return nil, fmt.Errorf("%q does not fit into %d", value, room)
	case p.coding == "ascii":
		for _, r := range value {
			if r < ' ' || r > '~' {
				return nil, fmt.Errorf("%q is not ASCII", value)
			}
		}
		return []byte(value + strings.Repeat(" ", room-len(value))), nil
	case p.coding == "digits":
		return []byte(strings.Repeat("0", room-len(value)) + value), nil
	case p.coding == "bcd":
		return hex.DecodeString(strings.Repeat("0", room-len(value)) + value)
	}
	n, err := strconv.ParseUint("0"+value, 10, 8*p.width)
	if err != nil {
		return nil, fmt.Errorf("%q does not fit into %d bytes", value, p.width)
	}
	b := make([]byte, p.width)
	for i := range b {
		b[i] = byte(n >> (8 * (p.width - 1 - i)))
	}
	return b, nil
}

func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// Decode reads the frame at the beginning of b. more: it may be one when more has come.
func (f *Frame) Decode(b []byte) (fields map[string]string, size int, more bool) {
	fields = map[string]string{}
	at := 0
	for _, p := range f.parts {
		end := at + p.width
		piece := b[at:min(end, len(b))]
		if p.field == "" && string(piece) != string(p.literal[:len(piece)]) {
			return nil, 0, false
		}
		if end > len(b) {
			return nil, 0, true
		}
		switch p.field {
		case "":
		case "sum":
			if string(f.sum.of(b[:at])) != string(piece) {
				return nil, 0, false
			}
		default:
			value, ok := p.decode(piece)
			if !ok {
				return nil, 0, false
			}
			fields[p.field] = value
		}
		at = end
	}
	return fields, at, false
}

func (p part) decode(b []byte) (string, bool) {
	switch p.coding {
	case "bcd":
		s := hex.EncodeToString(b)
		return s, strings.IndexFunc(s, func(r rune) bool { return digit(r) < 0 }) < 0
	case "byte":
		n := uint64(0)
		for _, c := range b {
			n = n<<8 | uint64(c)
		}
		return strconv.FormatUint(n, 10), true
	}
	for _, c := range b {
		if c < ' ' || c > '~' || p.coding == "digits" && digit(rune(c)) < 0 {
			return "", false
		}
	}
	return strings.TrimSpace(string(b)), true
}

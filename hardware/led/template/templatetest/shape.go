package templatetest

import (
	"bytes"
	"fmt"
	"strconv"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// request is one frame that arrived whole.
type request struct {
	address int
	what    byte // 's' show, 'c' clear, 'a' ask
	text    string
	blink   bool
	seconds int
}

// Shape is a maker's protocol: how a frame is found in the bytes (how many are done with, 0 for none yet), and how it
// is answered.
type Shape struct {
	Name   string
	find   func(b []byte) (request, int, bool)
	answer func(address int, yes bool) []byte // nil: it never answers
}

// Framed: AA 55, address, command, length, data, XOR from the address on, 0D. Commands: 31 blink (1 byte), seconds (2,
// high first), text; 32 clear; 30 ask. Answers AA 55, address, 06 or 15, XOR, 0D.
var Framed = Shape{"framed", func(b []byte) (q request, n int, ok bool) {
	if at := bytes.Index(b, []byte{0xAA, 0x55}); at != 0 {
		return q, skip(at, len(b)-1), false
	}
	if len(b) < 5 || len(b) < 7+int(b[4]) {
		return q, 0, false
	}
	size := int(b[4])
	body, sum := b[2:5+size], byte(0)
	for _, c := range body {
		sum ^= c
	}
	if sum != b[5+size] || b[6+size] != 0x0D {
		return q, 1, false
	}
	q.address = int(b[2])
	switch {
	case b[3] == 0x31 && size >= 3:
		q.what, q.blink, q.seconds, q.text = 's', b[5] == 1, int(b[6])<<8+int(b[7]), chinese(b[8:5+size])
	case b[3] == 0x32:
		q.what = 'c'
	case b[3] == 0x30:
		q.what = 'a'
	}
	return q, 7 + size, q.what != 0
}, func(address int, yes bool) []byte {
	said := byte(0x15)
	if yes {
		said = 0x06
	}
	return []byte{0xAA, 0x55, byte(address), said, byte(address) ^ said, 0x0D}
}}

// Plain: STX, the address in two digits, eight characters, ETX. It never answers.
var Plain = Shape{"plain", func(b []byte) (q request, n int, ok bool) {
	if b[0] != 2 {
		return q, skip(bytes.IndexByte(b, 2), len(b)), false
	}
	if len(b) < 12 {
		return q, 0, false
	}
	address, err := strconv.Atoi(string(b[1:3]))
	if err != nil || b[11] != 3 {
		return q, 1, false
	}
	return request{address: address, what: 's', text: string(bytes.TrimSpace(b[3:11]))}, 12, true
}, nil}

// Hexsum: a colon, the address in two hex digits, S and the text or C to clear, the sum of these in two hex digits, CR
// LF. Answers one byte, 06 or 15.
var Hexsum = Shape{"hexsum", func(b []byte) (q request, n int, ok bool) {
	if b[0] != ':' {
		return q, skip(bytes.IndexByte(b, ':'), len(b)), false
	}
	end := bytes.Index(b, []byte("\r\n"))
	if end < 0 {
		return q, skip(-1, max(0, len(b)-200)), false
	}
	line := b[1:end]
	if len(line) < 5 {
		return q, end + 2, false
	}
	var sum byte
	for _, c := range line[:len(line)-2] {
		sum += c
	}
	address, err := strconv.ParseUint(string(line[:2]), 16, 8)
	if err != nil || fmt.Sprintf("%02X", sum) != string(line[len(line)-2:]) {
		return q, end + 2, false
	}
	q.address = int(address)
	switch line[2] {
	case 'S':
		q.what, q.text = 's', chinese(line[3:len(line)-2])
	case 'C':
		q.what = 'c'
	}
	return q, end + 2, q.what != 0
}, func(_ int, yes bool) []byte {
	if yes {
		return []byte{6}
	}
	return []byte{0x15}
}}

// Shapes by name.
var Shapes = map[string]Shape{"framed": Framed, "plain": Plain, "hexsum": Hexsum}

// skip is how far to the beginning that was found at, or to the end of what cannot be one.
func skip(at, end int) int {
	if at >= 0 {
		return at
	}
	return max(0, end)
}

func chinese(b []byte) string {
	s, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
	if err != nil {
		return "?"
	}
	return string(s)
}

// inbox collects bytes until a frame is complete.
type inbox struct {
	shape Shape
	b     []byte
}

func (i *inbox) take(p []byte) []request {
	var all []request
	i.b = append(i.b, p...)
	for len(i.b) > 0 {
		q, n, ok := i.shape.find(i.b)
		if ok {
			all = append(all, q)
		}
		if n == 0 {
			break
		}
		i.b = i.b[n:]
	}
	return all
}

// screen is one screen.
type screen struct {
	text  string
	blink bool
	told  int // how often it was told something
}

// Reset is how it is after power-up.
func (s *screen) Reset() { s.text, s.blink = "", false }

// Show is what stands on it.
func (s *screen) Show() string { return s.text }

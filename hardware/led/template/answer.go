package template

import (
	"bytes"
	"fmt"

	"github.com/brighthall/brighthall/hardware/led/bus"
)

// most is how many bytes are kept while an answer is sought.
const most = 256

// Ear hears the answer to a question put to an address.
func (p *Profile) Ear(address int) bus.Ear {
	var buf []byte
	verdict, what := bus.Nothing, ""
	weigh := func(v bus.Verdict, w string) {
		if v > verdict {
			verdict, what = v, w
		}
	}
	return func(b []byte) (bus.Verdict, string) {
		for len(b) > 0 {
			n := min(len(b), most/2)
			buf = append(buf, b[:n]...)
			b = b[n:]
			for at := range buf {
				weigh(p.hear(buf[at:], address))
			}
			buf = bytes.Clone(buf[max(0, len(buf)-most/2):])
		}
		return verdict, what
	}
}

// hear judges what stands at the beginning of b.
func (p *Profile) hear(b []byte, address int) (bus.Verdict, string) {
	for _, f := range []struct {
		frame frame
		means bus.Verdict
	}{{p.nak, bus.Refused}, {p.ack, bus.Answered}} {
		size, from, ok := p.match(f.frame, b)
		switch {
		case !ok:
		case from >= 0 && from != address:
			return bus.Foreign, fmt.Sprintf("screen %d answers", from)
		default:
			return f.means, fmt.Sprintf("% X", b[:size])
		}
	}
	return bus.Nothing, ""
}

// match compares a frame with the beginning of b. from is the address in it, negative when there is none.
func (p *Profile) match(f frame, b []byte) (size, from int, ok bool) {
	from = -1
	sum, first, last := -1, 0, 0
	for _, part := range f {
		switch n := p.width(part.name); {
		case len(b) < size+n:
			return 0, 0, false
		case part.name == "" && b[size] != part.b:
			return 0, 0, false
		case part.name == "address":
			if from, ok = p.Address.value(b[size : size+n]); !ok {
				return 0, 0, false
			}
			size += n
		case part.name == "checksum":
			sum = size
			size += n
		case part.name == "[":
			first = size
		case part.name == "]":
			last = size
		default:
			size += n
		}
	}
	if sum >= 0 {
		want := Number{Form: p.Checksum.Form}.bytes(int(Sum(p.Checksum.Kind, b[first:last])))
		if !bytes.Equal(b[sum:sum+len(want)], want) {
			return 0, 0, false
		}
	}
	return size, from, size > 0
}

// width is how many bytes a part of an answer has.
func (p *Profile) width(name string) int {
	switch name {
	case "", "any":
		return 1
	case "address":
		return len(p.Address.bytes(0))
	case "checksum":
		return len(Number{Form: p.Checksum.Form}.bytes(0))
	}
	return 0
}

// value reads a number in its form.
func (n Number) value(b []byte) (int, bool) {
	v := 0
	switch n.Form {
	case "digits2", "digits3", "digits4", "hex2", "hex4":
		base := 10
		if n.Form[0] == 'h' {
			base = 16
		}
		for _, c := range b {
			d := bytes.IndexByte([]byte("0123456789ABCDEF")[:base], c)
			if d < 0 {
				return 0, false
			}
			v = v*base + d
		}
		return v, true
	case "word-low":
		return int(b[0]) | int(b[1])<<8, true
	case "word":
		return int(b[0])<<8 | int(b[1]), true
	}
	return int(b[0]), true
}

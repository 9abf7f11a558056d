package onbontest

// message is one frame that arrived whole.
type message struct {
	to, from int
	body     []byte
}

// nibbles is CRC-16/ARC by half bytes.
var nibbles = [16]uint16{0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401, 0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400}

func checksum(b []byte) (low, high byte) {
	var r uint16
	for _, c := range b {
		r = r>>4 ^ nibbles[(r^uint16(c))&15]
		r = r>>4 ^ nibbles[(r^uint16(c)>>4)&15]
	}
	return byte(r), byte(r >> 8)
}

// inbox collects bytes until a message is complete.
type inbox struct {
	raw  []byte // between begin and end, still escaped
	open bool
}

func (i *inbox) take(p []byte) []message {
	var all []message
	for _, c := range p {
		switch {
		case c == 0xA5:
			i.raw, i.open = nil, true
		case c == 0x5A && i.open:
			i.open = false
			if m, ok := read(plain(i.raw)); ok {
				all = append(all, m)
			}
		case i.open && len(i.raw) < 8192:
			i.raw = append(i.raw, c)
		}
	}
	return all
}

// plain undoes the escapes: A6 02, A6 01, 5B 02, 5B 01 stand for A5, A6, 5A, 5B.
func plain(raw []byte) []byte {
	var b []byte
	for n := 0; n < len(raw); n++ {
		if raw[n] != 0xA6 && raw[n] != 0x5B {
			b = append(b, raw[n])
			continue
		}
		n++
		if n == len(raw) || raw[n] != 1 && raw[n] != 2 {
			return nil
		}
		b = append(b, raw[n-1]+1-raw[n])
	}
	return b
}

func read(b []byte) (message, bool) {
	size := len(b) - 16
	if size < 0 || int(b[12])|int(b[13])<<8 != size {
		return message{}, false
	}
	low, high := checksum(b[:14+size])
	if b[14+size] != low || b[15+size] != high {
		return message{}, false
	}
	return message{to: int(b[0]) | int(b[1])<<8, from: int(b[2]) | int(b[3])<<8, body: b[14 : 14+size]}, true
}

// answer makes a screen's answer: the two bytes that say which, and a status.
func answer(from int, kind, status byte, spoilt bool) []byte {
	b := []byte{0x00, 0x80, byte(from), byte(from >> 8), 0, 0, 0, 0, 0, 0, 0xFE, 0x02, 5, 0, 0xA0, kind, status, 0, 0}
	low, high := checksum(b)
	if spoilt {
		high ^= 0x11
	}
	b = append(b, low, high)
	out := []byte{0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5}
	for _, c := range b {
		switch c {
		case 0xA5, 0xA6:
			out = append(out, 0xA6, 0xA7-c)
		case 0x5A, 0x5B:
			out = append(out, 0x5B, 0x5C-c)
		default:
			out = append(out, c)
		}
	}
	return append(out, 0x5A)
}

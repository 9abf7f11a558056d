package modbustest

import "math/bits"

// request is one question that arrived whole.
type request struct {
	station, function byte
	register, count   int
	values            []uint16
}

// crc reckons with the polynomial 8005 from the left, on mirrored bytes.
func crc(b []byte) (low, high byte) {
	r := uint16(0xFFFF)
	for _, c := range b {
		r ^= uint16(bits.Reverse8(c)) << 8
		for range 8 {
			top := r >> 15
			r = r<<1 ^ top*0x8005
		}
	}
	r = bits.Reverse16(r)
	return byte(r), byte(r >> 8)
}

func signed(b ...byte) []byte {
	low, high := crc(b)
	return append(b, low, high)
}

// inbox collects bytes until a request is complete; what cannot be the beginning of one is dropped.
type inbox struct{ b []byte }

func (i *inbox) take(p []byte) []request {
	var all []request
	i.b = append(i.b, p...)
	for len(i.b) >= 8 {
		size := 8
		switch i.b[1] {
		case 3, 6:
		case 16:
			size = 9 + int(i.b[6])
		default:
			i.b = i.b[1:]
			continue
		}
		if len(i.b) < size {
			break
		}
		low, high := crc(i.b[:size-2])
		if i.b[size-2] != low || i.b[size-1] != high {
			i.b = i.b[1:]
			continue
		}
		all = append(all, read(i.b[:size-2]))
		i.b = i.b[size:]
	}
	return all
}

func read(b []byte) request {
	second := int(b[4])<<8 | int(b[5])
	q := request{station: b[0], function: b[1], register: int(b[2])<<8 | int(b[3]), count: second}
	switch b[1] {
	case 6:
		q.count, q.values = 1, []uint16{uint16(second)}
	case 16:
		for n := 7; n+1 < len(b); n += 2 {
			q.values = append(q.values, uint16(b[n])<<8|uint16(b[n+1]))
		}
	}
	return q
}

package onbon

import "encoding/binary"

// What is on the wire.
const (
	begin  = 0xA5
	end    = 0x5A
	lead   = 8       // begin bytes in front of a frame; one is enough to be understood
	host   = 0x8000  // our own address
	every  = 0xFFFE  // any screen takes it
	device = 0xFE    // any type of card
	proto  = 0x02    // version of the protocol
	head   = 14      // bytes of a header
	most   = 4 << 10 // bytes of a frame at most, unescaped
)

// Frame is one message without its dress.
type Frame struct {
	Dst, Src uint16
	Data     []byte
}

// Encode dresses a frame for the wire.
func Encode(f Frame) []byte {
	b := binary.LittleEndian.AppendUint16(nil, f.Dst)
	b = binary.LittleEndian.AppendUint16(b, f.Src)
	b = append(b, 0, 0, 0, 0, 0, 0, device, proto)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(f.Data)))
	b = append(b, f.Data...)
	b = binary.LittleEndian.AppendUint16(b, Sum(b))
	out := make([]byte, lead, lead+len(b)+8)
	for i := range out {
		out[i] = begin
	}
	for _, c := range b {
		out = escape(out, c)
	}
	return append(out, end)
}

func escape(out []byte, c byte) []byte {
	switch c {
	case 0xA5:
		return append(out, 0xA6, 0x02)
	case 0xA6:
		return append(out, 0xA6, 0x01)
	case 0x5A:
		return append(out, 0x5B, 0x02)
	case 0x5B:
		return append(out, 0x5B, 0x01)
	}
	return append(out, c)
}

// Sum is CRC-16/ARC: polynomial A001 reflected, beginning with 0.
func Sum(b []byte) uint16 {
	var sum uint16
	for _, c := range b {
		sum ^= uint16(c)
		for range 8 {
			if sum&1 != 0 {
				sum = sum>>1 ^ 0xA001
			} else {
				sum >>= 1
			}
		}
	}
	return sum
}

// Decoder finds frames in a stream of bytes. The zero Decoder is ready.
type Decoder struct {
	body   []byte
	inside bool // a begin byte has come
	half   byte // the first byte of an escape
	bad    int
}

// Bad counts frames that were refused for their length, an escape or the checksum.
func (d *Decoder) Bad() int { return d.bad }

// Feed takes bytes and returns the frames they complete.
func (d *Decoder) Feed(p []byte) []Frame {
	var all []Frame
	for _, c := range p {
		switch {
		case c == begin: // never inside a frame: a new one, or one more of the lead
			if len(d.body) > 0 {
				d.bad++
			}
			d.restart(true)
		case !d.inside:
		case c == end:
			if f, ok := parse(d.body); ok && d.half == 0 {
				all = append(all, f)
			} else {
				d.bad++
			}
			d.restart(false)
		default:
			d.take(c)
		}
	}
	return all
}

func (d *Decoder) restart(inside bool) { d.body, d.inside, d.half = d.body[:0], inside, 0 }

func (d *Decoder) take(c byte) {
	if d.half == 0 && (c == 0xA6 || c == 0x5B) {
		d.half = c
		return
	}
	if d.half != 0 {
		plain, ok := unescape(d.half, c)
		if !ok {
			d.bad++
			d.restart(false)
			return
		}
		c, d.half = plain, 0
	}
	if len(d.body) == most {
		d.bad++
		d.restart(false)
		return
	}
	d.body = append(d.body, c)
}

func unescape(first, second byte) (byte, bool) {
	switch [2]byte{first, second} {
	case [2]byte{0xA6, 0x02}:
		return 0xA5, true
	case [2]byte{0xA6, 0x01}:
		return 0xA6, true
	case [2]byte{0x5B, 0x02}:
		return 0x5A, true
	case [2]byte{0x5B, 0x01}:
		return 0x5B, true
	}
	return 0, false
}

func parse(b []byte) (Frame, bool) {
	if len(b) < head+2 {
		return Frame{}, false
	}
	u16 := binary.LittleEndian.Uint16
	data, sum := b[head:len(b)-2], u16(b[len(b)-2:])
	if int(u16(b[12:])) != len(data) || sum != Sum(b[:len(b)-2]) {
		return Frame{}, false
	}
	return Frame{Dst: u16(b), Src: u16(b[2:]), Data: append([]byte(nil), data...)}, true
}

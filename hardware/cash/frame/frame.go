package frame

import "bytes"

// Format is one of the two framings.
type Format struct {
	head []byte
	nak  byte // the whole answer of a machine that has not understood
}

// The formats. CCNET address 03 is a bill validator.
var (
	ID003 = Format{[]byte{0xFC}, 0x4B}
	CCNET = Format{[]byte{0x02, 0x03}, 0xFF}
)

// Longest is the most data a frame can hold.
const Longest = 255 - 6

// Frame is a command or an answer.
type Frame struct {
	Cmd  byte
	Data []byte
}

// CRC is CRC-16/KERMIT.
func CRC(p []byte) uint16 {
	var crc uint16
	for _, c := range p {
		crc ^= uint16(c)
		for range 8 {
			low := crc & 1
			crc >>= 1
			if low != 0 {
				crc ^= 0x8408
			}
		}
	}
	return crc
}

// Encode makes the bytes of a frame. Data must be no longer than Longest.
func (f Format) Encode(cmd byte, data ...byte) []byte {
	n := len(f.head) + 1 + 1 + len(data) + 2
	b := append(append([]byte(nil), f.head...), byte(n), cmd)
	b = append(b, data...)
	crc := CRC(b)
	return append(b, byte(crc), byte(crc>>8))
}

// Decoder finds frames in the bytes of a line. It holds no more than one frame.
type Decoder struct {
	Format
	buf   []byte
	wrong int
}

// Wrong counts the bytes that belonged to no frame.
func (d *Decoder) Wrong() int { return d.wrong }

// Feed takes bytes and returns the frames they complete.
func (d *Decoder) Feed(p []byte) []Frame {
	var all []Frame
	for _, c := range p {
		d.buf = append(d.buf, c)
		all = d.cut(all)
	}
	return all
}

// Quiet is called when the line has been quiet: what has begun will not end any more. It returns the frames
// that lie behind a false beginning.
func (d *Decoder) Quiet() []Frame {
	var all []Frame
	for len(d.buf) > 0 {
		d.skip()
		all = d.cut(all)
	}
	return all
}

// Reset forgets a frame that has begun.
func (d *Decoder) Reset() { d.wrong, d.buf = d.wrong+len(d.buf), d.buf[:0] }

// cut takes from the buffer what is whole or cannot be a frame.
func (d *Decoder) cut(all []Frame) []Frame {
	for len(d.buf) > 0 {
		size := d.size()
		switch {
		case size == 0:
			d.skip()
		case len(d.buf) < size:
			return all
		case !sound(d.buf[:size]):
			d.skip()
		default:
			h := len(d.head)
			all = append(all, Frame{Cmd: d.buf[h+1], Data: append([]byte(nil), d.buf[h+2:size-2]...)})
			d.buf = append(d.buf[:0], d.buf[size:]...)
		}
	}
	return all
}

// size is how long the frame at the beginning of the buffer will be, as far as that is known; 0 when there is none.
func (d *Decoder) size() int {
	h := len(d.head)
	n := min(h, len(d.buf))
	if !bytes.Equal(d.buf[:n], d.head[:n]) {
		return 0
	}
	if len(d.buf) <= h {
		return h + 4
	}
	if size := int(d.buf[h]); size >= h+4 {
		return size
	}
	return 0
}

func sound(b []byte) bool {
	n := len(b) - 2
	crc := CRC(b[:n])
	return b[n] == byte(crc) && b[n+1] == byte(crc>>8)
}

// skip gives up the first byte.
func (d *Decoder) skip() {
	d.wrong++
	d.buf = append(d.buf[:0], d.buf[1:]...)
}

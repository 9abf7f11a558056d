package frame

import "bytes"

// Format is one of the two framings.
type Format struct{ head []byte }

// The formats. CCNET address 03 is a bill validator.
var (
	ID003 = Format{[]byte{0xFC}}
	CCNET = Format{[]byte{0x02, 0x03}}
)

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

// Encode makes the bytes of a frame. Data must be shorter than 250 bytes.
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
	Wrong int // bytes that belonged to no frame
}

// Feed takes bytes and returns the frames they complete.
func (d *Decoder) Feed(p []byte) []Frame {
	var all []Frame
	for _, c := range p {
		d.buf = append(d.buf, c)
		for {
			f, ok, again := d.take()
			if ok {
				all = append(all, f)
			}
			if !again {
				break
			}
		}
	}
	return all
}

// Reset forgets a frame that has begun: the line has been quiet.
func (d *Decoder) Reset() { d.Wrong, d.buf = d.Wrong+len(d.buf), d.buf[:0] }

// take looks at the beginning of the buffer; again tells that it changed it.
func (d *Decoder) take() (f Frame, ok, again bool) {
	h := len(d.head)
	n := min(h, len(d.buf))
	if !bytes.Equal(d.buf[:n], d.head[:n]) {
		return Frame{}, false, d.skip()
	}
	if len(d.buf) <= h {
		return Frame{}, false, false
	}
	size := int(d.buf[h])
	if size < h+4 {
		return Frame{}, false, d.skip()
	}
	if len(d.buf) < size {
		return Frame{}, false, false
	}
	if crc := CRC(d.buf[:size-2]); d.buf[size-2] != byte(crc) || d.buf[size-1] != byte(crc>>8) {
		return Frame{}, false, d.skip()
	}
	f = Frame{Cmd: d.buf[h+1], Data: append([]byte(nil), d.buf[h+2:size-2]...)}
	d.buf = append(d.buf[:0], d.buf[size:]...)
	return f, true, len(d.buf) > 0
}

// skip gives up the first byte and looks for a beginning in the rest.
func (d *Decoder) skip() bool {
	d.Wrong++
	d.buf = append(d.buf[:0], d.buf[1:]...)
	return len(d.buf) > 0
}

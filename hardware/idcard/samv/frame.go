package samv

import "bytes"

// maxLength is the most a length field may say. The longest answer known is 2314 (with fingerprint).
const maxLength = 4096

// Request makes the bytes of a command.
func Request(cmd, para byte, data ...byte) []byte {
	n := len(data) + 3
	b := []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, byte(n >> 8), byte(n), cmd, para}
	b = append(b, data...)
	return append(b, xor(b[5:]))
}

func xor(b []byte) byte {
	var x byte
	for _, c := range b {
		x ^= c
	}
	return x
}

// Answer is what the reader said: three status bytes, of which the third counts, and data.
type Answer struct {
	SW   [3]byte
	Data []byte
}

// Decoder finds answers in a stream of bytes. The zero Decoder is ready.
type Decoder struct {
	buf []byte
	bad int
}

// Bad counts frames that were refused for their length or checksum.
func (d *Decoder) Bad() int { return d.bad }

// Feed takes bytes and returns the answers they complete. One AA before 96 69 is enough: line noise eats the others.
func (d *Decoder) Feed(p []byte) []Answer {
	d.buf = append(d.buf, p...)
	var all []Answer
	for {
		skip, a := d.next()
		if skip == 0 {
			return all
		}
		clear(d.buf[:skip]) // a card's bytes do not lie about
		d.buf = d.buf[skip:]
		if a != nil {
			all = append(all, *a)
		}
	}
}

// next judges the buffer: how much of it is done with, and the answer that was in it. 0 waits for more.
func (d *Decoder) next() (int, *Answer) {
	head := bytes.Index(d.buf, []byte{0xAA, 0x96, 0x69})
	if head < 0 {
		return max(0, len(d.buf)-2), nil
	}
	if head > 0 {
		return head, nil
	}
	if len(d.buf) < 5 {
		return 0, nil
	}
	n := int(d.buf[3])<<8 | int(d.buf[4])
	if n < 4 || n > maxLength {
		d.bad++
		return 3, nil
	}
	if len(d.buf) < 5+n {
		return 0, nil
	}
	frame := d.buf[3 : 5+n]
	if xor(frame) != 0 { // the sum of all with the checksum itself
		d.bad++
		return 3, nil
	}
	body := frame[2 : len(frame)-1]
	return 5 + n, &Answer{SW: [3]byte(body[:3]), Data: bytes.Clone(body[3:])}
}

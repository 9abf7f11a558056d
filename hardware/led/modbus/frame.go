package modbus

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Functions.
const (
	ReadHolding   = 0x03
	WriteRegister = 0x06
	WriteSeveral  = 0x10
)

// most is how many bytes of an answer are kept while its beginning is sought; a Modbus frame has at most 256.
const most = 512

// Sum is CRC-16 of Modbus: polynomial A001 reflected, beginning with FFFF.
func Sum(b []byte) uint16 {
	sum := uint16(0xFFFF)
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

func sealed(b []byte) []byte { return binary.LittleEndian.AppendUint16(b, Sum(b)) }

// Write writes registers one after the other, with function 06 or 10.
func Write(station, function byte, register uint16, values []uint16) [][]byte {
	u16 := binary.BigEndian.AppendUint16
	if function == WriteRegister {
		all := make([][]byte, 0, len(values))
		for i, v := range values {
			all = append(all, sealed(u16(u16([]byte{station, WriteRegister}, register+uint16(i)), v)))
		}
		return all
	}
	b := u16(u16([]byte{station, WriteSeveral}, register), uint16(len(values)))
	b = append(b, byte(2*len(values)))
	for _, v := range values {
		b = u16(b, v)
	}
	return [][]byte{sealed(b)}
}

// Read asks for registers.
func Read(station byte, register, count uint16) []byte {
	u16 := binary.BigEndian.AppendUint16
	return sealed(u16(u16([]byte{station, ReadHolding}, register), count))
}

// Answer is what a station said.
type Answer struct {
	Station, Function byte
	Exception         byte // 0: it agreed
	Data              []byte
}

// exceptions in words, by the specification.
var exceptions = map[byte]string{1: "function unknown", 2: "no such register", 3: "value not allowed", 4: "device failed", 6: "busy"}

// Refusal is an exception in words for the log.
func (a Answer) Refusal() string {
	return fmt.Sprintf("exception %02X %s", a.Exception, exceptions[a.Exception])
}

// Decoder finds answers in a stream of bytes; the frames have no mark, so each place is tried. The zero Decoder is
// ready.
type Decoder struct {
	buf []byte
}

// Feed takes bytes and returns the answers they complete.
func (d *Decoder) Feed(p []byte) []Answer {
	var all []Answer
	for len(p) > 0 {
		n := min(len(p), most/2)
		d.buf = append(d.buf, p[:n]...)
		p = p[n:]
		for at := 0; at < len(d.buf); {
			a, size := parse(d.buf[at:])
			if size == 0 {
				at++
				continue
			}
			all = append(all, a)
			d.buf = d.buf[at+size:]
			at = 0
		}
		d.buf = append([]byte(nil), d.buf[max(0, len(d.buf)-most/2):]...)
	}
	return all
}

// parse reads an answer at the beginning of b; size 0 means that none stands there, or not all of it.
func parse(b []byte) (a Answer, size int) {
	if len(b) < 5 || b[0] == 0 || b[0] > 247 {
		return a, 0
	}
	switch b[1] {
	case ReadHolding:
		size = 5 + int(b[2])
		if b[2]%2 != 0 {
			return a, 0
		}
	case WriteRegister, WriteSeveral:
		size = 8
	case ReadHolding | 0x80, WriteRegister | 0x80, WriteSeveral | 0x80:
		size = 5
	default:
		return a, 0
	}
	if len(b) < size || binary.LittleEndian.Uint16(b[size-2:]) != Sum(b[:size-2]) {
		return a, 0
	}
	a = Answer{Station: b[0], Function: b[1] &^ 0x80, Data: bytes.Clone(b[2 : size-2])}
	if b[1]&0x80 != 0 {
		a.Exception, a.Data = b[2], nil
		if a.Exception == 0 {
			return Answer{}, 0
		}
	}
	return a, size
}

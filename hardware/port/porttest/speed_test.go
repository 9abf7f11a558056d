package porttest

import (
	"bytes"
	"testing"
)

func TestAnotherSpeedIsHeardAsOtherBytes(t *testing.T) {
	question := []byte{0x10, 0x04, 0x01}
	for _, c := range []struct {
		name     string
		sent     []byte
		from, to int
		want     []byte
	}{
		{"the same speed", question, 9600, 9600, question},
		{"all bytes at the same speed", everyByte(), 115200, 115200, everyByte()},
		{"twice as fast: each bit is heard twice", []byte{0x55}, 4800, 9600, []byte{0x66, 0xE6}},
		{"half as fast: every other bit is heard", []byte{0x00}, 9600, 4800, []byte{0xF8}},
		{"much slower: a byte is hardly more than a click", []byte{0xFF}, 115200, 9600, nil},
		{"much faster: a start bit is a long low", []byte{0xFF}, 9600, 115200, []byte{0x00}},
		{"nothing", nil, 9600, 115200, nil},
	} {
		if got := resample(c.sent, c.from, c.to); !bytes.Equal(got, c.want) {
			t.Errorf("%s: % X, want % X", c.name, got, c.want)
		}
	}
}

func everyByte() []byte {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	return all
}

func FuzzResample(f *testing.F) {
	f.Add([]byte("\x10\x04\x01"), uint16(96), uint16(1152))
	f.Fuzz(func(t *testing.T, p []byte, from, to uint16) {
		if a, b := int(from)+1, int(to)+1; len(resample(p, a, b)) > len(p)*(b/a+2)*10 {
			t.Error("more bytes than edges")
		}
	})
}

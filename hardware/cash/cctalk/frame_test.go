package cctalk

import (
	"bytes"
	"testing"
)

func TestVectors(t *testing.T) {
	for _, v := range []struct {
		frame frame
		bytes []byte
	}{
		{frame{2, 1, simplePoll, nil}, []byte{0x02, 0x00, 0x01, 0xFE, 0xFF}},
		{frame{1, 2, 0, nil}, []byte{0x01, 0x00, 0x02, 0x00, 0xFD}},
		{frame{2, 1, credits, nil}, []byte{0x02, 0x00, 0x01, 0xE5, 0x18}},
	} {
		if got := v.frame.bytes(); !bytes.Equal(got, v.bytes) {
			t.Errorf("% X, want % X", got, v.bytes)
		}
		for n := range v.bytes { // and with noise before it, a byte at a time
			d := decoder{host: 1, device: 2}
			var all []frame
			for _, c := range append(bytes.Repeat([]byte{0xFF}, n), v.bytes...) {
				all = append(all, d.feed([]byte{c})...)
			}
			if len(all) != 1 || !bytes.Equal(all[0].bytes(), v.bytes) {
				t.Errorf("% X after %d: %v", v.bytes, n, all)
			}
		}
		for i := range v.bytes {
			bad := bytes.Clone(v.bytes)
			bad[i] ^= 0x40
			d := decoder{host: 1, device: 2}
			if all := d.feed(bad); len(all) != 0 {
				t.Errorf("% X is a frame", bad)
			}
		}
	}
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte{0x01, 0x00, 0x02, 0x00, 0xFD})
	f.Add([]byte{0x01, 0xFF, 0x02, 0x00, 0xFD, 0x02, 0x00, 0x01, 0xE5, 0x18})
	f.Fuzz(func(t *testing.T, b []byte) {
		d := decoder{host: 1, device: 2}
		for _, fr := range d.feed(b) {
			if !bytes.Contains(b, fr.bytes()) {
				t.Fatalf("%+v was never said", fr)
			}
		}
		if len(d.buf) > 260 {
			t.Fatal(len(d.buf))
		}
	})
}

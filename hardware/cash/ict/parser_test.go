package ict

import "testing"

// FuzzParser: any bytes give words with a channel that is none or in the table, and no byte is held but half of a pair.
func FuzzParser(f *testing.F) {
	f.Add([]byte{0x80, 0x8F, 0x81, 0x43, 0x10}, false)
	f.Add([]byte{0x81, 0x81, 0x40, 0x11, 0x22, 0x2F}, true)
	f.Fuzz(func(t *testing.T, b []byte, bare bool) {
		p := parser{bare: bare}
		for _, c := range b {
			h, whole := p.feed(c)
			if whole && h.Word != "" && (h.Channel < -1 || h.Channel > 15) || p.first != 0 && p.first != powerUp1 && p.first != inEscrow {
				t.Fatalf("%+v %x", h, p.first)
			}
		}
	})
}

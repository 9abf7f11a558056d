package samv_test

import (
	"bytes"
	"testing"

	"github.com/brighthall/brighthall/hardware/idcard/samv"
	"github.com/brighthall/brighthall/hardware/idcard/samv/samvtest"
)

// fingerprintHeaders are how the answers with a fingerprint begin, as the vendors' programs have them for constants, by
// the bytes of the fingerprint; the whole frames have 2321, 1809 and 1297 bytes.
var fingerprintHeaders = []struct {
	finger, size int
	header       string
}{
	{0x400, 2321, "AA AA AA 96 69 09 0A 00 00 90 01 00 04 00 04 00"},
	{0x200, 1809, "AA AA AA 96 69 07 0A 00 00 90 01 00 04 00 02 00"},
	{0, 1297, "AA AA AA 96 69 05 0A 00 00 90 01 00 04 00 00 00"},
}

// The stored card behind each published header is the same card, and the simulator begins its answer with the same
// bytes.
func TestTheFingerprintFormBothWays(t *testing.T) {
	plain := vector(t, "sam_base_1295.hex")
	want := parsed(t, plain[10:len(plain)-1])
	for _, v := range fingerprintHeaders {
		frame := append(bytesOf(t, v.header), plain[14:len(plain)-1]...) // text and photo
		frame = append(frame, bytes.Repeat([]byte{0x5A}, v.finger)...)
		sum := byte(0)
		for _, c := range frame[5:] {
			sum ^= c
		}
		if frame = append(frame, sum); len(frame) != v.size {
			t.Fatalf("%s: the frame has %d bytes", v.header, len(frame))
		}
		var d samv.Decoder
		all := d.Feed(frame)
		if len(all) != 1 || all[0].SW != [3]byte{0, 0, 0x90} || d.Bad() != 0 {
			t.Errorf("%s: %d answers", v.header, len(all))
			continue
		}
		if got := parsed(t, all[0].Data); got.Number != want.Number || got.Name != want.Name || got.Until != want.Until {
			t.Errorf("%s: %s", v.header, differ(got, want))
		}
		r := samvtest.New(samvtest.Config{})
		r.SetFinger(v.finger)
		r.Put(samvtest.Resident())
		say(r, "AAAAAA96690003200122")
		say(r, "AAAAAA96690003200221")
		if got := say(r, "AAAAAA96690003301023"); len(got) != v.size || !bytes.HasPrefix(got, bytesOf(t, v.header)) {
			t.Errorf("%s: the simulator says % X", v.header, got[:min(16, len(got))])
		}
	}
}

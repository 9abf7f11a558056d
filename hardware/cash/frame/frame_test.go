package frame_test

import (
	"bytes"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hardware/cash/frame"
)

func bytesOf(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheChecksumIsKermit(t *testing.T) {
	if got := frame.CRC([]byte("123456789")); got != 0x2189 { // the check value of the catalogues
		t.Fatalf("%04X", got)
	}
}

var published = []struct {
	name   string
	format frame.Format
	bytes  string
	want   frame.Frame
}{
	{"ID-003 status", frame.ID003, "FC 05 11 27 56", frame.Frame{Cmd: 0x11}},
	{"ID-003 reset", frame.ID003, "FC 05 40 2B 15", frame.Frame{Cmd: 0x40}},
	{"ID-003 ack", frame.ID003, "FC 05 50 AA 05", frame.Frame{Cmd: 0x50}},
	{"ID-003 stack-1", frame.ID003, "FC 05 41 A2 04", frame.Frame{Cmd: 0x41}},
	{"ID-003 return", frame.ID003, "FC 05 43 B0 27", frame.Frame{Cmd: 0x43}},
	{"ID-003 inhibit off", frame.ID003, "FC 06 C3 00 04 D6", frame.Frame{Cmd: 0xC3, Data: []byte{0}}},
	{"CCNET reset", frame.CCNET, "02 03 06 30 41 B3", frame.Frame{Cmd: 0x30}},
	{"CCNET poll", frame.CCNET, "02 03 06 33 DA 81", frame.Frame{Cmd: 0x33}},
	{"CCNET ack", frame.CCNET, "02 03 06 00 C2 82", frame.Frame{Cmd: 0x00}},
}

func TestThePublishedFramesBothWays(t *testing.T) {
	for _, v := range published {
		b := bytesOf(t, v.bytes)
		if got := v.format.Encode(v.want.Cmd, v.want.Data...); !bytes.Equal(got, b) {
			t.Errorf("%s: made % X, want % X", v.name, got, b)
		}
		d := frame.Decoder{Format: v.format}
		if all := d.Feed(b); len(all) != 1 || !reflect.DeepEqual(all[0], v.want) || d.Wrong() != 0 {
			t.Errorf("%s: read %+v, %d bytes wrong", v.name, all, d.Wrong())
		}
	}
}

func TestWhatIsWrongIsRefused(t *testing.T) {
	for _, v := range published {
		b := bytesOf(t, v.bytes)
		for n := range len(b) * 8 {
			bad := bytes.Clone(b)
			bad[n/8] ^= 1 << (n % 8)
			d := frame.Decoder{Format: v.format}
			if all := append(d.Feed(bad), d.Quiet()...); len(all) != 0 || d.Wrong() != len(b) {
				t.Errorf("%s with bit %d turned: read %+v", v.name, n, all)
			}
		}
	}
	for name, s := range map[string]string{
		"checksum high byte first": "FC 05 11 56 27", "checksum of the data only": "FC 05 11 8C 11", "shorter than a frame can be": "FC 04 2E 94",
		"length without the checksum": "FC 03 11 27 56", "another machine's": "02 03 06 33 DA 81", "nothing": "", "cut in the middle": "FC 05 11 27",
	} {
		d := frame.Decoder{Format: frame.ID003}
		if all := append(d.Feed(bytesOf(t, s)), d.Quiet()...); len(all) != 0 {
			t.Errorf("%s: read %+v", name, all)
		}
	}
	d := frame.Decoder{Format: frame.CCNET}
	if all := append(d.Feed(bytesOf(t, "02 01 06 33 00 4E")), d.Quiet()...); len(all) != 0 {
		t.Errorf("another address: read %+v", all)
	}
}

func TestAFalseBeginningHidesNothing(t *testing.T) {
	want := bytesOf(t, "FC 05 11 27 56")
	for _, noise := range []string{"", "00 FF", "FC", "FC FC FC", "FC FF", "FC 20 01", "FC 05 11 27", "FC 05 11 27 57"} {
		d := frame.Decoder{Format: frame.ID003}
		all := d.Feed(append(bytesOf(t, noise), want...))
		all = append(all, d.Quiet()...)
		if len(all) != 1 || all[0].Cmd != 0x11 {
			t.Errorf("after %q: read %+v", noise, all)
		}
	}
}

func TestFramesSurviveNoise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		format := rapid.SampledFrom([]frame.Format{frame.ID003, frame.CCNET}).Draw(t, "format")
		cmd := rapid.Byte().Draw(t, "cmd")
		data := rapid.SliceOfN(rapid.Byte(), 0, frame.Longest).Draw(t, "data")
		noise := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 0x55, 0xFF}), 0, 40).Draw(t, "noise")
		d := frame.Decoder{Format: format}
		all := d.Feed(append(noise, format.Encode(cmd, data...)...))
		if len(all) != 1 || all[0].Cmd != cmd || !bytes.Equal(all[0].Data, data) || d.Wrong() != len(noise) {
			t.Fatalf("read %+v, %d wrong", all, d.Wrong())
		}
	})
}

func FuzzDecoder(f *testing.F) {
	for _, v := range published {
		f.Add(bytesOf(f, v.bytes), v.format.Encode(0)[0] == 0xFC)
	}
	f.Add(bytesOf(f, "FC 07 FC 05 11 27 56"), true)
	f.Fuzz(func(t *testing.T, b []byte, jcm bool) {
		format := frame.CCNET
		if jcm {
			format = frame.ID003
		}
		whole, pieces := frame.Decoder{Format: format}, frame.Decoder{Format: format}
		all := whole.Feed(b)
		var one []frame.Frame
		for _, c := range b {
			one = append(one, pieces.Feed([]byte{c})...)
		}
		all, one = append(all, whole.Quiet()...), append(one, pieces.Quiet()...)
		if !reflect.DeepEqual(all, one) {
			t.Fatal("depends on how the bytes arrive")
		}
		used := whole.Wrong()
		for _, x := range all {
			used += len(format.Encode(x.Cmd, x.Data...))
		}
		if used != len(b) {
			t.Fatalf("%d bytes came, %d were accounted for", len(b), used)
		}
	})
}

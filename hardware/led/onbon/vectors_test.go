package onbon_test

import (
	"bytes"
	_ "embed"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware/led/onbon"
)

//go:embed testdata/vectors.txt
var file string

func vectors(t testing.TB) map[string][]byte {
	all := map[string][]byte{}
	for line := range strings.Lines(file) {
		name, digits, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "#" || name == "" {
			continue
		}
		b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = b
	}
	return all
}

func gbk(t *testing.T, s string) []byte {
	b, err := onbon.Text(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCommandsAreTheVectorsByteForByte(t *testing.T) {
	call := onbon.Area{W: 12, H: 16, Single: 1, Wrap: 1, Effect: onbon.Static, Text: gbk(t, "请A001号到3号窗口")}
	temper := onbon.Area{Y: 12, W: 64, H: 12, ID: 1, Spacing: 10, Mode: onbon.Stay, Timeout: 2, Single: 1, Wrap: 1, Effect: onbon.Static, Speed: 0x17, Stay: 2,
		Text: append([]byte(`\FO000`), gbk(t, "TEMPER:21℃")...)}
	v := vectors(t)
	for name, c := range map[string]onbon.Command{
		"ping": onbon.Ping(), "delete-all": onbon.DeleteAll(), "read-parameters": onbon.ReadParameters(), "brightness": onbon.Brightness(12),
		"time": onbon.SetTime(time.Date(2013, 1, 25, 11, 17, 26, 0, time.UTC)),
		"call": onbon.Put(call, onbon.WithReply), "temper": onbon.Put(temper, onbon.WithoutReply),
	} {
		if got := onbon.Encode(onbon.Frame{Dst: 1, Src: 0x8000, Data: c.Bytes()}); !bytes.Equal(got, v[name]) {
			t.Errorf("%s\n got % X\nwant % X", name, got, v[name])
		}
	}
}

func TestFramesAreReadBackAsTheyWere(t *testing.T) {
	for name, wire := range vectors(t) {
		var d onbon.Decoder
		var all []onbon.Frame
		for _, c := range wire { // byte by byte
			all = append(all, d.Feed([]byte{c})...)
		}
		if len(all) != 1 || d.Bad() != 0 {
			t.Errorf("%s: %d frames, %d bad", name, len(all), d.Bad())
			continue
		}
		if again := onbon.Encode(all[0]); !bytes.Equal(again, wire) {
			t.Errorf("%s\n got % X\nwant % X", name, again, wire)
		}
	}
}

func TestAnswersAreUnderstood(t *testing.T) {
	v := vectors(t)
	for name, src := range map[string]uint16{"ack": 1, "ack-any": 0xFFFE} {
		var d onbon.Decoder
		f := d.Feed(v[name])[0]
		if a, ok := onbon.ReadAnswer(f.Data); !ok || !a.OK || f.Src != src || f.Dst != 0x8000 {
			t.Errorf("%s: %+v %+v %v", name, f, a, ok)
		}
	}
	for data, want := range map[string]string{"A00100": "{false 0} true", "A00103": "{false 3} true", "A00005": "{false 5} true", "A20000": "{false 0} false", "A0": "{false 0} false"} {
		b, _ := hex.DecodeString(data)
		if a, ok := onbon.ReadAnswer(b); fmt.Sprint(a, ok) != want {
			t.Errorf("%s: %v %v, want %s", data, a, ok, want)
		}
	}
}

func TestEveryByteTravels(t *testing.T) {
	data := make([]byte, 256)
	for i := range data {
		data[i] = byte(i)
	}
	wire := onbon.Encode(onbon.Frame{Dst: 0x5AA5, Src: 0xA65B, Data: data})
	if inside := wire[8 : len(wire)-1]; bytes.ContainsAny(inside, "\x5a") || bytes.IndexByte(inside, 0xA5) >= 0 {
		t.Errorf("a begin or end inside: % X", inside)
	}
	var d onbon.Decoder
	all := d.Feed(wire)
	if len(all) != 1 || !bytes.Equal(all[0].Data, data) || all[0].Dst != 0x5AA5 || all[0].Src != 0xA65B {
		t.Errorf("%+v", all)
	}
}

func TestSpoiltFramesAreRefusedAndTheNextIsHeard(t *testing.T) {
	ack := vectors(t)["ack"]
	change := func(at int, to byte) []byte { b := bytes.Clone(ack); b[at] = to; return b }
	for name, wire := range map[string][]byte{
		"a published sample with a misprinted checksum ends like this one": change(27, 0xDB),
		"length too small":     change(20, 4),
		"length too great":     change(20, 6),
		"an escape of nothing": append(append(bytes.Clone(ack[:10]), 0xA6, 0x07), ack[10:]...),
		"half an escape":       append(bytes.Clone(ack[:len(ack)-1]), 0xA6, 0x5A),
		"the end at once":      {0xA5, 0x5A},
		"cut off":              ack[:20],
	} {
		var d onbon.Decoder
		if all := d.Feed(wire); len(all) != 0 {
			t.Errorf("%s: %+v", name, all)
		}
		if all := d.Feed(ack); len(all) != 1 || d.Bad() == 0 {
			t.Errorf("%s: the next is not heard, bad %d", name, d.Bad())
		}
	}
}

func TestLineNoiseBeforeAnAnswerDoesNoHarm(t *testing.T) {
	ack := vectors(t)["ack"]
	for _, noise := range [][]byte{{0xFF, 0x00}, {0xA5}, {0xA6, 0x02}, {0x5A, 0x5A}, bytes.Repeat([]byte{0x55}, 9000), append([]byte{0xA5}, bytes.Repeat([]byte{0x55}, 9000)...)} {
		var d onbon.Decoder
		if all := d.Feed(append(bytes.Clone(noise), ack[7:]...)); len(all) != 1 { // of the lead one byte is left
			t.Errorf("after %.8X… %d frames", noise, len(all))
		}
	}
}

func FuzzDecoder(f *testing.F) {
	for _, wire := range vectors(f) {
		f.Add(wire)
		f.Add(append([]byte{0x00, 0xA5, 0xA6}, wire...))
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		var whole, parts onbon.Decoder
		a := whole.Feed(p)
		var b []onbon.Frame
		for _, c := range p {
			b = append(b, parts.Feed([]byte{c})...)
		}
		if fmt.Sprint(a) != fmt.Sprint(b) || whole.Bad() != parts.Bad() {
			t.Fatalf("in one: %v, byte by byte: %v", a, b)
		}
		for _, frame := range a {
			var d onbon.Decoder
			if again := d.Feed(onbon.Encode(frame)); len(again) != 1 || fmt.Sprint(again[0]) != fmt.Sprint(frame) {
				t.Fatalf("%v becomes %v", frame, again)
			}
			onbon.ReadAnswer(frame.Data)
		}
	})
}

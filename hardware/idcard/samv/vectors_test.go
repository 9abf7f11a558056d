package samv_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"net"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/idcard/samv"
	"github.com/brighthall/brighthall/hardware/idcard/samv/samvtest"
)

func bytesOf(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func vector(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return bytesOf(t, string(b))
}

// published are requests and answers as the vendors of readers document them.
var published = []struct {
	name, request string
	prepare       func(r *samvtest.Reader)
	answer        string
	sw            byte
}{
	{"reset", "AA AA AA 96 69 00 03 10 FF EC", nil, "AA AA AA 96 69 00 04 00 00 90 94", 0x90},
	{"status", "AA AA AA 96 69 00 03 11 FF ED", nil, "AA AA AA 96 69 00 04 00 00 90 94", 0x90},
	{"unauthorised", "AA AA AA 96 69 00 03 11 FF ED", func(r *samvtest.Reader) { r.SetModule(0x66) }, "AA AA AA 96 69 00 04 00 00 66 62", 0x66},
	{"identity", "AA AA AA 96 69 00 03 12 FF EE", nil, "", 0x90},
	{"card found", "AA AA AA 96 69 00 03 20 01 22", func(r *samvtest.Reader) { r.Put(samvtest.Resident()) },
		"AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97", 0x9F},
	{"no card", "AA AA AA 96 69 00 03 20 01 22", nil, "AA AA AA 96 69 00 04 00 00 80 84", 0x80},
	{"selected", "AA AA AA 96 69 00 03 20 02 21", func(r *samvtest.Reader) { r.Put(samvtest.Resident()); say(r, "AA AA AA 96 69 00 03 20 01 22") },
		"AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", 0x90},
	{"not selected", "AA AA AA 96 69 00 03 20 02 21", nil, "AA AA AA 96 69 00 04 00 00 81 85", 0x81},
	{"not read", "AA AA AA 96 69 00 03 30 01 32", nil, "AA AA AA 96 69 00 04 00 00 41 45", 0x41},
	{"with fingerprint", "AA AA AA 96 69 00 03 30 10 23", nil, "AA AA AA 96 69 00 04 00 00 41 45", 0x41},
	{"no more addresses", "AA AA AA 96 69 00 03 30 03 30", nil, "AA AA AA 96 69 00 04 00 00 41 45", 0x41},
}

// say sends raw bytes to the simulator and returns what it answers, at most one frame.
func say(r *samvtest.Reader, request string) []byte {
	host, device := net.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); r.Serve(ctx, device) }()
	defer func() { cancel(); <-ended; host.Close() }()
	b, _ := hex.DecodeString(strings.ReplaceAll(request, " ", ""))
	host.Write(b)
	head := make([]byte, 7)
	if _, err := io.ReadFull(host, head); err != nil {
		return nil
	}
	rest := make([]byte, int(head[5])<<8|int(head[6]))
	io.ReadFull(host, rest)
	return append(head, rest...)
}

func TestThePublishedFramesBothWays(t *testing.T) {
	for _, v := range published {
		want := bytesOf(t, v.request)
		if got := samv.Request(want[7], want[8]); !bytes.Equal(got, want) {
			t.Errorf("%s: request % X, want % X", v.name, got, want)
		}
		r := samvtest.New(samvtest.Config{})
		if v.prepare != nil {
			v.prepare(r)
		}
		got := say(r, v.request)
		if v.answer != "" && !bytes.Equal(got, bytesOf(t, v.answer)) {
			t.Errorf("%s: answer % X, want %s", v.name, got, v.answer)
		}
		var d samv.Decoder
		if all := d.Feed(got); len(all) != 1 || all[0].SW[2] != v.sw || d.Bad() != 0 {
			t.Errorf("%s: decoded %+v", v.name, all)
		}
	}
	if got, want := samv.Request(0x61, 0xFF, 0x50), bytesOf(t, "AA AA AA 96 69 00 04 61 FF 50 CA"); !bytes.Equal(got, want) {
		t.Errorf("with data: % X, want % X", got, want)
	}
}

func TestTheStoredCardBothWays(t *testing.T) {
	frame := vector(t, "sam_base_1295.hex")
	r := samvtest.New(samvtest.Config{})
	c := samvtest.Resident()
	copy(c.Photo[:], frame[270:]) // what the stored photo is made of is nobody's business
	r.Put(c)
	say(r, "AAAAAA96690003200122")
	say(r, "AAAAAA96690003200221")
	if got := say(r, "AAAAAA96690003300132"); !bytes.Equal(got, frame) {
		t.Errorf("the simulator's card differs: % X", got)
	}
	var d samv.Decoder
	all := d.Feed(frame)
	if len(all) != 1 {
		t.Fatal("not decoded")
	}
	got := parsed(t, all[0].Data)
	want := hardware.IDCard{Layout: hardware.CardResident, Name: "测试一", Sex: got.Sex, Ethnicity: "汉", Birth: "19491231", Address: "北京市朝阳区测试路1号",
		Number: "11010519491231002X", Check: hardware.NumberGood, Issuer: "北京市公安局朝阳分局", From: "20180101", Until: "长期"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s", differ(got, want))
	}
}

func parsed(t *testing.T, data []byte) hardware.IDCard {
	t.Helper()
	text, err := samv.Text(data)
	if err != nil {
		t.Fatal(err)
	}
	c, err := samv.ParseText(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// differ shows what a card hides.
func differ(a, b hardware.IDCard) string {
	var out strings.Builder
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range va.NumField() {
		if x, y := va.Field(i), vb.Field(i); !reflect.DeepEqual(x.Interface(), y.Interface()) {
			out.WriteString(va.Type().Field(i).Name + ": " + x.String() + " / " + y.String() + "; ")
		}
	}
	return out.String()
}

func TestTheFourLayouts(t *testing.T) {
	texts := map[string][]byte{"J": vector(t, "sam_text_hkmt_J.hex"), "I": vector(t, "sam_text_foreign_I.hex")}
	y, rare, bad := samvtest.Foreign2023(), samvtest.Rare(), samvtest.BadNumber()
	texts["Y"], texts["rare"], texts["bad"] = y.Text[:], rare.Text[:], bad.Text[:]
	for name, want := range map[string]hardware.IDCard{
		"J": {Layout: hardware.CardHKMT, Name: "陈测试", Sex: hardware.SexMale, Birth: "19800101", Address: "广东省深圳市测试路2号", Number: "810000198001010011",
			Check: hardware.NumberBad, Issuer: "深圳市公安局", From: "20190101", Until: "20240101", PassNumber: "H12345678", Issues: "01"},
		"I": {Layout: hardware.CardForeign2017, LatinName: "ZHANG, SAN", Sex: hardware.SexMale, Number: "CHN110080010101", Check: hardware.NumberWithout,
			Nationality: "CAN", From: "20170101", Until: "20270101", Birth: "19800101", Version: "01", Issuer: "1500"},
		"Y": {Layout: hardware.CardForeign2023, Name: "李四", LatinName: "WOLFESCHLEGELSTEINHAUSENBERGERDORFF, ELISABETH", Sex: hardware.SexFemale,
			Birth: "19800101", Number: "911156198001010016", Check: hardware.NumberGood, From: "20240101", Until: "20340101", Issues: "01", Nationality: "DEU", OldLink: "001"},
		"rare": {Layout: hardware.CardResident, Name: "\U00020BB7\uE863伟", Sex: hardware.SexFemale, Ethnicity: "汉", Birth: "19491231", Address: "北京市朝阳区测试路1号",
			Number: "11010519491231002X", Check: hardware.NumberGood, Issuer: "北京市公安局朝阳分局", From: "20180101", Until: "长期"},
		"bad": {Layout: hardware.CardResident, Name: "测试一", Sex: hardware.SexFemale, Ethnicity: "汉", Birth: "19491231", Address: "北京市朝阳区测试路1号",
			Number: "110105194912310021", Check: hardware.NumberBad, Issuer: "北京市公安局朝阳分局", From: "20180101", Until: "长期"},
	} {
		got, err := samv.ParseText(texts[name])
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v %s", name, err, differ(got, want))
		}
	}
	unknown := samvtest.Unknown()
	if _, err := samv.ParseText(unknown.Text[:]); hardware.CodeOf(err) != hardware.IDCardUnknown {
		t.Error(err)
	}
}

func TestWhatIsWrongIsRefused(t *testing.T) {
	frame := vector(t, "sam_base_1295.hex")
	for name, spoil := range map[string]func(b []byte) []byte{
		"a flipped bit of text": func(b []byte) []byte { b[20] ^= 1; return b },
		"a flipped checksum":    func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"cut in the middle":     func(b []byte) []byte { return b[:700] },
		"a length of 60000":     func(b []byte) []byte { b[5] = 0xEA; return b },
		"a length of 2":         func(b []byte) []byte { b[5], b[6] = 0, 2; return b },
		"without a header":      func(b []byte) []byte { return b[5:] },
		"the wrong checksum of one client": func([]byte) []byte {
			return bytesOf(t, "AA AA AA 96 69 00 03 20 01 21")
		},
	} {
		var d samv.Decoder
		if all := d.Feed(spoil(bytes.Clone(frame))); len(all) != 0 {
			t.Errorf("%s: accepted", name)
		}
	}
	for _, data := range [][]byte{nil, {1, 0}, {1, 0, 4, 0}, append([]byte{0, 0x80, 0, 0}, make([]byte, 128)...)} {
		if _, err := samv.Text(data); err == nil {
			t.Errorf("% X: accepted", data)
		}
	}
	if _, err := samv.Addresses(make([]byte, 71)); err == nil {
		t.Error("71 bytes of addresses")
	}
}

func TestNoiseBeforeAFrameIsOvercome(t *testing.T) {
	frame := vector(t, "sam_base_1295.hex")
	for _, noise := range []string{"", "AA", "AA AA AA AA AA AA", "00 FF AA 96", "AA AA AA 96 69 FF FF", "AA AA AA 96 69 00 04 00 00 90 00"} {
		var d samv.Decoder
		if all := d.Feed(append(bytesOf(t, noise), frame...)); len(all) != 1 || len(all[0].Data) != 1284 {
			t.Errorf("after %q: %d answers", noise, len(all))
		}
	}
	var d samv.Decoder
	if all := d.Feed(frame[2:]); len(all) != 1 {
		t.Error("one AA must do")
	}
}

func TestTheFingerprintForms(t *testing.T) {
	for size, total := range map[int]int{0x400: 2321, 0x200: 1809, 0: 1297} {
		r := samvtest.New(samvtest.Config{})
		r.SetFinger(size)
		r.Put(samvtest.Resident())
		say(r, "AAAAAA96690003200122")
		say(r, "AAAAAA96690003200221")
		b := say(r, "AAAAAA96690003301023")
		var d samv.Decoder
		all := d.Feed(b)
		if len(b) != total || len(all) != 1 || parsed(t, all[0].Data).Number != "11010519491231002X" {
			t.Errorf("%d bytes, want %d", len(b), total)
		}
	}
}

func FuzzDecoder(f *testing.F) {
	f.Add(vector(f, "sam_base_1295.hex"))
	for _, v := range published {
		f.Add(bytesOf(f, v.request+v.answer))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var whole, pieces samv.Decoder
		all := whole.Feed(b)
		var one []samv.Answer
		for _, c := range b {
			one = append(one, pieces.Feed([]byte{c})...)
		}
		if !reflect.DeepEqual(all, one) || whole.Bad() != pieces.Bad() {
			t.Fatal("depends on how the bytes arrive")
		}
	})
}

func FuzzText(f *testing.F) {
	frame := vector(f, "sam_base_1295.hex")
	f.Add(frame[10 : len(frame)-1])
	f.Add(append([]byte{1, 0, 0, 0}, vector(f, "sam_text_hkmt_J.hex")...))
	f.Add(append([]byte{1, 0, 0, 0}, vector(f, "sam_text_foreign_I.hex")...))
	f.Fuzz(func(t *testing.T, b []byte) {
		samv.Addresses(b)
		text, err := samv.Text(b)
		if err != nil {
			return
		}
		if c, err := samv.ParseText(text); err == nil && (len(c.Number) > 18*3 || len(c.Address) > 35*3) {
			t.Fatal("longer than the card")
		}
	})
}

func BenchmarkDecodeCard(b *testing.B) {
	frame := vector(b, "sam_base_1295.hex")
	b.SetBytes(int64(len(frame)))
	b.ReportAllocs()
	for b.Loop() {
		var d samv.Decoder
		text, _ := samv.Text(d.Feed(frame)[0].Data)
		if _, err := samv.ParseText(text); err != nil {
			b.Fatal(err)
		}
	}
}

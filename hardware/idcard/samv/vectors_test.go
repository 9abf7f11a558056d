package samv_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/idcard/samv"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func stored(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return unhex(t, string(raw))
}

// TestRequests: the commands byte by byte, as the vendors' documents print them.
func TestRequests(t *testing.T) {
	for _, c := range []struct {
		name      string
		cmd, para byte
		want      string
	}{
		{"reset", 0x10, 0xFF, "AA AA AA 96 69 00 03 10 FF EC"},
		{"status", 0x11, 0xFF, "AA AA AA 96 69 00 03 11 FF ED"},
		{"id", 0x12, 0xFF, "AA AA AA 96 69 00 03 12 FF EE"},
		{"find", 0x20, 0x01, "AA AA AA 96 69 00 03 20 01 22"},
		{"select", 0x20, 0x02, "AA AA AA 96 69 00 03 20 02 21"},
		{"read", 0x30, 0x01, "AA AA AA 96 69 00 03 30 01 32"},
		{"read with fingerprint", 0x30, 0x10, "AA AA AA 96 69 00 03 30 10 23"},
		{"additional address", 0x30, 0x03, "AA AA AA 96 69 00 03 30 03 30"},
	} {
		if got := samv.Request(c.cmd, c.para); !bytes.Equal(got, unhex(t, c.want)) {
			t.Errorf("%s: % X", c.name, got)
		}
	}
}

// TestAnswers: whole frames, and the same in pieces of one byte behind noise; frames with one wrong bit are refused.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		name, frame string
		sw          byte
		data        int
	}{
		{"card found", "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97", 0x9F, 4},
		{"no card", "AA AA AA 96 69 00 04 00 00 80 84", 0x80, 0},
		{"chosen", "AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", 0x90, 8},
		{"not chosen", "AA AA AA 96 69 00 04 00 00 81 85", 0x81, 0},
		{"not read", "AA AA AA 96 69 00 04 00 00 41 45", 0x41, 0},
	} {
		frame := unhex(t, c.frame)
		var whole, pieces, broken samv.Decoder
		all := whole.Feed(frame)
		if len(all) != 1 || all[0].SW[2] != c.sw || len(all[0].Data) != c.data {
			t.Errorf("%s: %+v", c.name, all)
		}
		pieces.Feed(unhex(t, "00 AA 96 FF 13"))
		n := 0
		for _, b := range frame {
			n += len(pieces.Feed([]byte{b}))
		}
		if n != 1 {
			t.Errorf("%s: %d answers in pieces", c.name, n)
		}
		frame[len(frame)-2] ^= 0x04
		if got := broken.Feed(frame); len(got) != 0 || broken.Bad() != 1 {
			t.Errorf("%s: a wrong bit was accepted: %+v, %d refused", c.name, got, broken.Bad())
		}
	}
}

// TestCards: the stored text blocks of three layouts.
func TestCards(t *testing.T) {
	base := stored(t, "sam_base_1295.hex")
	var d samv.Decoder
	all := d.Feed(base)
	if len(all) != 1 || all[0].SW[2] != 0x90 {
		t.Fatalf("%d answers", len(all))
	}
	text, err := samv.Text(all[0].Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		text []byte
		want hardware.IDCard
	}{
		{"resident", text, hardware.IDCard{Layout: hardware.CardResident, Name: "测试一", Sex: hardware.SexFemale, Ethnicity: "汉", Birth: "19491231",
			Address: "北京市朝阳区测试路1号", Number: "11010519491231002X", Check: hardware.NumberGood, Issuer: "北京市公安局朝阳分局",
			From: "20180101", Until: "长期"}},
		{"Hong Kong, Macau, Taiwan", stored(t, "sam_text_hkmt_J.hex"), hardware.IDCard{Layout: hardware.CardHKMT, Name: "陈测试", Sex: hardware.SexMale,
			Birth: "19800101", Address: "广东省深圳市测试路2号", Number: "810000198001010011", Check: hardware.IDNumber("810000198001010011").Check(),
			Issuer: "深圳市公安局", From: "20190101", Until: "20240101", PassNumber: "H12345678", Issues: "01"}},
	} {
		got, err := samv.ParseText(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for field, pair := range map[string][2]string{
			"layout": {string(got.Layout), string(c.want.Layout)}, "name": {got.Name, c.want.Name}, "sex": {string(got.Sex), string(c.want.Sex)},
			"ethnicity": {got.Ethnicity, c.want.Ethnicity}, "birth": {got.Birth, c.want.Birth}, "address": {got.Address, c.want.Address},
			"number": {string(got.Number), string(c.want.Number)}, "check": {string(got.Check), string(c.want.Check)}, "issuer": {got.Issuer, c.want.Issuer},
			"from": {got.From, c.want.From}, "until": {got.Until, c.want.Until}, "pass": {string(got.PassNumber), string(c.want.PassNumber)},
			"issues": {got.Issues, c.want.Issues},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s: %s is %q, want %q", c.name, field, pair[0], pair[1])
			}
		}
	}
	foreign, err := samv.ParseText(stored(t, "sam_text_foreign_I.hex"))
	if err != nil || foreign.Layout != hardware.CardForeign2017 || foreign.LatinName != "ZHANG, SAN" || foreign.Birth != "19800101" ||
		foreign.From != "20170101" || foreign.Until != "20270101" {
		t.Errorf("foreign: %s %q %q %q %q %v", foreign.Layout, foreign.LatinName, foreign.Birth, foreign.From, foreign.Until, err)
	}
}

// FuzzDecoder: whatever comes, nothing breaks, and nothing is kept beyond one frame.
func FuzzDecoder(f *testing.F) {
	f.Add(stored(f, "sam_base_1295.hex"))
	f.Add([]byte{0xAA, 0x96, 0x69, 0xFF, 0xFF})
	f.Fuzz(func(t *testing.T, b []byte) {
		var d samv.Decoder
		for _, a := range d.Feed(b) {
			if text, err := samv.Text(a.Data); err == nil {
				_, _ = samv.ParseText(text)
			}
		}
	})
}

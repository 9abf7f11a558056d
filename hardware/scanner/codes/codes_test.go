package codes_test

import (
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

func passed(rules codes.Rules, heard []codes.Heard) []string {
	var all []string
	g := codes.Gate{Rules: rules, Now: time.Now, Found: func(s hardware.Scan) { all = append(all, s.Code) }}
	for _, h := range heard {
		g.Pass(h.Code)
	}
	return all
}

func TestCodesEndAsScannersEndThem(t *testing.T) {
	for _, c := range []struct {
		name, sent string
		want       []string
	}{
		{"carriage return", "123\r", []string{"123"}},
		{"line feed", "123\n", []string{"123"}},
		{"both count once", "123\r\n456\r\n", []string{"123", "456"}},
		{"tab", "123\t", []string{"123"}},
		{"ETX", "\x02123\x03", []string{"123"}},
		{"a pause", "123", []string{"123"}},
		{"control characters are dropped", "1\x00\x1b2\x073\r", []string{"123"}},
		{"empty lines are nothing", "\r\r\n\n", nil},
		{"line noise is dropped", "\xff\xfe12\x803\r", []string{"123"}},
		{"mostly noise is no code", "\xff\xfe1\x80\x002\xf8\r", nil},
		{"Chinese in a QR", "户号一\r", []string{"户号一"}},
		{"the longest", strings.Repeat("9", 256) + "\r", []string{strings.Repeat("9", 256)}},
		{"one more is none", strings.Repeat("9", 257) + "\r", nil},
		{"an endless line is dropped, the next counts", strings.Repeat("9", 5000) + "\r123\r", []string{"123"}},
	} {
		var l codes.Lines
		got := passed(codes.Rules{}, append(l.Feed([]byte(c.sent)), l.Idle()...))
		if strings.Join(got, "|") != strings.Join(c.want, "|") || l.Open() {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPrefixAndCharset(t *testing.T) {
	for _, c := range []struct {
		rules     codes.Rules
		raw, want string
	}{
		{codes.Rules{Prefix: "]C0"}, "]C0123", "123"},
		{codes.Rules{Prefix: "]C0"}, "123", "123"},
		{codes.Rules{GBK: true}, "\xbb\xa7\xba\xc51", "户号1"},
		{codes.Rules{GBK: true}, "户号1", "户号1"},
		{codes.Rules{GBK: true}, "\xd2\xbbA001", "一A001"}, // also UTF-8, of a Cyrillic letter
		{codes.Rules{GBK: true}, "A001", "A001"},
	} {
		if got := passed(c.rules, []codes.Heard{{Code: []byte(c.raw)}}); len(got) != 1 || got[0] != c.want {
			t.Errorf("%q: %q, want %q", c.raw, got, c.want)
		}
	}
}

func TestTheSameCodeWithinASecondCountsOnce(t *testing.T) {
	var o codes.Once
	start, n := time.Unix(1000, 0), 0
	for i := range 20 { // F63: a gun that fires twenty times
		if o.New("A", start.Add(time.Duration(i)*50*time.Millisecond)) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("counted %d times", n)
	}
	last := start.Add(950 * time.Millisecond)
	if !o.New("B", last) || !o.New("A", last) || !o.New("A", last.Add(time.Second)) {
		t.Error("another code, or the same after a second, must count")
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("00132702314471\r\n"))
	f.Add([]byte("\x02\xff\x00\r"))
	f.Add([]byte("户号一\t\x03"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var whole, pieces codes.Lines
		all := passed(codes.Rules{}, append(whole.Feed(b), whole.Idle()...))
		var one []codes.Heard
		for _, c := range b {
			one = append(one, pieces.Feed([]byte{c})...)
		}
		again := passed(codes.Rules{}, append(one, pieces.Idle()...))
		if strings.Join(all, "\n") != strings.Join(again, "\n") {
			t.Fatalf("depends on how the bytes arrive: %q %q", all, again)
		}
		for _, c := range all {
			if c == "" || len(c) > codes.Longest || strings.ContainsAny(c, "\r\n\t\x00") {
				t.Fatalf("bad code %q", c)
			}
		}
	})
}

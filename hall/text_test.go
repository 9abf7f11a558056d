package hall_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

func TestPlainTextHidesNothing(t *testing.T) {
	for said, want := range map[string]string{
		"张三，等女儿": "张三，等女儿", " a\tb\r\nc ": "a b  c", "a\u202etxt.exe": "atxt.exe", "\x1b[31mred\x07": "[31mred", "a\u200b\u2066b\ufeff": "ab", "\x00": "",
		"bad \xff\xfe": "bad", "𠮷 é 👍": "𠮷 é 👍", "line\u2028two": "line two", "": "",
	} {
		if got := hall.Plain(said); got != want {
			t.Errorf("%q became %q, want %q", said, got, want)
		}
	}
}

func TestHalfwidthIsWhatTheKeyboardHas(t *testing.T) {
	for said, want := range map[string]string{
		"１２３４５６": "123456", "ｈｔｔｐ：／／Ｘ。cn、t、": "http://X.cn/t/", "１３８　0013": "138 0013", "٣٤٥": "345", "𝟗𝟘": "90", "汉字 x": "汉字 x",
	} {
		if got := hall.Halfwidth(said); got != want {
			t.Errorf("%q became %q, want %q", said, got, want)
		}
	}
}

func TestNamesOfTerminalsAreChecked(t *testing.T) {
	for _, good := range []string{"K01", "取号机 1", "demo-kiosk", "1号窗口", "Lobby (left)", "bench kiosk", "VIP室", "Zähler 3", strings.Repeat("长", 40), "K01_b.2", "console", "Con 1", "com", "Zähler", "ДК 1"} {
		if err := hall.CheckName(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", " ", "   ", "K01 ", " K01", "K\n01", "K\t01", "K\u202e01", "K\u200b01", "K\u00a001", "K\u300001", "K  01", strings.Repeat("x", 300),
		strings.Repeat("长", 41), "web", "WEB", "@center", "system", "a/b", `a\b`, "../x", ".x", "-x", "K\x00", "K\xff", "K\ufffd", "\ufeffK01", "a%2fb", "a?b", "a#b", "K\ue000",
		"\u0421O1", "K\u03bf1", "con", "NUL", "prn", "aux", "aux.token", "COM1", "lpt9", "Ｋ０１", "取号机（左）", "取号机１", "Za\u0308hler", "cafe\u0301", "K①", "K²", "Ⅳ", "𝐊01", "K\uf900", "ｶ", "ﬁ", "ｋ"} {
		if err := hall.CheckName(bad); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("%q is a name: %v", bad, err)
		}
	}
}

func TestAnOutletsIDHasNoBlanks(t *testing.T) {
	for id, good := range map[hall.OutletID]bool{"gaoyang": true, "高阳": true, "an xin": false, "an\u3000xin": false, "": false} {
		if err := hall.CheckOutletID(id); (err == nil) != good {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// Two names that both lost signs on their way are no names, so the second never becomes the first.
func TestTwoBrokenNamesNeverBecomeOne(t *testing.T) {
	for _, two := range [][2]string{{"K\xba\xa1", "K\xba\xc5"}, {"\xff", "\xfe"}, {"窗\ufffd", "窗\xe5"}, {"K\xed\xa0\x80", "K\xed\xb0\x80"}} {
		for _, name := range two {
			if err := hall.CheckName(name); hall.CodeOf(err) != hall.Invalid {
				t.Errorf("%q: %v", name, err)
			}
		}
	}
}

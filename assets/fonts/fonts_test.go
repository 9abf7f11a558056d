package fonts_test

import (
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"

	"github.com/brighthall/brighthall/assets/fonts"
)

func weights(t *testing.T) map[string]*sfnt.Font {
	t.Helper()
	parsed := map[string]*sfnt.Font{}
	for name, data := range map[string][]byte{
		"Regular": fonts.Regular, "Bold": fonts.Bold, "ScreenRegular": fonts.ScreenRegular, "ScreenBold": fonts.ScreenBold,
	} {
		f, err := sfnt.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		parsed[name] = f
	}
	return parsed
}

func TestTheCharactersPeopleNeedAreThere(t *testing.T) {
	needed := "直骨刃述镕喆堃㑇龑保定营业厅" + "H023 0123456789–·…“”，。：；！？（）①⑳％￥→←✓○"
	for weight, f := range weights(t) {
		var buf sfnt.Buffer
		for _, r := range needed {
			if i, err := f.GlyphIndex(&buf, r); err != nil || i == 0 {
				t.Errorf("%s lacks %q (%v)", weight, r, err)
			}
		}
	}
}

func TestDigitsShareOneWidth(t *testing.T) {
	for weight, f := range weights(t) {
		var buf sfnt.Buffer
		want := advance(t, f, &buf, '0')
		for r := '1'; r <= '9'; r++ {
			if got := advance(t, f, &buf, r); got != want {
				t.Errorf("%s: %q is %v wide, 0 is %v", weight, r, got, want)
			}
		}
	}
}

func TestOutlinesAndNameAreAsPromised(t *testing.T) {
	for weight, f := range weights(t) {
		var buf sfnt.Buffer
		family, err := f.Name(&buf, sfnt.NameIDFamily)
		if err != nil || family != "Hall Sans" {
			t.Errorf("%s: family %q, %v", weight, family, err)
		}
	}
	for weight, data := range map[string][]byte{"Regular": fonts.Regular, "Bold": fonts.Bold} {
		if string(data[:4]) != "\x00\x01\x00\x00" {
			t.Errorf("%s is not TrueType: % x", weight, data[:4])
		}
	}
	for weight, data := range map[string][]byte{"ScreenRegular": fonts.ScreenRegular, "ScreenBold": fonts.ScreenBold} {
		if string(data[:4]) != "OTTO" {
			t.Errorf("%s has no CFF outlines: % x", weight, data[:4])
		}
	}
	if !strings.Contains(fonts.Licence, "SIL OPEN FONT LICENSE") {
		t.Error("the licence is not with the fonts")
	}
}

func advance(t *testing.T, f *sfnt.Font, buf *sfnt.Buffer, r rune) int {
	t.Helper()
	i, err := f.GlyphIndex(buf, r)
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.GlyphAdvance(buf, i, 1000<<6, 0)
	if err != nil {
		t.Fatal(err)
	}
	return w.Round()
}

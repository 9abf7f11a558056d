package skin_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/brighthall/brighthall/assets/icons"
	"github.com/brighthall/brighthall/ui/skin"
)

func TestTextCanBeReadOnItsGround(t *testing.T) {
	l, d, hc := skin.Light(), skin.Dark(), skin.HighContrast()
	for _, row := range []struct {
		name         string
		text, ground color.NRGBA
		least        float64
	}{
		{"ink on page", l.Ink, l.Page, 15},
		{"second ink on page", l.Ink2, l.Page, 6.5},
		{"hint on page", l.Ink3, l.Page, 4.9},
		{"hint on sunken", l.Ink3, l.Sunken, 4.5},
		{"white on green", l.OnGreen, l.Green, 6.2},
		{"green on tint", l.Green, l.GreenTint, 5.3},
		{"dark green on tint", l.GreenDark, l.GreenTint, 8},
		{"warning on its strip", l.Warn, l.WarnTint, 5.8},
		{"danger on its strip", l.Danger, l.DangerTint, 5.6},
		{"info on its strip", l.Info, l.InfoTint, 5.5},
		{"field border on white", l.Edge, l.Surface, 3},
		{"called number", d.OnCall, d.Call, 10},
		{"hall text", d.Ink2, d.Surface, 7.5},
		{"hall recent numbers", d.Green, d.Page, 10},
		{"elderly high contrast", hc.Ink, hc.Page, 14},
		{"its buttons", hc.OnGreen, hc.Green, 14},
		{"its hints", hc.Ink3, hc.Sunken, 4.5},
	} {
		if got := contrast(row.text, row.ground); got < row.least {
			t.Errorf("%s: %.2f to 1, want %.1f", row.name, got, row.least)
		}
	}
}

func TestTheGridFitsTheWindow(t *testing.T) {
	for _, row := range []struct {
		name   string
		window fyne.Size
		want   float32
	}{
		{"full size", fyne.NewSize(1080, 1920), 1},
		{"half size in the demo", fyne.NewSize(540, 960), 0.5},
		{"a landscape monitor", fyne.NewSize(1920, 1080), 0.5625},
		{"4K upright", fyne.NewSize(2160, 3840), 2},
		{"no size yet", fyne.NewSize(0, 0), 1},
	} {
		l := skin.For(skin.Kiosk)
		if got := l.Fit(row.window); got != row.want {
			t.Errorf("%s: factor %v, want %v", row.name, got, row.want)
		}
	}
}

func TestElderlyTypeIsLarger(t *testing.T) {
	for _, c := range []skin.Class{skin.Kiosk, skin.Media} {
		plain, elder := skin.For(c), skin.For(c.Elder())
		for _, r := range []skin.Role{skin.Caption, skin.Body, skin.Label, skin.Title} {
			if ratio := elder.Size(r) / plain.Size(r); ratio < 1.3 || ratio > 1.4 {
				t.Errorf("%s %s: ratio %.2f, want about 1.35", c, r, ratio)
			}
		}
		if c.Elder().Plain() != c {
			t.Errorf("%s does not come back", c)
		}
	}
}

func TestDeskTextIsAtLeast15(t *testing.T) {
	for _, c := range []skin.Class{skin.Counter, skin.Desk} {
		for _, r := range []skin.Role{skin.Caption, skin.Body, skin.Label} {
			if got := skin.For(c).Size(r); got < 15 {
				t.Errorf("%s %s is %v px", c, r, got)
			}
		}
	}
}

func TestWidthsAddUp(t *testing.T) {
	test.NewTempApp(t)
	one, ten := skin.Width("0", 40, true), skin.Width("0123456789", 40, true)
	if math.Abs(float64(ten-10*one)) > 2 {
		t.Errorf("ten digits are %v wide, one is %v", ten, one)
	}
	if skin.Width("", 40, true) != 0 {
		t.Error("no text has a width")
	}
}

func TestEveryIconTakesColour(t *testing.T) {
	for _, name := range icons.Names() {
		a := skin.Icon(name, skin.Light().Green)
		if b := skin.Icon(name, skin.Light().Green); a != b {
			t.Errorf("%s is made twice", name)
		}
		if string(a.Content()) == string(icons.SVG(name)) {
			t.Errorf("%s keeps its own colour", name)
		}
	}
}

func contrast(a, b color.NRGBA) float64 {
	hi, lo := luminance(a), luminance(b)
	if hi < lo {
		hi, lo = lo, hi
	}
	return (hi + 0.05) / (lo + 0.05)
}

func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

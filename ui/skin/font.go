package skin

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/assets/fonts"
)

// The two weights. Texts name their font themselves, so a theme never changes it.
var (
	Regular fyne.Resource = fyne.NewStaticResource("HallSans-Regular.otf", fonts.ScreenRegular)
	Bold    fyne.Resource = fyne.NewStaticResource("HallSans-Bold.otf", fonts.ScreenBold)
)

// Font is the font of a weight.
func Font(bold bool) fyne.Resource {
	if bold {
		return Bold
	}
	return Regular
}

// Vertical measures of Hall Sans in em: the baseline lies Ascent below the top of the text's box,
// CapHeight is the height of a capital or a digit.
const (
	Ascent    = 1.160
	Descent   = 0.288
	CapHeight = 0.733
)

// reference is the size texts are measured at: large, so that rounding does not add up.
const reference = 1000

// Width is how wide a text is at a size, both in design pixels. It needs a running Fyne app.
func Width(text string, size float32, bold bool) float32 {
	if text == "" {
		return 0
	}
	wide, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, reference, fyne.TextStyle{}, Font(bold))
	return wide.Width * size / reference
}

// Baseline is how far below the top of a line of this height the baseline of a text lies when it is centred in it.
func Baseline(size, line float32) float32 {
	return (line-(Ascent+Descent)*size)/2 + Ascent*size
}

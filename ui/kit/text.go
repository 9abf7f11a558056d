package kit

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/skin"
)

// Text is words on a page.
type Text struct {
	Shape
	Role    skin.Role
	Bold    bool
	Tone    Tone
	Align   Align
	Most    int     // lines; 0: one line that ends in “…”, -1: as many as it takes
	Leading float32 // line height over size; 0: 1.3
	Width   float32 // design px for measuring wrapped text; 0: the design's width less margins
	Size0   float32 // size when the role's does not fit; 0: the role's

	text string
}

// Tone picks a colour from the palette at drawing time, so that a text follows its look.
type Tone func(skin.Palette) color.NRGBA

// The tones of texts.
func InkTone(p skin.Palette) color.NRGBA     { return p.Ink }       // InkTone is normal text.
func SoftTone(p skin.Palette) color.NRGBA    { return p.Ink2 }      // SoftTone is secondary text.
func HintTone(p skin.Palette) color.NRGBA    { return p.Ink3 }      // HintTone is for hints.
func GreenTone(p skin.Palette) color.NRGBA   { return p.Green }     // GreenTone is for good news and links.
func DeepTone(p skin.Palette) color.NRGBA    { return p.GreenDark } // DeepTone is green text on a tint.
func OnGreenTone(p skin.Palette) color.NRGBA { return p.OnGreen }   // OnGreenTone is text on green.
func WarnTone(p skin.Palette) color.NRGBA    { return p.Warn }      // WarnTone asks for attention.
func DangerTone(p skin.Palette) color.NRGBA  { return p.Danger }    // DangerTone is for errors.
func InfoTone(p skin.Palette) color.NRGBA    { return p.Info }      // InfoTone marks what a person changed.
func CallTone(p skin.Palette) color.NRGBA    { return p.Call }      // CallTone is the number being called.
func OnCallTone(p skin.Palette) color.NRGBA  { return p.OnCall }    // OnCallTone is text on the call yellow.

// Text makes words in a role's size: regular, left, one line. Titles, headings and numbers are bold.
func (k *Kit) Text(words string, r skin.Role) *Text {
	t := &Text{text: words, Role: r, Tone: InkTone}
	t.Bold = r == skin.Title || r == skin.Heading || r == skin.Number || r == skin.Huge
	if r == skin.Caption {
		t.Tone = SoftTone
	}
	t.init(k, t, "", t.least, t.draw)
	return t
}

// With sets weight, tone and alignment in one go, for building pages.
func (t *Text) With(bold bool, tone Tone, a Align) *Text {
	t.Bold, t.Tone, t.Align = bold, tone, a
	return t
}

// Sized sets an own size in design pixels.
func (t *Text) Sized(size float32) *Text { t.Size0 = size; return t }

// Wrapped lets the text take up to this many lines (-1: as many as needed) of a width in design pixels.
func (t *Text) Wrapped(most int, width float32) *Text { t.Most, t.Width = most, width; return t }

// SetText changes the words.
func (t *Text) SetText(words string) {
	if words != t.text {
		t.text = words
		t.Refresh()
	}
}

// SetTone changes the colour.
func (t *Text) SetTone(tone Tone) { t.Tone = tone; t.Refresh() }

// Words are the words as set.
func (t *Text) Words() string { return t.text }

func (t *Text) ink() Ink {
	size := t.Size0
	if size == 0 {
		size = t.pen.look.Size(t.Role)
	}
	return Ink{Size: size, Bold: t.Bold, Color: t.Tone(t.pen.look.Palette)}
}

func (t *Text) leading() float32 {
	switch {
	case t.Leading > 0:
		return t.Leading
	case t.Most != 0:
		return 1.45
	}
	return 1.3
}

func (t *Text) least() fyne.Size {
	ink := t.ink()
	if t.Most == 0 {
		return fyne.NewSize(ink.Width(t.text), ink.Size*t.leading())
	}
	width := t.Width
	if width == 0 {
		width = t.kit.Look.Design.Width - 2*t.kit.Look.Shape.Margin
	}
	lines := Wrap(t.text, width, ink, max(t.Most, 0))
	return fyne.NewSize(width, float32(len(lines))*ink.Size*t.leading())
}

func (t *Text) draw(p *Pen, w, h float32) {
	ink := t.ink()
	if t.Most == 0 {
		p.Line1(t.text, 0, 0, w, max(h, ink.Size*t.leading()), ink, t.Align)
		return
	}
	p.Lines(t.text, 0, 0, w, ink, t.leading(), max(t.Most, 0), t.Align)
}

// Big is a number whose box is squeezed to its size: it stands on the baseline 0.936 × size below the top.
// It is never shortened and its weight never changes; when it is too wide it is drawn smaller.
type Big struct {
	Shape
	Size0 float32
	Tone  Tone
	Align Align
	text  string
}

// Big makes a number of the page, bold, in a size of its own.
func (k *Kit) Big(text string, size float32) *Big {
	b := &Big{text: text, Size0: size, Tone: InkTone}
	b.init(k, b, "", func() fyne.Size { return fyne.NewSize(b.ink().Width(b.text), b.Size0) }, func(p *Pen, w, h float32) {
		x := float32(0)
		if b.Align == Left && b.Size0 > 150 {
			x = -0.05 * b.Size0 // the stroke, not its bearing, stands on the margin
		}
		p.Whole(b.text, x, 0, w-2*x, h, b.ink(), b.Align)
	})
	return b
}

// SetText changes the number.
func (b *Big) SetText(text string) {
	if text != b.text {
		b.text = text
		b.Refresh()
	}
}

// SetTone changes the colour.
func (b *Big) SetTone(tone Tone) { b.Tone = tone; b.Refresh() }

func (b *Big) ink() Ink { return Ink{Size: b.Size0, Bold: true, Color: b.Tone(b.pen.look.Palette)} }

// Run is a piece of a mixed line.
type Run struct {
	Text string
	Size float32
	Bold bool
	Tone Tone
}

// Mixed is one line of pieces in different sizes on one baseline: “请到 3 号窗口”, “5 人”.
type Mixed struct {
	Shape
	Align Align
	Gap   float32 // between the pieces, design px
	runs  []Run
}

// Mixed makes a mixed line with 8 px between its pieces.
func (k *Kit) Mixed(runs ...Run) *Mixed {
	m := &Mixed{Gap: 8, runs: runs}
	m.init(k, m, "", m.least, m.draw)
	return m
}

// NumberUnit is a number with its unit, smaller and lighter, on the same baseline.
func (k *Kit) NumberUnit(number, unit string, size float32) *Mixed {
	return k.Mixed(Run{number, size, true, InkTone}, Run{unit, unitSize(k.Look, size), false, InkTone})
}

// SetRuns changes the pieces.
func (m *Mixed) SetRuns(runs ...Run) { m.runs = runs; m.Refresh() }

func (m *Mixed) width() float32 {
	var w float32
	for i, r := range m.runs {
		if i > 0 && r.Text != "" {
			w += m.Gap
		}
		w += skin.Width(r.Text, r.Size, r.Bold)
	}
	return w
}

func (m *Mixed) tallest() (size float32) {
	for _, r := range m.runs {
		size = max(size, r.Size)
	}
	return size
}

func (m *Mixed) least() fyne.Size { return fyne.NewSize(m.width(), m.tallest()*1.2) }

func (m *Mixed) draw(p *Pen, w, h float32) {
	drawRuns(p, start(0, w, m.width(), m.Align), skin.Baseline(m.tallest(), h), m.Gap, m.runs)
}

// drawRuns writes pieces from x on a baseline and gives back where they end.
func drawRuns(p *Pen, x, baseline, gap float32, runs []Run) float32 {
	for _, r := range runs {
		if r.Text == "" {
			continue
		}
		x += p.Base(r.Text, x, baseline, Ink{r.Size, r.Bold, r.Tone(p.look.Palette)}) + gap
	}
	return x - gap
}

package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/brighthall/brighthall/ui/skin"
)

// Width is how wide a text is in this ink.
func (i Ink) Width(text string) float32 { return skin.Width(text, i.Size, i.Bold) }

// In is the same ink in another colour.
func (i Ink) In(c color.NRGBA) Ink { i.Color = c; return i }

// At is the same ink in another size.
func (i Ink) At(size float32) Ink { i.Size = size; return i }

// Base writes a text from x on a baseline and gives back its width. It is never cut: use it for numbers.
func (p *Pen) Base(text string, x, baseline float32, ink Ink) float32 {
	width := ink.Width(text)
	p.write(text, x, baseline, ink)
	return width
}

// Line1 writes one line into a box, centred in its height. A text that is too wide ends in “…”.
func (p *Pen) Line1(text string, x, y, w, h float32, ink Ink, a Align) {
	if strings.TrimSpace(text) == "" {
		return
	}
	fit := Shorten(text, w, ink)
	if fit != text {
		p.cut = append(p.cut, text)
	}
	p.Base(fit, start(x, w, ink.Width(fit), a), y+skin.Baseline(ink.Size, h), ink)
}

// Whole writes one line that may not be shortened (a number, a button). If it is too wide it is written smaller,
// down to 0.6; a text that does not fit even then counts as cut, which the clipping test reports.
func (p *Pen) Whole(text string, x, y, w, h float32, ink Ink, a Align) {
	if need := ink.Width(text); need > w {
		ink.Size *= max(w/need, 0.6)
		if ink.Width(text) > w+1 {
			p.cut = append(p.cut, text)
		}
	}
	p.Base(text, start(x, w, ink.Width(text), a), y+skin.Baseline(ink.Size, h), ink)
}

// Lines writes wrapped text from y down, leading times the size apart, and gives back the height used. What does
// not fit into most lines is shortened (most 0: no limit).
func (p *Pen) Lines(text string, x, y, w float32, ink Ink, leading float32, most int, a Align) float32 {
	height := ink.Size * leading
	lines := Wrap(text, w, ink, most)
	if most > 0 && len(lines) == most && strings.HasSuffix(lines[most-1], "…") && !strings.HasSuffix(text, "…") {
		p.cut = append(p.cut, text)
	}
	for i, line := range lines {
		p.Base(line, start(x, w, ink.Width(line), a), y+float32(i)*height+skin.Baseline(ink.Size, height), ink)
	}
	return float32(len(lines)) * height
}

// smallest is the size below which Fit makes nothing smaller.
const smallest = 12

// Fit finds the ink and the lines in which a text stands in a box to its last word: on more lines, and then smaller.
// Waits and facts, which are never shortened, are written so.
func Fit(text string, w, h float32, ink Ink, leading float32) (Ink, []string) {
	for ; ; ink.Size-- {
		lines := Wrap(text, w, ink, 0)
		if ink.Size <= smallest || float32(len(lines))*ink.Size*leading <= h && !wider(lines, w, ink) {
			return ink, lines
		}
	}
}

// Title writes words whole into a box: on one line, if need be a little smaller, otherwise on more lines, as large as
// the box allows.
func (p *Pen) Title(text string, x, y, w, h float32, ink Ink) {
	if ink.At(ink.Size*0.8).Width(text) <= w {
		p.Whole(text, x, y, w, h, ink, Left)
		return
	}
	const leading = 1.15
	ink, lines := Fit(text, w, h, ink, leading)
	p.Lines(text, x, y+max(0, h-float32(len(lines))*ink.Size*leading)/2, w, ink, leading, 0, Left)
}

// write puts one canvas.Text so that its baseline lies where it is wanted.
func (p *Pen) write(text string, x, baseline float32, ink Ink) {
	t := p.texts.next(func() *canvas.Text { return canvas.NewText("", skin.Clear) })
	was := *t
	t.Text, t.TextSize, t.Color, t.FontSource = text, p.px(ink.Size), ink.Color, skin.Font(ink.Bold)
	size, base := fyne.CurrentApp().Driver().RenderedTextSize(text, t.TextSize, t.TextStyle, t.FontSource)
	t.Move(fyne.NewPos(round(p.px(x)), round(p.px(baseline)-base)))
	t.Resize(size)
	p.objects = append(p.objects, t)
	if was.Text != t.Text || was.TextSize != t.TextSize || was.Color != t.Color || was.FontSource != t.FontSource {
		t.Refresh()
	}
}

func start(x, w, text float32, a Align) float32 {
	switch a {
	case Centre:
		return x + (w-text)/2
	case Right:
		return x + w - text
	}
	return x
}

// Shorten cuts a text to a width, ending in “…”.
func Shorten(text string, w float32, ink Ink) string {
	if ink.Width(text) <= w+0.5 {
		return text
	}
	runes := []rune(text)
	for n := len(runes) - 1; n > 0; n-- {
		if cut := strings.TrimRight(string(runes[:n]), " \u3000") + "…"; ink.Width(cut) <= w {
			return cut
		}
	}
	return "…"
}

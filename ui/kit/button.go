package kit

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/skin"
)

// Rank is how much a button asks for attention.
type Rank string

// The ranks. One Primary per screen.
const (
	Primary   Rank = "primary"   // filled green: the next step
	Secondary Rank = "secondary" // green line
	Quiet     Rank = "quiet"     // grey line
	Danger    Rank = "danger"    // red line
)

// Button is a labelled button. Set the fields before it is shown, change it later by its methods.
type Button struct {
	touch
	Icon     string  // name of an icon before the label
	Note     string  // small, after the label
	Hint     string  // key that does the same, as a chip: “F1”
	Below    string  // keys that do the same, on a second, small line: “Ctrl+Alt+1”; in place of Hint
	Wide     bool    // icon and label left, note and hint right
	TextSize float32 // of the label; 0: the class's

	label, busy string
	rank        Rank
}

// Button makes a button. key names it for tests and the debug socket.
func (k *Kit) Button(key, label string, rank Rank, act func()) *Button {
	b := &Button{label: label, rank: rank}
	b.act = act
	b.init(k, b, key, b.least, b.draw)
	return b
}

// SetLabel changes the words.
func (b *Button) SetLabel(label string) { b.label = label; b.Refresh() }

// SetNote changes the small words after the label.
func (b *Button) SetNote(note string) { b.Note = note; b.Refresh() }

// SetRank changes the rank.
func (b *Button) SetRank(r Rank) { b.rank = r; b.Refresh() }

// SetBusy shows what is being done in place of the label and takes no more presses; "" ends it.
func (b *Button) SetBusy(doing string) { b.busy, b.off = doing, doing != ""; b.Refresh() }

// SetOff turns the button off and says why beside the label.
func (b *Button) SetOff(why string) { b.off, b.Note, b.pressed = true, why, false; b.Refresh() }

// SetOn turns the button on again, with a note or "".
func (b *Button) SetOn(note string) { b.off, b.busy, b.Note = false, "", note; b.Refresh() }

// Off reports whether presses do nothing now.
func (b *Button) Off() bool { return b.off }

func (b *Button) least() fyne.Size {
	look := b.kit.Look
	return fyne.NewSize(b.content()+2*b.padding(), look.Shape.Button)
}

func (b *Button) draw(p *Pen, w, h float32) {
	s, pal := p.look.Shape, p.look.Palette
	fill, line, ink, width := b.colours(pal, s)
	p.Box(0, 0, w, h, s.Card*b.rounding(), fill, line, width)
	if b.ring {
		p.Box(0, 0, w, h, s.Card*b.rounding(), skin.Clear, pal.Green, s.Focus)
		p.Box(s.Focus, s.Focus, w-2*s.Focus, h-2*s.Focus, s.Card*b.rounding()-s.Focus, skin.Clear, pal.Surface, s.Focus)
	}
	if b.Wide {
		b.drawWide(p, w, h, ink)
		return
	}
	b.drawCentred(p, w, h, ink)
}

// rounding: desk buttons have the radius of a control.
func (b *Button) rounding() float32 {
	s := b.kit.Look.Shape
	if s.Touch {
		return 1
	}
	return s.Control / s.Card
}

func (b *Button) colours(pal skin.Palette, s skin.Shape) (fill, line, ink color.NRGBA, width float32) {
	if b.off && b.busy == "" {
		return pal.Sunken, pal.Line, pal.Ink3, s.Border
	}
	switch b.rank {
	case Primary:
		if b.pressed || b.busy != "" {
			return pal.GreenDark, skin.Clear, pal.OnGreen, 0
		}
		return pal.Green, skin.Clear, pal.OnGreen, 0
	case Secondary:
		return b.pick(pal.Surface, pal.GreenTint, pal.GreenTint), pal.Green, pal.Green, s.Primary
	case Danger:
		return b.pick(pal.Surface, pal.DangerTint, pal.DangerTint), pal.Danger, pal.Danger, s.Border
	}
	return b.pick(pal.Surface, pal.Sunken, pal.Page), pal.Line2, pal.Ink, s.Border
}

func (t *touch) pick(rest, pressed, hover color.NRGBA) color.NRGBA {
	switch {
	case t.pressed:
		return pressed
	case t.hovered:
		return hover
	}
	return rest
}

func (b *Button) drawCentred(p *Pen, w, h float32, ink color.NRGBA) {
	x := max((w-b.contentOf(b.words()))/2, b.padding()/2)
	if b.Icon != "" && b.busy == "" {
		p.Icon(b.Icon, x, (h-b.iconSize())/2, b.iconSize(), ink)
		x += b.iconSize() + b.gap()
	}
	after := b.tail()
	room := w - x - after - b.padding()/2
	text := b.words()
	if b.Below != "" {
		h = b.drawBelow(p, w, h, ink)
	}
	p.Whole(text, x, 0, room, h, b.ink(ink), Left)
	x += min(b.ink(ink).Width(text), room) + b.gap()
	b.drawTail(p, x, h, ink)
}

// BelowWidth is how wide a button must be for its second line.
func (b *Button) BelowWidth() float32 {
	if b.Below == "" {
		return 0
	}
	return skin.Width(b.Below, chipSize(b.kit.Look), false) + b.padding()
}

// drawBelow writes the second line and gives the height that is left to the first.
func (b *Button) drawBelow(p *Pen, w, h float32, ink color.NRGBA) float32 {
	small := Ink{Size: chipSize(p.look), Color: ink}
	if b.rank != Primary && !b.off {
		small.Color = p.look.Palette.Ink2
	}
	pad := b.padding() / 2
	p.Whole(b.Below, pad, h-small.Size*1.6, w-2*pad, small.Size*1.4, small, Centre)
	return h - small.Size*1.2
}

func (b *Button) drawWide(p *Pen, w, h float32, ink color.NRGBA) {
	x := b.padding()
	if b.Icon != "" {
		p.Icon(b.Icon, x, (h-b.iconSize())/2, b.iconSize(), ink)
		x += b.iconSize() + b.gap()
	}
	end := w - b.padding() - b.tail() + b.gap()
	p.Whole(b.words(), x, 0, end-x-b.gap(), h, b.ink(ink), Left)
	b.drawTail(p, end, h, ink)
}

func (b *Button) drawTail(p *Pen, x, h float32, ink color.NRGBA) {
	pal := p.look.Palette
	note := p.Ink(skin.Caption, false, ink)
	if b.rank != Primary && !b.off {
		note.Color = pal.Ink3
	}
	if b.Note != "" && b.busy == "" {
		x += p.Base(b.Note, x, skin.Baseline(note.Size, h), note) + b.gap()
	}
	if b.Hint == "" {
		return
	}
	fill, line, c := pal.Surface, pal.Line2, pal.Ink2
	if b.rank == Primary && !b.off {
		fill, line, c = pal.GreenDark, pal.GreenDark, pal.OnGreen
	}
	if b.off {
		fill, c = pal.Sunken, pal.Ink3
	}
	drawChip(p, b.Hint, x, h/2, fill, line, c)
}

func (b *Button) words() string {
	if b.busy != "" {
		return b.busy
	}
	return b.label
}

func (b *Button) ink(c color.NRGBA) Ink {
	size := b.kit.Look.Size(skin.Label)
	if b.TextSize > 0 {
		size = b.TextSize
	}
	return Ink{Size: size, Bold: true, Color: c}
}

// content is the width of icon, label, note and hint; the least size keeps the label's while busy, so nothing jumps.
func (b *Button) content() float32 { return b.contentOf(b.label) }

func (b *Button) contentOf(words string) float32 {
	width := b.ink(skin.Clear).Width(words) + b.tail()
	if b.busy != "" {
		return width
	}
	if b.Icon != "" {
		width += b.iconSize()
	}
	if b.Icon != "" && b.label != "" {
		width += b.gap()
	}
	return width
}

func (b *Button) tail() (width float32) {
	if b.Note != "" && b.busy == "" {
		width += b.gap() + skin.Width(b.Note, b.kit.Look.Size(skin.Caption), false)
	}
	if b.Hint != "" {
		width += b.gap() + chipWidth(b.kit.Look, b.Hint)
	}
	return width
}

func (b *Button) padding() float32 {
	return b.kit.Look.Shape.Touched(32, 16)
}
func (b *Button) gap() float32      { return b.kit.Look.Shape.Touched(16, 10) }
func (b *Button) iconSize() float32 { return b.ink(skin.Clear).Size * 1.2 }

// chipSize is the writing of keys of the keyboard.
func chipSize(l *skin.Look) float32 { return l.Size(skin.Caption) * 0.87 }

// chips are keys of the keyboard: “F1” in a small box.
func chipWidth(l *skin.Look, text string) float32 {
	size := chipSize(l)
	return skin.Width(text, size, true) + size*1.2
}

func drawChip(p *Pen, text string, x, middle float32, fill, line, c color.NRGBA) {
	size := chipSize(p.look)
	w, h := chipWidth(p.look, text), size*1.85
	p.Box(x, middle-h/2, w, h, size*0.4, fill, line, p.look.Shape.Border)
	p.Whole(text, x, middle-h/2, w, h, Ink{Size: size, Bold: true, Color: c}, Centre)
}

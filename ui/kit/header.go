package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/brighthall/brighthall/ui/skin"
)

// drawMark draws our sign: a flash over a line in a rounded square.
func drawMark(p *Pen, x, y, size float32, square, sign Tone) {
	ground, ink := square(p.look.Palette), sign(p.look.Palette)
	p.Box(x, y, size, size, size*0.21, ground, skin.Clear, 0)
	flash := size * 0.60
	p.Icon("lightning-bolt", x+(size-flash)/2, y+size*0.135, flash, ink)
	p.Box(x+size*0.25, y+size*0.77, size/2, size*0.08, size*0.04, ink, skin.Clear, 0)
}

// Mark is our sign.
func (k *Kit) Mark(size float32, square, sign Tone) *Shape {
	return k.Draw(fyne.NewSize(size, size), func(p *Pen, _, _ float32) { drawMark(p, 0, 0, size, square, sign) })
}

// Header is the top of a public screen: our sign, the outlet's name, the day and the time.
type Header struct {
	Shape
	Quiet           bool // name not bold
	Square, Sign    Tone
	name, day, time string
}

// Header makes the top line; keep day and time up to date with SetClock once a minute.
func (k *Kit) Header(name, day, time string) *Header {
	h := &Header{name: name, day: day, time: time, Square: GreenTone, Sign: OnGreenTone}
	h.init(k, h, "", h.least, h.draw)
	return h
}

// SetClock changes day and time; it draws only when they differ.
func (h *Header) SetClock(day, time string) {
	if day != h.day || time != h.time {
		h.day, h.time = day, time
		h.Refresh()
	}
}

// SetName changes the name.
func (h *Header) SetName(name string) { h.name = name; h.Refresh() }

func (h *Header) least() fyne.Size { return fyne.NewSize(600, h.mark()) }

func (h *Header) mark() float32 {
	switch h.kit.Look.Class {
	case skin.KioskElder, skin.MediaElder:
		return 72
	case skin.Customer:
		return 48
	case skin.Hall:
		return 56
	case skin.Counter, skin.Desk:
		return 40
	}
	return 64
}

func (h *Header) draw(p *Pen, w, high float32) {
	mark, pal := h.mark(), p.look.Palette
	drawMark(p, 0, (high-mark)/2, mark, h.Square, h.Sign)
	size := mark * 0.53
	time := Ink{Size: mark * 0.69, Bold: true, Color: pal.Ink}
	if h.kit.Look.Class == skin.Hall {
		size, time.Size = 40, 56
	}
	base := skin.Baseline(time.Size, high)
	right := w - time.Width(h.time)
	p.Base(h.time, right, base, time)
	day := Ink{Size: size * 0.83, Color: pal.Ink2}
	if h.day != "" {
		right -= mark*0.28 + day.Width(h.day)
		p.Base(h.day, right, base, day)
	}
	name := Ink{Size: size, Bold: !h.Quiet, Color: pal.Ink}
	p.Title(h.name, mark*1.25, 0, right-mark*1.5, high, name)
}

// SlotForm is how a place of the bottom bar is drawn.
type SlotForm string

// The forms of slots.
const (
	PlainSlot  SlotForm = ""
	StrongSlot SlotForm = "strong" // tint and bold green: calling for help
	BoxedSlot  SlotForm = "boxed"  // with a line, on elderly screens
	OnSlot     SlotForm = "on"     // ink with white: switched on
)

// Slot is a place of the kiosk's bottom bar: an icon over a word. Slots never move.
type Slot struct {
	touch
	icon, word string
	form       SlotForm
	row        []*Slot // of its bar; all words there are of one size
}

// Slot makes a place of the bottom bar.
func (k *Kit) Slot(key, icon, word string, form SlotForm, act func()) *Slot {
	s := &Slot{icon: icon, word: word, form: form}
	s.act = act
	s.init(k, s, key, s.least, s.draw)
	return s
}

// Set changes icon, word and form.
func (s *Slot) Set(icon, word string, form SlotForm) {
	s.icon, s.word, s.form = icon, word, form
	s.Refresh()
	for _, other := range s.row {
		other.Refresh()
	}
}

// SetOff greys the slot; it stays in its place.
func (s *Slot) SetOff(off bool) { s.off = off; s.Refresh() }

// common is the size at which the words of the whole bar fit, none smaller than the others, and whether one of them
// needs two lines.
func (s *Slot) common(w float32) (size float32, tall bool) {
	size = s.size()
	for _, o := range append(s.row[:len(s.row):len(s.row)], s) {
		lines := o.lines(w)
		tall = tall || len(lines) > 1
		for _, line := range lines {
			size = min(size, s.size()*slotRoom(w)*0.98/max(skin.Width(line, s.size(), o.form == StrongSlot), 1))
		}
	}
	return size, tall
}

// slotRoom is the width of a word that keeps its distance from the next one.
func slotRoom(w float32) float32 { return w + slotGap - slotApart }

// lines are the word; in elderly type one that is too long is in two halves, parted between its words or in the middle
// of four signs.
func (s *Slot) lines(w float32) []string {
	if s.kit.Look.Class.Plain() == s.kit.Look.Class || skin.Width(s.word, s.size(), s.form == StrongSlot)*1.02 <= slotRoom(w) {
		return []string{s.word}
	}
	if first, second, ok := strings.Cut(s.word, " "); ok {
		return []string{first, second}
	}
	if signs := []rune(s.word); len(signs) == 4 && isHan(signs[0]) {
		return []string{string(signs[:2]), string(signs[2:])}
	}
	return []string{s.word}
}

func (s *Slot) size() float32 { return min(s.kit.Look.Size(skin.Caption), 44) }

func (s *Slot) least() fyne.Size {
	return fyne.NewSize(max(skin.Width(s.word, s.size(), true)+24, 120), 120)
}

func (s *Slot) draw(p *Pen, w, h float32) {
	pal := p.look.Palette
	fill, line, ink, bold := skin.Clear, skin.Clear, pal.Ink, false
	switch {
	case s.off:
		ink = pal.Line2
	case s.form == StrongSlot:
		fill, ink, bold = pal.GreenTint, pal.GreenDark, true
	case s.form == BoxedSlot:
		fill, line = pal.Surface, pal.Line2
	case s.form == OnSlot:
		fill, ink = pal.Ink, pal.Surface
	}
	if s.pressed {
		fill, ink = pal.Sunken, pal.Ink
	}
	p.Box(0, 0, w, h, p.look.Shape.Card, fill, line, p.look.Shape.Border)
	icon, leading := float32(48), float32(1.3)
	size, tall := s.common(w)
	lines := s.lines(w)
	if tall { // two lines, and the icon, in the height of one
		icon, size, leading = 36, min(size, 36), 1.06
	}
	y := (h - icon - float32(len(lines))*size*leading - 2) / 2
	p.Icon(s.icon, (w-icon)/2, y, icon, ink)
	for i, line := range lines {
		p.Whole(line, 4, y+icon+2+float32(i)*size*leading, w-8, size*leading, Ink{Size: size, Bold: bold, Color: ink}, Centre)
	}
}

// BottomBar is the kiosk's bottom line, 152 high: slots of one width, so that words and states never move one. left,
// the hotline, stands in the place of the first two.
func (k *Kit) BottomBar(left fyne.CanvasObject, slots ...*Slot) *fyne.Container {
	ground := k.Draw(fyne.NewSize(k.Look.Design.Width, 152), func(p *Pen, w, h float32) {
		p.Fill(0, 0, w, h, p.look.Palette.Surface)
		p.Fill(0, 0, w, 2, p.look.Palette.Line)
	})
	row := container.New(&slotRow{k, left})
	if left != nil {
		row.Add(left)
	}
	for _, s := range slots {
		row.Add(s)
		s.row = slots
	}
	margin := k.Look.Shape.Margin
	return k.Stack(ground, k.Inset(row, margin*0.6, 16, margin*0.5, 14))
}

// slotGap is between two slots, slotApart between two words, in design pixels.
const slotGap, slotApart = 12, 42

// slotRow gives all slots the same width, and what stands before them that of two.
type slotRow struct {
	kit  *Kit
	wide fyne.CanvasObject // may be nil
}

// Layout implements fyne.Layout.
func (r *slotRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap, n := r.kit.Look.Px(slotGap), float32(len(objects))
	if r.wide != nil {
		n++
	}
	each, x := (size.Width-gap*(n-1))/n, float32(0)
	for _, o := range objects {
		w := each
		if o == r.wide {
			w = 2*each + gap
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + gap
	}
}

// MinSize implements fyne.Layout: the bar is as wide as the screen, whatever it says.
func (r *slotRow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, r.kit.Look.Px(120)) }

// Hotline is the number to ring, in the first places of the home screen's bottom bar.
func (k *Kit) Hotline(words, number string) *Shape {
	small := k.Look.Size(skin.Caption) * 0.93
	width := skin.Width(words, small, false) + 12
	return k.Draw(fyne.NewSize(width+20, 120), func(p *Pen, w, h float32) {
		p.Line1(words, 20, h*0.14, w-20, small*1.3, Ink{Size: small, Color: p.look.Palette.Ink2}, Left)
		p.Whole(number, 20, h*0.14+small*1.3, w-20, 60, Ink{Size: 46, Bold: true, Color: p.look.Palette.Ink}, Left)
	})
}

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/skin"
)

// Mood is how a strip, a tag or a dot feels: it picks colours and, with the word beside it, never speaks by
// colour alone.
type Mood string

// The moods.
const (
	Good   Mood = "good"   // green
	Watch  Mood = "watch"  // amber: look at it today
	Bad    Mood = "bad"    // red: act now
	Closed Mood = "closed" // hollow: not open
	Told   Mood = "told"   // blue: changed by a person
	Dull   Mood = "dull"   // grey
)

func (m Mood) colours(p skin.Palette) (text, fill, mark color.NRGBA) {
	switch m {
	case Good:
		return p.GreenDark, p.GreenTint, p.Green
	case Watch:
		return p.Warn, p.WarnTint, p.WarnMark
	case Bad:
		return p.Danger, p.DangerTint, p.Danger
	case Told:
		return p.Info, p.InfoTint, p.Info
	}
	return p.Ink2, p.Sunken, p.Edge
}

// Notice is one row of a banner: what is so, in bold, then what to do.
type Notice struct {
	Icon, Fact, Do string
	Aside          string // right, normal weight
	AsideIcon      string
}

// Banner is a strip with up to two notices, one per problem.
type Banner struct {
	Shape
	Mood Mood
	rows []Notice
}

// Banner makes a strip.
func (k *Kit) Banner(m Mood, rows ...Notice) *Banner {
	b := &Banner{Mood: m, rows: rows}
	b.init(k, b, "", b.least, b.draw)
	return b
}

// Set changes mood and rows.
func (b *Banner) Set(m Mood, rows ...Notice) { b.Mood, b.rows = m, rows; b.Refresh() }

func (b *Banner) least() fyne.Size {
	var h float32
	for _, r := range b.rows {
		h += b.rowHeight(r)
	}
	return fyne.NewSize(400, max(h, 1))
}

func (b *Banner) rowHeight(r Notice) float32 {
	fact, do := b.sizes()
	if r.Do == "" || !b.kit.Look.Shape.Touch {
		return fact * b.kit.Look.Shape.Touched(2.6, 3)
	}
	return fact*1.35 + do*1.35 + fact*0.9
}

func (b *Banner) sizes() (fact, do float32) {
	l := b.kit.Look
	if l.Shape.Touch {
		return l.Size(skin.Body) * 1.06, l.Size(skin.Caption)
	}
	return l.Size(skin.Body), l.Size(skin.Body)
}

func (b *Banner) draw(p *Pen, w, h float32) {
	s := p.look.Shape
	_, fill, mark := b.Mood.colours(p.look.Palette)
	if b.Mood == Bad {
		mark = p.look.Palette.DangerMark
	}
	p.Box(0, 0, w, h, s.Card, fill, mark, s.Border)
	var all float32
	for _, r := range b.rows {
		all += b.rowHeight(r)
	}
	y := (h - all) / 2
	for i, r := range b.rows {
		if i > 0 {
			p.Fill(34, y, w-68, s.Border, mark)
		}
		b.row(p, r, y, w, b.rowHeight(r))
		y += b.rowHeight(r)
	}
}

func (b *Banner) row(p *Pen, r Notice, y, w, h float32) {
	pal, s := p.look.Palette, p.look.Shape
	text, _, _ := b.Mood.colours(pal)
	factSize, doSize := b.sizes()
	fact, do := Ink{Size: factSize, Bold: true, Color: pal.Ink}, Ink{Size: doSize, Color: pal.Ink2}
	icon, pad := factSize*1.6, s.Touched(34, 20)
	p.Icon(r.Icon, pad, y+(h-icon)/2, icon, text)
	x := pad + icon + pad*0.7
	right := b.aside(p, r, y, w-pad, h)
	switch {
	case r.Do == "":
		p.Line1(r.Fact, x, y, right-x, h, fact, Left)
	case s.Touch:
		top := y + (h-factSize*1.35-doSize*1.35)/2
		p.Line1(r.Fact, x, top, right-x, factSize*1.35, fact, Left)
		p.Line1(r.Do, x, top+factSize*1.35, right-x, doSize*1.35, do, Left)
	default:
		p.Line1(r.Fact, x, y, right-x, h, fact, Left)
		x += fact.Width(r.Fact) + 16
		p.Line1(r.Do, x, y, max(right-x, 1), h, do, Left)
	}
}

func (b *Banner) aside(p *Pen, r Notice, y, right, h float32) float32 {
	if r.Aside == "" {
		return right
	}
	ink := Ink{Size: p.look.Size(skin.Body) * 0.94, Color: p.look.Palette.Ink2}
	right -= ink.Width(r.Aside)
	p.Line1(r.Aside, right, y, ink.Width(r.Aside)+1, h, ink, Left)
	if r.AsideIcon != "" {
		right -= ink.Size*1.2 + 12
		p.Icon(r.AsideIcon, right, y+(h-ink.Size*1.2)/2, ink.Size*1.2, ink.Color)
	}
	return right - 16
}

// Dot is the state of something with its word: ● 打印机 纸快用完.
type Dot struct {
	Shape
	Role             skin.Role
	mood             Mood
	word, moodDetail string
}

// Dot makes a state; detail, in the mood's colour, is for what is not good.
func (k *Kit) Dot(m Mood, word, detail string) *Dot {
	d := &Dot{mood: m, word: word, moodDetail: detail, Role: skin.Caption}
	d.init(k, d, "", d.least, d.draw)
	return d
}

// Set changes the state.
func (d *Dot) Set(m Mood, word, detail string) {
	if m != d.mood || word != d.word || detail != d.moodDetail {
		d.mood, d.word, d.moodDetail = m, word, detail
		d.Refresh()
	}
}

func (d *Dot) dotSize() float32 { return d.kit.Look.Size(d.Role) * 0.66 }

func (d *Dot) least() fyne.Size {
	size := d.kit.Look.Size(d.Role)
	w := d.dotSize() + size*0.7 + skin.Width(d.word, size, false)
	if d.moodDetail != "" {
		w += size*0.5 + skin.Width(d.moodDetail, size, false)
	}
	return fyne.NewSize(w+1, size*1.4)
}

func (d *Dot) draw(p *Pen, w, h float32) {
	drawDot(p, d.dotSize()/2, h/2, d.dotSize(), d.mood)
	ink := p.Ink(d.Role, false, p.look.Palette.Ink)
	x := d.dotSize() + ink.Size*0.7
	p.Line1(d.word, x, 0, max(w-x, 1), h, ink, Left)
	if d.moodDetail == "" {
		return
	}
	text, _, _ := d.mood.colours(p.look.Palette)
	x += ink.Width(d.word) + ink.Size*0.5
	p.Line1(d.moodDetail, x, 0, max(w-x, 1), h, ink.In(text), Left)
}

// State draws a mood's dot with its middle at a point; its word stands beside it.
func (p *Pen) State(cx, cy, size float32, m Mood) { drawDot(p, cx, cy, size, m) }

func drawDot(p *Pen, cx, cy, size float32, m Mood) {
	_, _, mark := m.colours(p.look.Palette)
	if m == Closed {
		p.Ring(cx, cy, size, max(size*0.18, 1.5), mark)
		return
	}
	p.Dot(cx, cy, size, mark)
}

// Tag is a word in a small coloured box.
type Tag struct {
	Shape
	mood  Mood
	word  string
	Edged bool // line instead of fill
}

// Tag makes a tag.
func (k *Kit) Tag(m Mood, word string) *Tag {
	t := &Tag{mood: m, word: word}
	t.init(k, t, "", func() fyne.Size {
		size := k.Look.Size(skin.Caption)
		return fyne.NewSize(tagWidth(k.Look, t.word), size*1.7)
	}, func(p *Pen, w, h float32) { drawTag(p, t.word, 0, h/2, t.mood, t.Edged) })
	return t
}

// Set changes the tag.
func (t *Tag) Set(m Mood, word string) { t.mood, t.word = m, word; t.Refresh() }

func tagWidth(l *skin.Look, word string) float32 {
	size := l.Size(skin.Caption)
	return skin.Width(word, size, true) + size*1.1
}

func drawTag(p *Pen, word string, x, middle float32, m Mood, edged bool) {
	if word == "" {
		return
	}
	size := p.look.Size(skin.Caption)
	text, fill, mark := m.colours(p.look.Palette)
	h := size * 1.65
	if edged {
		p.Box(x, middle-h/2, tagWidth(p.look, word), h, size*0.35, skin.Clear, p.look.Palette.Line2, p.look.Shape.Border)
	} else {
		p.Box(x, middle-h/2, tagWidth(p.look, word), h, size*0.35, fill, mark, 0)
	}
	p.Whole(word, x, middle-h/2, tagWidth(p.look, word), h, Ink{Size: size, Bold: !edged, Color: text}, Centre)
}

// Toggle is a switch with its word; Red ones are faults of the device bench.
type Toggle struct {
	touch
	Red  bool
	on   bool
	word string
}

// Toggle makes a switch; changed is told what it is after each press.
func (k *Kit) Toggle(key, word string, on bool, changed func(on bool)) *Toggle {
	t := &Toggle{on: on, word: word}
	t.act = func() {
		t.SetOn(!t.on)
		changed(t.on)
	}
	t.fast = true
	t.init(k, t, key, t.least, t.draw)
	return t
}

// SetOn sets the switch without telling anybody.
func (t *Toggle) SetOn(v bool) { t.show(&t.on, v) }

// On reports what it is.
func (t *Toggle) On() bool { return t.on }

func (t *Toggle) scale() float32 { return t.kit.Look.Shape.Touched(1.8, 1) }

func (t *Toggle) least() fyne.Size {
	s := t.scale()
	return fyne.NewSize(54*s+skin.Width(t.word, t.kit.Look.Size(skin.Body), false), 32*s)
}

func (t *Toggle) draw(p *Pen, w, h float32) {
	pal, s := p.look.Palette, t.scale()
	ground, x := pal.Edge, 12*s
	if t.on {
		ground, x = pal.Green, 28*s
		if t.Red {
			ground = pal.Danger
		}
	}
	p.Box(0, h/2-12*s, 40*s, 24*s, 12*s, ground, skin.Clear, 0)
	p.Dot(x, h/2, 18*s, pal.Surface)
	if t.ring {
		p.Box(0, h/2-14*s, 42*s, 28*s, 14*s, skin.Clear, pal.Ink, p.look.Shape.Focus)
	}
	p.Line1(t.word, 52*s, 0, max(w-52*s, 1), h, p.Ink(skin.Body, false, pal.Ink), Left)
}

// Chip is a key of the keyboard beside something: “F1”.
func (k *Kit) Chip(text string) *Shape {
	size := k.Look.Size(skin.Caption)
	return k.Draw(fyne.NewSize(chipWidth(k.Look, text), size*1.7), func(p *Pen, _, h float32) {
		pal := p.look.Palette
		drawChip(p, text, 0, h/2, pal.Surface, pal.Line2, pal.Ink2)
	})
}

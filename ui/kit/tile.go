package kit

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/skin"
)

// TileForm is how a tile is arranged.
type TileForm string

// The arrangements.
const (
	Upright TileForm = "upright" // icon above name above fact, centred
	Across  TileForm = "across"  // icon left, name and fact, chevron right
	Corner  TileForm = "corner"  // icon top left, mark top right, name and facts below
)

// Tile is a thing to choose: icon, name, one short fact.
type Tile struct {
	touch
	Form        TileForm
	Icon        string
	Name, Fact  string // Fact may have line feeds
	Mark        string // Corner: icon top right; MarkDone draws it filled green
	MarkDone    bool
	Recommended bool   // 4 px green line
	Filled      bool   // green: the screen's one primary
	Line        bool   // green line instead of the grey one
	Chosen      bool   // tint and green line, with a check mark: never by colour alone
	Said        string // what is written beside the check mark of a chosen tile: “已选”
	Edge        bool   // field-grey line: equal keys, as in the rating
	IconSize    float32
	NameSize    float32
	FactLines   int // Upright: room for so many lines of the fact at least, so that the names of a row stand in line
}

// Tile makes a tile; set its fields before it is shown and call Refresh after changing them.
func (k *Kit) Tile(key string, form TileForm, icon, name, fact string, act func()) *Tile {
	t := &Tile{Form: form, Icon: icon, Name: name, Fact: fact}
	t.act = act
	t.init(k, t, key, t.least, t.draw)
	return t
}

// SetOff keeps the tile in its place but off; instead says the way out in place of the fact.
func (t *Tile) SetOff(instead string) { t.off, t.Fact, t.pressed = true, instead, false; t.Refresh() }

// SetOn turns the tile on with its fact.
func (t *Tile) SetOn(fact string) { t.off, t.Fact = false, fact; t.Refresh() }

// SetChosen marks the tile as one of the chosen.
func (t *Tile) SetChosen(v bool) { t.show(&t.Chosen, v) }

// Off reports whether presses do nothing.
func (t *Tile) Off() bool { return t.off }

func (t *Tile) least() fyne.Size {
	l := t.kit.Look
	name := t.nameInk(l.Palette.Ink).Width(t.Name)
	if t.Form == Across {
		return fyne.NewSize(name+l.Shape.Touched(220, 90), l.Shape.Touched(128, 64))
	}
	return fyne.NewSize(name+l.Shape.Touched(48, 24), l.Shape.Touched(224, 120))
}

func (t *Tile) draw(p *Pen, w, h float32) {
	s := p.look.Shape
	fill, line, width := t.ground(p.look.Palette, s)
	p.Box(0, 0, w, h, s.Card, fill, line, width)
	if t.ring {
		p.Box(0, 0, w, h, s.Card, skin.Clear, p.look.Palette.Green, s.Focus)
	}
	switch {
	case t.Form == Across:
		t.drawAcross(p, w, h)
	case t.Form == Corner:
		t.drawCorner(p, w, h)
	case t.Icon == "" && t.Fact == "":
		t.drawWord(p, w, h)
	default:
		t.drawUpright(p, w, h)
	}
}

func (t *Tile) ground(pal skin.Palette, s skin.Shape) (fill, line color.NRGBA, width float32) {
	switch {
	case t.off:
		return pal.Sunken, pal.Line, s.Border
	case t.Filled:
		return t.pick(pal.Green, pal.GreenDark, pal.Green), skin.Clear, 0
	case t.Chosen:
		return pal.GreenTint, pal.Green, s.Focus
	case t.Recommended:
		return t.pick(pal.Surface, pal.GreenTint, pal.Page), pal.Green, s.Focus
	case t.Line:
		return t.pick(pal.Surface, pal.GreenTint, pal.Page), pal.Green, s.Primary
	case t.Edge:
		return t.pick(pal.Surface, pal.GreenTint, pal.Page), pal.Edge, s.Primary
	}
	return t.pick(pal.Surface, pal.GreenTint, pal.Page), pal.Line, s.Border
}

// inks are the colours of icon, name and fact.
func (t *Tile) inks(pal skin.Palette) (icon, name, fact color.NRGBA) {
	switch {
	case t.off:
		return pal.Ink3, pal.Ink3, pal.Ink3
	case t.Filled:
		return pal.OnGreen, pal.OnGreen, pal.OnGreen
	case t.Chosen:
		return pal.Green, pal.GreenDark, pal.GreenDark
	case t.Edge:
		return pal.Ink, pal.Ink, pal.Ink2
	}
	return pal.Green, pal.Ink, pal.Ink2
}

func (t *Tile) nameInk(c color.NRGBA) Ink {
	size := t.kit.Look.Size(skin.Label)
	if t.NameSize > 0 {
		size = t.NameSize
	} else if t.Form == Across {
		size *= 0.9
	}
	return Ink{Size: size, Bold: true, Color: c}
}

func (t *Tile) iconPx(otherwise float32) float32 {
	if t.IconSize > 0 {
		return t.IconSize
	}
	return otherwise
}

func (t *Tile) drawUpright(p *Pen, w, h float32) {
	icon, name, fact := t.inks(p.look.Palette)
	ink, names := inTwo(t.Name, w-24, h, t.nameInk(name))
	named := float32(len(names)) * ink.Size * nameLine
	size := t.iconPx(p.look.Shape.Touched(88, 40))
	caption := p.Ink(skin.Caption, false, fact)
	small, lines := t.factBelow(caption, w-24, h-16-named-size*(1+iconGap))
	for small.Size < caption.Size*0.9 && size > caption.Size*2 { // the icon makes room for the words
		size -= 4
		small, lines = t.factBelow(caption, w-24, h-16-named-size*(1+iconGap))
	}
	gap := size * iconGap
	high := size + gap + named + float32(max(len(lines), t.FactLines))*small.Size*1.4
	y := (h - high) / 2
	p.Icon(t.Icon, (w-size)/2, y, size, icon)
	y += size + gap
	if t.Chosen {
		t.drawCheck(p, w-24, 24+size*0.2, size*0.4)
	}
	for _, name := range names {
		p.Whole(name, 12, y, w-24, ink.Size*1.3, ink, Centre)
		y += ink.Size * 1.3
	}
	for _, line := range lines {
		p.Line1(line, 8, y, w-16, small.Size*1.4, small, Centre)
		y += small.Size * 1.4
	}
}

// iconGap is the room below an icon, as a part of it; nameLine the height of a line of a name, as a part of its type.
const (
	iconGap  = 0.22
	nameLine = 1.3
)

// factLine is the height of a fact in one line, 0 without one.
func (t *Tile) factLine(ink Ink) float32 {
	if t.Fact == "" {
		return 0
	}
	return ink.Size * 1.4
}

// factBelow is the fact in its lines, none without one.
func (t *Tile) factBelow(ink Ink, w, h float32) (Ink, []string) {
	if t.Fact == "" {
		return ink, nil
	}
	return Fit(t.Fact, w, h, ink, 1.4)
}

// inTwo puts a name that would have to be written very small on two lines, which are high together at most.
func inTwo(name string, room, high float32, ink Ink) (Ink, []string) {
	if ink.Width(name)*0.7 <= room {
		return ink, []string{name}
	}
	for size := min(ink.Size*0.8, high/(2*nameLine)); size > ink.Size*0.5; size-- {
		if lines := Wrap(name, room, ink.At(size), 0); len(lines) == 2 && ink.At(size).Width(lines[0]) <= room {
			return ink.At(size), lines
		}
	}
	return ink, []string{name}
}

func (t *Tile) drawAcross(p *Pen, w, h float32) {
	icon, name, fact := t.inks(p.look.Palette)
	ink, small := t.nameInk(name), p.Ink(skin.Caption, false, fact)
	size := t.iconPx(p.look.Shape.Touched(56, 24))
	pad := p.look.Shape.Touched(34, 16)
	p.Icon(t.Icon, pad, (h-size)/2, size, icon)
	x := pad + size + pad*0.8
	chevron := p.look.Shape.Touched(36, 20)
	room, nameH, nameY := w-x-chevron-pad, h, float32(0)
	names := []string{t.Name}
	if !t.Chosen {
		ink, names = inTwo(t.Name, room, h-16-t.factLine(small), ink)
	}
	if t.Fact != "" || len(names) == 2 {
		nameH = ink.Size * nameLine
		named := float32(len(names)) * nameH
		small, lines := t.factBelow(small, room, h-16-named)
		nameY = (h - named - float32(len(lines))*small.Size*1.4) / 2
		if t.Fact != "" {
			p.Lines(t.Fact, x, nameY+named, room, small, 1.4, 0, Left)
		}
	}
	switch {
	case t.Chosen: // in the line of the name, which is short
		p.Whole(t.Name, x, nameY, w-x-t.checkWidth(chevron)-pad*1.4, nameH, ink, Left)
		t.drawCheck(p, w-pad*0.8, nameY+nameH/2, chevron)
		return
	case !t.off:
		p.Icon("chevron-right", w-pad*0.8-chevron, (h-chevron)/2, chevron, p.look.Palette.Edge)
	}
	for i, name := range names {
		p.Whole(name, x, nameY+float32(i)*nameH, room, nameH, ink, Left)
	}
}

// drawCheck says that the tile is chosen: a mark and its word, ending at right around a height.
func (t *Tile) drawCheck(p *Pen, right, middle, size float32) {
	ink := p.Ink(skin.Caption, true, p.look.Palette.GreenDark)
	p.Icon("check", right-t.checkWidth(size), middle-size/2, size, ink.Color)
	if t.Said != "" {
		p.Line1(t.Said, right-ink.Width(t.Said), middle-size, ink.Width(t.Said)+1, 2*size, ink, Left)
	}
}

func (t *Tile) checkWidth(size float32) float32 {
	if t.Said == "" {
		return size
	}
	return size*1.3 + skin.Width(t.Said, t.kit.Look.Size(skin.Caption), true)
}

func (t *Tile) drawCorner(p *Pen, w, h float32) {
	icon, name, fact := t.inks(p.look.Palette)
	ink, small := t.nameInk(name), p.Ink(skin.Caption, false, fact)
	size, pad := t.iconPx(p.look.Shape.Touched(64, 28)), p.look.Shape.Touched(30, 16)
	p.Icon(t.Icon, pad, pad*0.8, size, icon)
	if t.Mark != "" {
		c := p.look.Palette.Ink3
		if t.MarkDone && !t.off {
			c = p.look.Palette.Green
		}
		mark := size * 0.6
		p.Icon(t.Mark, w-pad-mark, pad*0.9, mark, c)
	}
	y := pad*0.8 + size + pad*0.25
	p.Whole(t.Name, pad, y, w-2*pad, ink.Size*1.3, ink, Left)
	p.Lines(t.Fact, pad, y+ink.Size*1.3, w-2*pad, small, 1.3, 2, Left)
}

func (t *Tile) drawWord(p *Pen, w, h float32) {
	_, name, _ := t.inks(p.look.Palette)
	ink := t.nameInk(name)
	mark, x := ink.Size*1.1, float32(16)
	if !t.Chosen {
		p.Whole(t.Name, x, 0, w-2*x, h, ink, Centre)
		return
	}
	width := min(ink.Width(t.Name), w-2*x-mark-12)
	left := (w - width - mark - 12) / 2
	p.Icon("check", left, (h-mark)/2, mark, p.look.Palette.Green)
	p.Whole(t.Name, left+mark+12, 0, width+1, h, ink, Left)
}

package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Board is a page with things at fixed places in design pixels. Give Object() to the stage or to a parent.
type Board struct {
	box    *fyne.Container
	places *places
}

type place struct{ x, y, w, h float32 }

type places struct {
	kit  *Kit
	at   map[fyne.CanvasObject]place
	size fyne.Size
}

// Board makes an empty page. Its least size is the design grid's.
func (k *Kit) Board() *Board { return k.BoardOf(k.Look.Design.Width, k.Look.Design.Height) }

// BoardOf makes an empty part of a page with a least size of its own.
func (k *Kit) BoardOf(w, h float32) *Board {
	p := &places{kit: k, at: map[fyne.CanvasObject]place{}, size: fyne.NewSize(w, h)}
	return &Board{box: container.New(p), places: p}
}

// Object is the board as something to show.
func (b *Board) Object() *fyne.Container { return b.box }

// Put places an object; w or h 0 means its own least size.
func (b *Board) Put(o fyne.CanvasObject, x, y, w, h float32) {
	b.places.at[o] = place{x, y, w, h}
	b.box.Add(o)
}

// Move places an object again that is on the board. An object that stands there already costs nothing: screens call it
// with every second, and a refresh draws the whole window.
func (b *Board) Move(o fyne.CanvasObject, x, y, w, h float32) {
	to := place{x, y, w, h}
	if b.places.at[o] == to {
		return
	}
	b.places.at[o] = to
	b.box.Refresh()
}

// Drop takes an object off the board.
func (b *Board) Drop(o fyne.CanvasObject) {
	delete(b.places.at, o)
	b.box.Remove(o)
}

// Layout implements fyne.Layout.
func (p *places) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	for _, o := range objects {
		at, look := p.at[o], p.kit.Look
		least := o.MinSize()
		w, h := look.Px(at.w), look.Px(at.h)
		if at.w == 0 {
			w = least.Width
		}
		if at.h == 0 {
			h = least.Height
		}
		o.Move(fyne.NewPos(round(look.Px(at.x)), round(look.Px(at.y))))
		o.Resize(fyne.NewSize(w, h))
	}
}

// MinSize implements fyne.Layout.
func (p *places) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(p.kit.Look.Px(p.size.Width), p.kit.Look.Px(p.size.Height))
}

// Row puts objects side by side, each at its least width and the full height, gap design pixels apart.
func (k *Kit) Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{kit: k, gap: gap}, objects...)
}

// Column puts objects one below the other, each at its least height and the full width.
func (k *Kit) Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{kit: k, gap: gap, down: true}, objects...)
}

// Grow marks an object in a Row or Column that takes the room left over.
func (k *Kit) Grow(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(grow{}, o)
}

// Space is an empty object of a size; in a Row or Column Grow(Space(0, 0)) pushes the rest to the end.
func (k *Kit) Space(w, h float32) fyne.CanvasObject {
	return k.Draw(fyne.NewSize(w, h), func(*Pen, float32, float32) {})
}

// Grid puts objects into columns of equal width and rows of equal height that fill the space.
func (k *Kit) Grid(columns int, gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&grid{kit: k, columns: columns, gap: gap}, objects...)
}

// Inset keeps an object away from the edges.
func (k *Kit) Inset(o fyne.CanvasObject, left, top, right, bottom float32) *fyne.Container {
	return container.New(&inset{k, left, top, right, bottom}, o)
}

// Stack puts objects over one another.
func (k *Kit) Stack(objects ...fyne.CanvasObject) *fyne.Container {
	return container.NewStack(objects...)
}

type grow struct{}

func (grow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

func (grow) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func grows(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(grow)
	return ok
}

type line struct {
	kit  *Kit
	gap  float32
	down bool
}

// Layout implements fyne.Layout.
func (l *line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, growing := l.room(objects, size)
	at := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		long := l.long(o.MinSize())
		if grows(o) {
			long += max(left, 0) / float32(growing)
		}
		if l.down {
			o.Move(fyne.NewPos(0, at))
			o.Resize(fyne.NewSize(size.Width, long))
		} else {
			o.Move(fyne.NewPos(at, 0))
			o.Resize(fyne.NewSize(long, size.Height))
		}
		at += long + l.kit.Look.Px(l.gap)
	}
}

func (l *line) room(objects []fyne.CanvasObject, size fyne.Size) (left float32, growing int) {
	left = l.long(size) - l.long(l.MinSize(objects))
	for _, o := range objects {
		if o.Visible() && grows(o) {
			growing++
		}
	}
	return left, growing
}

// MinSize implements fyne.Layout.
func (l *line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var long, across float32
	shown := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if shown++; shown > 1 {
			long += l.kit.Look.Px(l.gap)
		}
		least := o.MinSize()
		long += l.long(least)
		across = max(across, least.Width+least.Height-l.long(least))
	}
	if l.down {
		return fyne.NewSize(across, long)
	}
	return fyne.NewSize(long, across)
}

func (l *line) long(s fyne.Size) float32 {
	if l.down {
		return s.Height
	}
	return s.Width
}

type grid struct {
	kit     *Kit
	columns int
	gap     float32
}

// Layout implements fyne.Layout.
func (g *grid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap, rows := g.kit.Look.Px(g.gap), g.rows(objects)
	w := (size.Width - gap*float32(g.columns-1)) / float32(g.columns)
	h := (size.Height - gap*float32(rows-1)) / float32(rows)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%g.columns)*(w+gap), float32(i/g.columns)*(h+gap)))
		o.Resize(fyne.NewSize(w, h))
	}
}

// MinSize implements fyne.Layout.
func (g *grid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var cell fyne.Size
	for _, o := range objects {
		cell = cell.Max(o.MinSize())
	}
	gap, c, r := g.kit.Look.Px(g.gap), float32(g.columns), float32(g.rows(objects))
	return fyne.NewSize(c*cell.Width+(c-1)*gap, r*cell.Height+(r-1)*gap)
}

func (g *grid) rows(objects []fyne.CanvasObject) int {
	return max(1, (len(objects)+g.columns-1)/g.columns)
}

type inset struct {
	kit                      *Kit
	left, top, right, bottom float32
}

// Layout implements fyne.Layout.
func (i *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	px := i.kit.Look.Px
	for _, o := range objects {
		o.Move(fyne.NewPos(px(i.left), px(i.top)))
		o.Resize(size.Subtract(fyne.NewSize(px(i.left+i.right), px(i.top+i.bottom))))
	}
}

// MinSize implements fyne.Layout.
func (i *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	px := i.kit.Look.Px
	return objects[0].MinSize().Add(fyne.NewSize(px(i.left+i.right), px(i.top+i.bottom)))
}

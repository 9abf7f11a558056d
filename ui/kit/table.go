package kit

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/skin"
)

// Column is a column of a table.
type Column struct {
	Title string
	Width float32 // design px; 0 shares what is left
	Align Align
	Bold  bool
}

// Cell is one cell: a text, or a state with its word, or a tag.
type Cell struct {
	Text string
	Soft bool // secondary
	Dot  Mood // with the text as its word
	Tag  Mood // the text in a tag
	Dots []Mood
	Tone Tone // nil: ink
}

// Row is one row of a table.
type Row struct {
	Key    string // what Chosen is told
	Cells  []Cell
	Chosen bool
	Stale  bool // grey
}

// Table is a plain table with hairlines, for some tens of rows.
type Table struct {
	box     *fyne.Container
	kit     *Kit
	columns []Column
	empty   string
	key     string
	chosen  func(key string)
	rowHigh float32
}

// Table makes a table. empty is the sentence when there is nothing; chosen is told the key of a row that is tapped
// (nil: rows cannot be tapped). Rows are named key.<row key>.
func (k *Kit) Table(key, empty string, columns []Column, chosen func(key string)) *Table {
	t := &Table{kit: k, key: key, empty: empty, columns: columns, chosen: chosen, rowHigh: k.Look.Shape.Touched(96, 48)}
	t.box = k.Column(0)
	t.Set()
	return t
}

// Object is the table as something to show.
func (t *Table) Object() fyne.CanvasObject { return t.box }

// Set changes the rows.
func (t *Table) Set(rows ...Row) {
	t.box.Objects = nil
	if slices.ContainsFunc(t.columns, func(c Column) bool { return c.Title != "" }) {
		t.box.Add(t.head())
	}
	for _, r := range rows {
		t.box.Add(t.row(r))
	}
	if len(rows) == 0 {
		t.box.Add(t.kit.Inset(t.kit.Text(t.empty, skin.Body).With(false, HintTone, Left), 12, 16, 12, 16))
	}
	t.box.Refresh()
}

func (t *Table) head() fyne.CanvasObject {
	return t.kit.Draw(fyne.NewSize(t.least(), t.rowHigh*0.84), func(p *Pen, w, h float32) {
		ink := p.Ink(skin.Caption, false, p.look.Palette.Ink3)
		t.each(w, func(i int, x, width float32) {
			p.Line1(t.columns[i].Title, x, 0, width, h, ink, t.columns[i].Align)
		})
		p.Fill(0, h-p.look.Shape.Border, w, p.look.Shape.Border, p.look.Palette.Line)
	})
}

type tableRow struct {
	touch
	table *Table
	row   Row
}

func (t *Table) row(r Row) fyne.CanvasObject {
	line := &tableRow{table: t, row: r}
	key := ""
	if t.chosen != nil {
		key = t.key + "." + r.Key
		line.act = func() { t.chosen(r.Key) }
	}
	line.init(t.kit, line, key, func() fyne.Size { return fyne.NewSize(t.least(), t.rowHigh) }, line.draw)
	return line
}

func (r *tableRow) draw(p *Pen, w, h float32) {
	pal := p.look.Palette
	switch {
	case r.row.Chosen:
		p.Fill(0, 0, w, h, pal.GreenTint)
		p.Fill(0, 0, 4, h, pal.Green)
	case r.act != nil && (r.pressed || r.hovered):
		p.Fill(0, 0, w, h, pal.Page)
	}
	r.table.each(w, func(i int, x, width float32) {
		if i < len(r.row.Cells) {
			r.cell(p, r.row.Cells[i], r.table.columns[i], x, width, h)
		}
	})
	p.Fill(0, h-p.look.Shape.Border, w, p.look.Shape.Border, pal.Line)
}

func (r *tableRow) cell(p *Pen, c Cell, col Column, x, w, h float32) {
	pal := p.look.Palette
	ink := p.Ink(skin.Body, col.Bold, pal.Ink)
	switch {
	case r.row.Stale:
		ink.Color = pal.Ink3
	case c.Soft:
		ink.Color = pal.Ink2
	case c.Tone != nil:
		ink.Color = c.Tone(pal)
	}
	size := ink.Size * 0.66
	switch {
	case c.Tag != "":
		drawTag(p, c.Text, start(x, w, tagWidth(p.look, c.Text), col.Align), h/2, c.Tag, false)
	case len(c.Dots) > 0:
		x = start(x, w, float32(len(c.Dots))*size*1.4, col.Align)
		for i, m := range c.Dots {
			drawDot(p, x+size/2+float32(i)*size*1.4, h/2, size, m)
		}
	case c.Dot != "":
		drawDot(p, x+size/2, h/2, size, c.Dot)
		p.Line1(c.Text, x+size*1.8, 0, w-size*1.8, h, ink, Left)
	default:
		p.Line1(c.Text, x, 0, w, h, ink, col.Align)
	}
}

// each gives every column its place in a row of width w.
func (t *Table) each(w float32, at func(i int, x, width float32)) {
	const between = 12
	left, sharing := w-between*float32(len(t.columns)+1), 0
	for _, c := range t.columns {
		if left -= c.Width; c.Width == 0 {
			sharing++
		}
	}
	x := float32(between)
	for i, c := range t.columns {
		width := c.Width
		if width == 0 {
			width = max(left, 0) / float32(sharing)
		}
		at(i, x, width)
		x += width + between
	}
}

func (t *Table) least() (w float32) {
	for _, c := range t.columns {
		w += max(c.Width, 60) + 12
	}
	return w
}

package kit

import (
	"math"
	"strconv"

	"fyne.io/fyne/v2"

	qrcode "github.com/skip2/go-qrcode"

	"github.com/brighthall/brighthall/ui/skin"
)

// Ring counts seconds down: green, amber in the last ten. It is drawn once a second, when Set says so.
type Ring struct {
	Shape
	left, of int
}

// Ring makes a countdown of so many seconds; diameter in design pixels.
func (k *Kit) Ring(of int, diameter float32) *Ring {
	r := &Ring{left: of, of: of}
	r.init(k, r, "", func() fyne.Size { return fyne.NewSize(diameter, diameter) }, r.draw)
	return r
}

// Set shows the seconds left.
func (r *Ring) Set(left int) {
	if left = max(left, 0); left != r.left {
		r.left = left
		r.Refresh()
	}
}

func (r *Ring) draw(p *Pen, w, h float32) {
	d, pal := min(w, h), p.look.Palette
	width := max(d*0.07, 3)
	p.Ring(w/2, h/2, d-2, width-2, pal.Line)
	c := pal.Green
	if r.left <= 10 {
		c = pal.WarnMark
	}
	if r.left > 0 && r.of > 0 {
		p.Arc(w/2, h/2, d, width, 0, 360*float32(min(r.left, r.of))/float32(r.of), c)
	}
	p.Whole(strconv.Itoa(r.left), 0, 0, w, h, Ink{Size: d * 0.4, Bold: true, Color: pal.Ink2}, Centre)
}

// QR is a code to scan, black on white with its quiet zone, sharp at any size.
type QR struct {
	Shape
	bits [][]bool
}

// QR makes a code of ASCII text, side design pixels wide. A text that is too long draws nothing.
func (k *Kit) QR(text string, side float32) *QR {
	q := &QR{}
	q.encode(text)
	q.init(k, q, "", func() fyne.Size { return fyne.NewSize(side, side) }, q.draw)
	return q
}

// SetText changes the code.
func (q *QR) SetText(text string) { q.encode(text); q.Refresh() }

func (q *QR) encode(text string) {
	q.bits = nil
	if code, err := qrcode.New(text, qrcode.Medium); err == nil {
		code.DisableBorder = true
		q.bits = code.Bitmap()
	}
}

// draw joins the dark modules of a row to bars on whole window pixels.
func (q *QR) draw(p *Pen, w, h float32) {
	p.Fill(0, 0, w, h, skin.Light().Surface)
	n := len(q.bits)
	if n == 0 {
		return
	}
	f := p.look.Factor()
	side := float32(math.Floor(float64(min(w, h)*f/float32(n+2)))) / f // the rest of the quiet zone is the card
	left, top := (w-side*float32(n))/2, (h-side*float32(n))/2
	dark := skin.Light().Ink
	for y, row := range q.bits {
		for x := 0; x < n; x++ {
			from := x
			for x < n && row[x] {
				x++
			}
			if x > from {
				p.Fill(left+float32(from)*side, top+float32(y)*side, float32(x-from)*side, side, dark)
			}
		}
	}
}

// Norm is a bar of time spent against its norm, with an amber and a red mark.
type Norm struct {
	Shape
	share, watch, limit float32
}

// Norm makes a bar; share, watch and limit are parts of its whole length (0…1).
func (k *Kit) Norm(share, watch, limit float32) *Norm {
	n := &Norm{share: share, watch: watch, limit: limit}
	n.init(k, n, "", func() fyne.Size { return fyne.NewSize(120, k.Look.Shape.Touched(32, 18)) }, n.draw)
	return n
}

// Set changes how much is used.
func (n *Norm) Set(share float32) {
	if share != n.share {
		n.share = share
		n.Refresh()
	}
}

func (n *Norm) draw(p *Pen, w, h float32) {
	pal := p.look.Palette
	bar := h * 0.45
	p.Box(0, (h-bar)/2, w, bar, bar/2, pal.Sunken, skin.Clear, 0)
	c := pal.Green
	switch {
	case n.limit > 0 && n.share >= n.limit:
		c = pal.Danger
	case n.watch > 0 && n.share >= n.watch:
		c = pal.WarnMark
	}
	if used := w * min(max(n.share, 0), 1); used > 0 {
		p.Box(0, (h-bar)/2, max(used, bar), bar, bar/2, c, skin.Clear, 0)
	}
	if n.watch > 0 {
		p.Fill(w*n.watch-1, 0, 2, h, pal.WarnMark)
	}
	if n.limit > 0 {
		p.Fill(w*n.limit-2, 0, 2, h, pal.Danger)
	}
}

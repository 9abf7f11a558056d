package kit

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/skin"
)

// Pad takes a number from a finger or the keyboard: a line of dots or digits above twelve keys.
type Pad struct {
	box    *fyne.Container
	line   *Shape
	kit    *Kit
	digits string
	most   int
	hidden bool
	wrong  string
	done   func(digits string)
}

// Pad makes a pad for up to most digits; hidden shows dots (a PIN). done is called when most digits are in, or when
// the key at the lower right is pressed. Keys are named key.0 … key.9, key.back and key.done.
func (k *Kit) Pad(key string, most int, hidden bool, done func(digits string)) *Pad {
	p := &Pad{kit: k, most: most, hidden: hidden, done: done}
	p.line = k.Draw(fyne.NewSize(300, k.Look.Size(skin.Number)*1.4), p.draw)
	keys := make([]fyne.CanvasObject, 0, 12)
	for _, d := range "123456789" {
		keys = append(keys, p.digit(key, string(d)))
	}
	keys = append(keys, p.face(key+".back", "backspace-outline", p.back), p.digit(key, "0"), p.face(key+".done", "check", p.finish))
	p.box = k.Column(k.Look.Shape.Gap, p.line, k.Grow(k.Grid(3, k.Look.Shape.Gap/2, keys...)))
	return p
}

// Object is the pad as something to show.
func (p *Pad) Object() fyne.CanvasObject { return p.box }

// Clear empties the pad and says what was wrong, or "".
func (p *Pad) Clear(wrong string) {
	p.digits, p.wrong = "", wrong
	p.line.Refresh()
}

// Digits are those typed so far.
func (p *Pad) Digits() string { return p.digits }

// Add types a digit, for keyboards: stage.OnKey(fyne.Key1, …).
func (p *Pad) Add(d string) {
	if len(p.digits) >= p.most {
		return
	}
	p.digits, p.wrong = p.digits+d, ""
	p.line.Refresh()
	if len(p.digits) == p.most {
		p.finish()
	}
}

func (p *Pad) digit(key, d string) fyne.CanvasObject {
	b := p.kit.Button(key+"."+d, d, Quiet, func() { p.Add(d) })
	b.fast, b.TextSize = true, p.kit.Look.Size(skin.Label)*1.4
	return b
}

func (p *Pad) face(key, icon string, act func()) fyne.CanvasObject {
	b := p.kit.Button(key, "", Quiet, act)
	b.fast, b.Icon = true, icon
	b.TextSize = p.kit.Look.Size(skin.Label) * 1.2
	return b
}

func (p *Pad) back() {
	if p.digits != "" {
		p.digits = p.digits[:len(p.digits)-1]
		p.line.Refresh()
	}
}

func (p *Pad) finish() {
	if p.digits != "" && p.done != nil {
		p.done(p.digits)
	}
}

func (p *Pad) draw(pen *Pen, w, h float32) {
	pal := pen.look.Palette
	if p.wrong != "" && p.digits == "" {
		pen.Line1(p.wrong, 0, 0, w, h, pen.Ink(skin.Body, true, pal.Danger), Centre)
		return
	}
	if !p.hidden {
		pen.Whole(p.digits, 0, 0, w, h, pen.Ink(skin.Number, true, pal.Ink), Centre)
		return
	}
	step := h * 0.5
	x := w/2 - step*float32(p.most-1)/2
	for i := range p.most {
		if i < len(p.digits) {
			pen.Dot(x+float32(i)*step, h/2, h*0.24, pal.Ink)
		} else {
			pen.Ring(x+float32(i)*step, h/2, h*0.24, pen.look.Shape.Border, pal.Edge)
		}
	}
}

// Steps shows how far a procedure is: done with a check mark, now green, to come grey.
func (k *Kit) Steps(now int, names ...string) *Shape {
	return k.Draw(fyne.NewSize(400, k.Look.Size(skin.Caption)*2.6), func(p *Pen, w, h float32) {
		pal, ink := p.look.Palette, p.Ink(skin.Caption, false, p.look.Palette.Ink2)
		each, d := w/float32(len(names)), min(h*0.7, 48)
		for i, name := range names {
			x := float32(i) * each
			switch {
			case i < now:
				p.Icon("check-circle", x, (h-d)/2, d, pal.Green)
			case i == now:
				p.Dot(x+d/2, h/2, d, pal.Green)
				p.Whole(strconv.Itoa(i+1), x, (h-d)/2, d, d, Ink{d * 0.55, true, pal.OnGreen}, Centre)
			default:
				p.Dot(x+d/2, h/2, d, pal.Sunken)
				p.Whole(strconv.Itoa(i+1), x, (h-d)/2, d, d, Ink{d * 0.55, true, pal.Ink3}, Centre)
			}
			ink.Bold = i == now
			p.Line1(strings.TrimSpace(name), x+d*1.3, 0, each-d*1.5, h, ink, Left)
		}
	})
}

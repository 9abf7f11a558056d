package uitest

import (
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// NoClipping fails when a text is cut or shortened, something stands off the screen, or two things to touch lie over
// each other. Texts that contain one of may are allowed to end in “…”: names and addresses.
func (r *Rig) NoClipping(may ...string) {
	r.t.Helper()
	window := box{0, 0, r.Window().Canvas().Size().Width, r.Window().Canvas().Size().Height}
	for _, name := range skin.MissingIcons() {
		r.t.Errorf("no icon %q in assets/icons", name)
	}
	var touchable []named
	var scrolls []box
	r.Walk(func(o fyne.CanvasObject, at fyne.Position) {
		own := box{at.X, at.Y, at.X + o.Size().Width, at.Y + o.Size().Height}
		if _, ok := o.(*container.Scroll); ok {
			scrolls = append(scrolls, own)
		}
		r.cut(o, own, tall(own, window, scrolls), may)
		if k, ok := o.(nav.Keyed); ok && k.Key() != "" {
			touchable = append(touchable, named{k.Key(), own})
		}
	})
	if r.Asking() {
		return // the page lies under the dialog
	}
	for i, a := range touchable {
		if !tall(a.box, window, scrolls).holds(a.box) {
			r.t.Errorf("%s: %q stands off the screen: %v", r.Screen(), a.name, a.box)
		}
		for _, b := range touchable[:i] {
			if a.crosses(b.box) {
				r.t.Errorf("%s: %q and %q lie over each other: %v, %v", r.Screen(), b.name, a.name, b.box, a.box)
			}
		}
	}
}

// tall is the window, endlessly high for what stands in a scroller.
func tall(own, window box, scrolls []box) box {
	for _, s := range scrolls {
		if own.left >= s.left-2 && own.right <= s.right+2 {
			return box{window.left, -1e6, window.right, 1e6}
		}
	}
	return window
}

func (r *Rig) cut(o fyne.CanvasObject, own, window box, may []string) {
	r.t.Helper()
	if c, ok := o.(interface{ Cut() []string }); ok {
		for _, text := range c.Cut() {
			if !allowed(text, may) {
				r.t.Errorf("%s: no room for %q", r.Screen(), text)
			}
		}
	}
	d, ok := o.(nav.Drawing)
	if !ok {
		return
	}
	for _, p := range d.Drawn() {
		t, ok := p.(*canvas.Text)
		if !ok || t.Text == "" {
			continue
		}
		r.readable(t.Text, o)
		ink := inkOf(t, own)
		if !own.holds(ink) || !window.holds(ink) {
			r.t.Errorf("%s: %q stands out of its place: %v in %v", r.Screen(), t.Text, ink, own)
		}
	}
}

// rawKey is a key of a catalogue instead of its sentence, or a placeholder that nobody filled.
var rawKey = regexp.MustCompile(`^[a-z_]+(\.[a-z0-9_-]+)+$|\{[a-z_]+[|}]`)

// readable fails on a raw key, and on a text that was shortened by anybody but the pen, which tells it by Cut.
func (r *Rig) readable(text string, o fyne.CanvasObject) {
	r.t.Helper()
	if rawKey.MatchString(text) {
		r.t.Errorf("%s: a raw key is shown: %q", r.Screen(), text)
	}
	_, tells := o.(interface{ Cut() []string })
	if strings.HasSuffix(text, "…") && !tells && !r.sentence(text) {
		r.t.Errorf("%s: a shortened text is shown: %q", r.Screen(), text)
	}
}

// sentence reports whether a text stands in the catalogue as it is.
func (r *Rig) sentence(text string) bool {
	book := r.Stage.Book()
	for _, key := range book.Keys() {
		if book.Say(r.Stage.Lang(), key) == text {
			return true
		}
	}
	return false
}

// inkOf is about where the strokes of a text are: its line box has much air above and below.
func inkOf(t *canvas.Text, own box) box {
	x, y := own.left+t.Position().X, own.top+t.Position().Y
	side := float32(0)
	if t.TextSize > 100 {
		side = 0.05 * t.TextSize // the bearings
	}
	return box{x + side, y + 0.35*t.TextSize, x + t.Size().Width - side, y + 1.2*t.TextSize}
}

func allowed(text string, may []string) bool {
	for _, m := range may {
		if strings.Contains(text, m) {
			return true
		}
	}
	return false
}

type named struct {
	name string
	box
}

type box struct{ left, top, right, bottom float32 }

// holds allows two pixels for rounding.
func (b box) holds(c box) bool {
	return c.left >= b.left-2 && c.top >= b.top-2 && c.right <= b.right+2 && c.bottom <= b.bottom+2
}

func (b box) crosses(c box) bool {
	return b.left+1 < c.right && c.left+1 < b.right && b.top+1 < c.bottom && c.top+1 < b.bottom
}

// NothingCovered fails when a text lies under a filled box that was drawn after it by something else.
func (r *Rig) NothingCovered() {
	r.t.Helper()
	type word struct {
		box
		text string
		by   fyne.CanvasObject
	}
	var words []word
	r.Walk(func(o fyne.CanvasObject, at fyne.Position) {
		d, ok := o.(nav.Drawing)
		if !ok {
			return
		}
		own := box{at.X, at.Y, at.X + o.Size().Width, at.Y + o.Size().Height}
		for _, p := range d.Drawn() {
			switch p := p.(type) {
			case *canvas.Text:
				if p.Text != "" {
					words = append(words, word{inkOf(p, own), p.Text, o})
				}
			case *canvas.Rectangle:
				pos, size := p.Position(), p.Size()
				area := box{own.left + pos.X, own.top + pos.Y, own.left + pos.X + size.Width, own.top + pos.Y + size.Height}
				for _, w := range words {
					if _, _, _, a := p.FillColor.RGBA(); a == 0xffff && w.by != o && w.inner().crosses(area) {
						r.t.Errorf("%s: %q lies under something: %v under %v", r.Screen(), w.text, w.box, area)
					}
				}
			}
		}
	})
}

// inner leaves out a little of the edges, where boxes may touch.
func (b box) inner() box { return box{b.left + 3, b.top + 3, b.right - 3, b.bottom - 3} }

package counter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/brighthall/brighthall/ui/kit"
)

// field is a place to type. Function keys and the scanner are heard through it as everywhere else.
type field struct {
	widget.Entry
	kit *kit.Kit
	key string
}

func newField(k *kit.Kit, key string, secret bool, done func(string)) *field {
	f := &field{kit: k, key: key}
	f.Password, f.OnSubmitted = secret, done
	f.ExtendBaseWidget(f)
	return f
}

// Key names the field for tests and the debug socket.
func (f *field) Key() string { return f.key }

// TypedRune implements fyne.Focusable.
func (f *field) TypedRune(r rune) {
	if f.kit.Typed != nil {
		f.kit.Typed(r)
	}
	f.Entry.TypedRune(r)
}

// TypedKey implements fyne.Focusable.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	if f.kit.TypedKey == nil || !f.kit.TypedKey(e) {
		f.Entry.TypedKey(e)
	}
}

// fieldBox is the line around a field; it lies below it on the page.
func fieldBox(p *kit.Pen, x, y, w, h float32) {
	pal := p.Look().Palette
	p.Box(x, y, w, h, p.Look().Shape.Control, pal.Surface, pal.Edge, 1)
}

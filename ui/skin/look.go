package skin

import "fyne.io/fyne/v2"

// Class is a kind of device, seen from how far and how it is touched.
type Class string

// The classes of devices.
const (
	Kiosk      Class = "kiosk"       // 1080×1920 touch, 0.248 mm/px, at arm's length
	KioskElder Class = "kiosk-elder" // the same machine, type ×1.35
	Customer   Class = "customer"    // 1280×800 touch on the counter, 0.170 mm/px
	Hall       Class = "hall"        // 1920×1080, 55", read from 8 m, dark
	Media      Class = "media"       // 1080×1920, 43" touch
	MediaElder Class = "media-elder" // the same machine, type ×1.35
	Counter    Class = "counter"     // 1920×1080 desktop, mouse and keys
	Desk       Class = "desk"        // 1600×1000 desktop: management, device bench
)

// Role is what a text is for; its size comes from the class.
type Role string

// The roles of texts, small to large.
const (
	Caption Role = "caption" // beside and below something
	Body    Role = "body"    // to be read
	Label   Role = "label"   // buttons, names of things
	Heading Role = "heading" // of a card or a section
	Title   Role = "title"   // of the page
	Number  Role = "number"  // a figure among others
	Huge    Role = "huge"    // the figure of the page
)

// Look is the appearance of one window. It is used on the UI goroutine only.
type Look struct {
	Class   Class
	Palette Palette
	Design  fyne.Size // the grid the screens of this class are drawn on
	Shape   Shape

	factor float32
	sizes  map[Role]float32
}

// Shape is the geometry of a class in design pixels.
type Shape struct {
	Margin, Gap                   float32 // of the page, between cards
	Control, Card, Hero           float32 // corner radii
	Border, Focus, Field, Primary float32 // line widths: card, focused, field, secondary button
	Button                        float32 // height of a button
	Touch                         bool    // fingers: no hover, no focus ring on touch
}

// For makes the look of a class with factor 1.
func For(c Class) *Look {
	spec := specs[c]
	if spec.design.IsZero() {
		spec = specs[Desk]
	}
	l := &Look{Class: c, Palette: Light(), Design: spec.design, Shape: spec.shape, factor: 1, sizes: spec.sizes}
	if c == Hall {
		l.Palette = Dark()
	}
	return l
}

// HighContrast is the same look in black and yellow.
func (l *Look) HighContrast() *Look { return l.With(HighContrast()) }

// With is the same look in other colours; the factor of the two is set apart.
func (l *Look) With(p Palette) *Look {
	copied := *l
	copied.Palette = p
	return &copied
}

// Size is the text size of a role in design pixels.
func (l *Look) Size(r Role) float32 { return l.sizes[r] }

// Px turns design pixels into window units.
func (l *Look) Px(design float32) float32 { return design * l.factor }

// Factor is how many window units a design pixel is.
func (l *Look) Factor() float32 { return l.factor }

// Fit sets the factor so that the design grid fits into a window of this size, and gives it back.
func (l *Look) Fit(window fyne.Size) float32 {
	if window.Width > 0 && window.Height > 0 {
		l.factor = min(window.Width/l.Design.Width, window.Height/l.Design.Height)
	}
	return l.factor
}

// Elder is the class of the same machine with larger type, or c itself when it has none.
func (c Class) Elder() Class {
	switch c {
	case Kiosk:
		return KioskElder
	case Media:
		return MediaElder
	}
	return c
}

// Plain is the class with normal type.
func (c Class) Plain() Class {
	switch c {
	case KioskElder:
		return Kiosk
	case MediaElder:
		return Media
	}
	return c
}

// Touched is a measure for fingers or one for the mouse, whichever the class is used by.
func (s Shape) Touched(finger, mouse float32) float32 {
	if s.Touch {
		return finger
	}
	return mouse
}

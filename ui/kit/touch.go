package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// slack is how far a finger may slip between press and release and still mean this button, in design pixels.
const slack = 14

// touch is a shape that a finger, a mouse or the keyboard can act on. It acts once per press, on release, and not
// when the finger has slid away. Fyne's own Tapped comes only when nothing moved by 2 px; it is used by tests
// and ignored after a release that has acted already.
type touch struct {
	Shape
	fast    bool // keys of a pad: many presses in a row are meant
	off     bool
	acted   bool // the release has acted, the Tapped that follows is its echo
	pressed bool
	hovered bool
	byMouse bool
	early   bool // the finger came down before the page had settled: this touch counts for nothing
	ring    bool // focused from the keyboard
	from    fyne.Position
	act     func()
}

var (
	_ desktop.Mouseable = (*touch)(nil)
	_ desktop.Hoverable = (*touch)(nil)
	_ fyne.Tappable     = (*touch)(nil)
	_ fyne.Focusable    = (*touch)(nil)
)

// MouseDown implements desktop.Mouseable.
func (t *touch) MouseDown(e *desktop.MouseEvent) {
	early := !t.kit.settled() // asked first: a touch may take a question away, which is a new page as well
	t.kit.touched()
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	t.acted, t.byMouse, t.early, t.from = false, true, early, e.AbsolutePosition
	t.show(&t.pressed, !t.off && !early)
}

// MouseUp implements desktop.Mouseable.
func (t *touch) MouseUp(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary || !t.byMouse {
		return
	}
	t.show(&t.pressed, false)
	moved := e.AbsolutePosition.Subtract(t.from)
	most := t.kit.Look.Px(slack)
	if t.acted = true; !t.early && moved.X*moved.X+moved.Y*moved.Y <= most*most {
		t.fire()
	}
}

// Tapped implements fyne.Tappable.
func (t *touch) Tapped(*fyne.PointEvent) {
	if t.acted {
		t.acted = false
		return
	}
	t.kit.touched()
	t.fire()
}

// MouseIn implements desktop.Hoverable.
func (t *touch) MouseIn(*desktop.MouseEvent) {
	t.kit.touched()
	if !t.kit.Look.Shape.Touch {
		t.show(&t.hovered, !t.off)
	}
}

// MouseMoved implements desktop.Hoverable.
func (t *touch) MouseMoved(*desktop.MouseEvent) { t.kit.touched() }

// MouseOut implements desktop.Hoverable.
func (t *touch) MouseOut() {
	t.show(&t.hovered, false)
	t.show(&t.pressed, false)
}

// FocusGained implements fyne.Focusable. The ring is for those who use the keyboard.
func (t *touch) FocusGained() { t.show(&t.ring, !t.byMouse) }

// FocusLost implements fyne.Focusable.
func (t *touch) FocusLost() {
	t.byMouse = false
	t.show(&t.ring, false)
}

// TypedRune implements fyne.Focusable.
func (t *touch) TypedRune(r rune) { t.kit.Heard(r) }

// TypedKey implements fyne.Focusable. A scanner ends with Return: the kit's hook has the first word.
func (t *touch) TypedKey(e *fyne.KeyEvent) {
	if t.kit.typedKey(e) || !t.ring {
		return
	}
	if t.kit.Presses(e) {
		t.fire()
	}
}

func (t *touch) fire() {
	if t.off || t.act == nil || !t.fast && !t.kit.allowed() {
		return
	}
	t.act()
}

func (t *touch) show(what *bool, v bool) {
	if *what != v {
		*what = v
		t.self.Refresh()
	}
}

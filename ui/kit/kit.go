package kit

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/skin"
)

// Kit makes widgets for one window. nav.Stage owns it and fills in the hooks.
type Kit struct {
	Look *skin.Look

	// Gate is asked when a finger or a key acts on a widget; false: too soon after the last, do nothing.
	Gate func() bool
	// Settled is asked when a finger comes down; false: the page is so new that the finger meant the one before.
	Settled func() bool
	// Focus gives the keyboard to a widget of this window; nil takes it away.
	Focus func(fyne.Focusable)
	// Touched is told of every sign of a person, also of those that act on nothing.
	Touched func()
	// Typed and TypedKey get what is typed into a widget of ours, so that a scanner is heard everywhere. Typed is also
	// told how to take the character out of a field again; nil: it stands in no field. TypedKey reports whether the key
	// was used (function keys).
	Typed    func(r rune, undo func())
	TypedKey func(*fyne.KeyEvent) bool

	spent bool // the space bar pressed a widget, and its character is still to come
}

// New makes a kit whose hooks do nothing.
func New(l *skin.Look) *Kit { return &Kit{Look: l} }

func (k *Kit) allowed() bool { return k.Gate == nil || k.Gate() }

func (k *Kit) settled() bool { return k.Settled == nil || k.Settled() }

func (k *Kit) touched() {
	if k.Touched != nil {
		k.Touched()
	}
}

// Heard is told of a character by a widget of a screen's own that has the keyboard.
func (k *Kit) Heard(r rune) {
	if !k.pressed(r) {
		k.typed(r, nil)
	}
}

// HeardKey is the same for a key; it reports whether the key was used.
func (k *Kit) HeardKey(e *fyne.KeyEvent) bool { return k.typedKey(e) }

// Presses reports whether a key presses the widget that has the keyboard. The character of the space bar comes after
// its key, and the keyboard may be a field's by then: it is part of the press and means nothing more.
func (k *Kit) Presses(e *fyne.KeyEvent) bool {
	k.spent = e.Name == fyne.KeySpace
	return k.spent || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
}

// pressed reports whether a character is that of the press before it.
func (k *Kit) pressed(r rune) bool {
	was := k.spent
	k.spent = false
	return was && r == ' '
}

func (k *Kit) typed(r rune, undo func()) {
	if k.Typed != nil {
		k.Typed(r, undo)
	}
}

func (k *Kit) typedKey(e *fyne.KeyEvent) bool { return k.TypedKey != nil && k.TypedKey(e) }

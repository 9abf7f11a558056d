package admin_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/nav"
)

// The name is typed without a click, and the password never stands where it can be read.
func TestSignInByKeyboardAlone(t *testing.T) {
	a := newApp(t)
	if a.focused() != "admin-name" {
		t.Fatalf("the keyboard is at %q", a.focused())
	}
	a.Type("zhao")
	a.Key(fyne.KeyTab)
	if a.focused() != "admin-password" {
		t.Fatalf("after Tab the keyboard is at %q", a.focused())
	}
	a.Type("wrong")
	a.Key(fyne.KeyReturn)
	a.SeesNot("wrong")
	if _, in := a.Desk().Signed(); in || a.focused() != "admin-password" {
		t.Fatalf("after a wrong password: signed in %v, the keyboard is at %q", in, a.focused())
	}
	a.Type("secret123")
	a.Key(fyne.KeyReturn)
	if who, in := a.Desk().Signed(); !in || who.Name != "zhao" || a.focused() != "" {
		t.Fatalf("signed in %v as %q, the keyboard is at %q", in, who.Name, a.focused())
	}
	a.SetLang(hall.English)
	a.Desk().SignOut()
	if a.focused() != "admin-name" {
		t.Errorf("after the sign-out the keyboard is at %q", a.focused())
	}
	a.SeesNot("zhao")
}

// TestAPressOnTheGroundLeavesTheSignInItsKeyboard: before, the name typed after it was lost and the password stood in
// clear in the name's field.
func TestAPressOnTheGroundLeavesTheSignInItsKeyboard(t *testing.T) {
	for name, lose := range map[string]func(*app){
		"beside the fields": func(a *app) { a.TapAt(fyne.NewPos(20, 20)) },
		"on the card":       func(a *app) { a.TapAt(fyne.NewPos(800, 260)) },
		"nothing has it":    func(a *app) { a.Window().Canvas().Unfocus() },
	} {
		t.Run(name, func(t *testing.T) {
			a := newApp(t)
			lose(a)
			a.Type("zhao")
			a.Key(fyne.KeyTab)
			lose(a)
			a.Type("secret123")
			a.SeesNot("secret123")
			a.Key(fyne.KeyReturn)
			if who, in := a.Desk().Signed(); !in || who.Name != "zhao" {
				t.Errorf("signed in %v as %q", in, who.Name)
			}
		})
	}
}

// focused is the key of what has the keyboard.
func (a *app) focused() string {
	if keyed, ok := a.Window().Canvas().Focused().(nav.Keyed); ok {
		return keyed.Key()
	}
	return ""
}

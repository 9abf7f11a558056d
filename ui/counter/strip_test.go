package counter_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/uitest"
)

// allDigits are heard with the modifiers: no other program has taken one.
var allDigits = [10]bool{true, true, true, true, true, true, true, true, true, true}

func TestStrip(t *testing.T) {
	for _, s := range states {
		switch s.name {
		case "closed", "idle", "called", "late", "serving", "near", "paused", "away", "rating":
		default:
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			p := newPair(t)
			r := uitest.NewLook(t, counter.StripLook())
			p.Strip(r.Stage, counter.Reached{})
			p.HotKeys("Ctrl+Alt", allDigits)
			p.crowd()
			p.wait(6)
			s.in(p)
			r.NoClipping()
			r.NothingCovered()
			r.Golden("strip-" + s.name)
		})
	}
}

func TestStripInEnglish(t *testing.T) {
	for _, s := range states {
		if s.name != "idle" && s.name != "called" && s.name != "serving" && s.name != "paused" {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			p := newPair(t)
			r := uitest.NewLook(t, counter.StripLook())
			r.SetLang(hall.English)
			p.Strip(r.Stage, counter.Reached{})
			p.HotKeys("Ctrl+Alt", allDigits)
			p.crowd()
			p.wait(6)
			s.in(p)
			r.NoClipping()
			r.NothingCovered()
			r.Golden("strip-" + s.name + "-en")
		})
	}
}

// TestPicturesWithTheStripsButton: the counter's own program has a strip, and so its big window has a button for it.
func TestPicturesWithTheStripsButton(t *testing.T) {
	for name, language := range map[string]hall.Language{"strip-button": hall.Chinese, "strip-button-en": hall.English} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			p.teller.SetLang(language)
			p.Strip(uitest.NewLook(t, counter.StripLook()).Stage, counter.Reached{Open: func() {}})
			p.HotKeys("Ctrl+Alt", allDigits)
			p.signIn()
			p.teller.NoClipping()
			p.teller.NothingCovered()
			p.teller.Golden("teller-" + name)
		})
	}
}

// TestTheStripIsHeldByItsHandle: it is taken where it is pressed, and moves as long as it is dragged.
func TestTheStripIsHeldByItsHandle(t *testing.T) {
	p := newPair(t)
	r := uitest.NewLook(t, counter.StripLook())
	var did []string
	p.Strip(r.Stage, counter.Reached{Hold: func() { did = append(did, "hold") }, Drag: func() { did = append(did, "drag") }})
	p.signIn()
	handle, at, ok := r.Find("strip-handle")
	if !ok || at.X > 0 || handle.Size().Width < 40 {
		t.Fatalf("the handle: %v at %v", ok, at)
	}
	handle.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{})
	handle.(fyne.Draggable).Dragged(&fyne.DragEvent{})
	handle.(fyne.Draggable).Dragged(&fyne.DragEvent{})
	handle.(fyne.Draggable).DragEnd()
	if !slices.Equal(did, []string{"hold", "drag", "drag"}) {
		t.Errorf("did %v", did)
	}
	r.NothingCovered()
}

func TestAQuestionOpensTheBigWindow(t *testing.T) {
	p := newPair(t)
	r := uitest.NewLook(t, counter.StripLook())
	opened := 0
	p.Strip(r.Stage, counter.Reached{Expand: func() { opened++ }})
	p.crowd()
	p.wait(6)
	p.signIn()
	r.Tap("strip-next")
	r.Tap("strip-start")
	if opened != 0 || p.desk().Phase() != flow.Serving {
		t.Fatalf("opened %d times, phase %s", opened, p.desk().Phase())
	}
	r.Tap("strip-finish")
	if opened != 1 || p.desk().Panel() != flow.FinishPanel {
		t.Errorf("opened %d times, panel %q", opened, p.desk().Panel())
	}
}

// The hot keys are the function keys of their number, and 0 is the strip's; in the big window a button opens it.
func TestHotKeysAndTheStripsButton(t *testing.T) {
	p := newPair(t)
	r := uitest.NewLook(t, counter.StripLook())
	opened, expanded := 0, 0
	p.crowd()
	p.wait(6)
	p.signIn()
	p.Strip(r.Stage, counter.Reached{Open: func() { opened++ }, Expand: func() { expanded++ }})
	p.HotKeys("Ctrl+Alt", allDigits)
	p.wait(1)
	p.teller.Tap("open-strip")
	p.teller.Sees("Ctrl+Alt+0")
	p.HotKey(0, false)
	if opened != 2 || expanded != 0 {
		t.Fatalf("opened %d, expanded %d", opened, expanded)
	}
	p.HotKey(1, true)
	p.HotKey(8, true)
	if p.desk().Phase() != flow.Serving || expanded != 0 {
		t.Fatalf("phase %s, expanded %d", p.desk().Phase(), expanded)
	}
	p.HotKey(5, true)
	if expanded != 1 || p.desk().Panel() != flow.FinishPanel {
		t.Errorf("expanded %d, panel %q", expanded, p.desk().Panel())
	}
	p.HotKey(0, true)
	p.HotKey(7, true) // means nothing
	if expanded != 2 {
		t.Errorf("the strip's key does not close it: %d", expanded)
	}
	p.teller.NoClipping()
}

// TestTheStripShowsTheKeysThatWork: the company's own system has the keyboard while the strip is open, so a bare F1
// does nothing. A key says the combination that is heard, and nothing where none is.
func TestTheStripShowsTheKeysThatWork(t *testing.T) {
	p := newPair(t)
	r := uitest.NewLook(t, counter.StripLook())
	p.Strip(r.Stage, counter.Reached{Open: func() {}})
	p.crowd()
	p.wait(6)
	p.signIn()
	r.SeesNot("Ctrl")
	p.HotKeys("Ctrl+Shift", [10]bool{1: true}) // another program has taken the others
	r.Sees("Ctrl+Shift+1")
	r.SeesNot("Ctrl+Shift+6", "F1", "F6")
	p.teller.SeesNot("Ctrl+Shift+0")
	r.NoClipping()
	for _, held := range []string{"Ctrl+Alt", "Ctrl+Alt+Shift"} {
		for _, s := range states {
			p := newPair(t)
			r := uitest.NewLook(t, counter.StripLook())
			p.Strip(r.Stage, counter.Reached{})
			p.HotKeys(held, allDigits)
			p.crowd()
			p.wait(6)
			s.in(p)
			r.NoClipping()
			r.SeesNot("F1", "F2", "F3", "F5", "F6", "F8")
		}
	}
	p.HotKeys("", [10]bool{})
	r.SeesNot("Ctrl")
	r.Golden("strip-no-hot-keys")
}

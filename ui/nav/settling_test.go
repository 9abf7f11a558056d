package nav_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// touchables is a page with one of each thing that a finger can act on.
func touchables(acted *int) nav.Screen {
	act := func() { *acted++ }
	return nav.Page("touchables", func(s *nav.Stage) fyne.CanvasObject {
		k, p := s.Kit(), s.Kit().Board()
		p.Put(k.Button("button", "取号", kit.Primary, act), 56, 200, 400, 120)
		p.Put(k.Tile("tile", kit.Upright, "tools", "报修", "", act), 56, 400, 400, 240)
		p.Put(k.Slot("slot", "arrow-left", "返回", kit.PlainSlot, act), 56, 700, 200, 120)
		p.Put(k.Choice("choice", kit.TabChoice, "今天", false, act), 56, 900, 200, 88)
		p.Put(k.Toggle("toggle", "声音", false, func(bool) { act() }), 56, 1100, 400, 88)
		p.Put(k.Pad("pad", 1, false, func(string) { act() }).Object(), 500, 200, 500, 900)
		return p.Object()
	})
}

// One finger comes down on the page before, its second touch on the page that came.
func TestATouchRightAfterAPageChangeCountsForNothing(t *testing.T) {
	acted := 0
	page := touchables(&acted)
	other := nav.Page("other", func(s *nav.Stage) fyne.CanvasObject { return s.Kit().Board().Object() })
	for name, turn := range map[string]func(r *uitest.Rig){
		"home":            func(r *uitest.Rig) { r.Home(page) },
		"push":            func(r *uitest.Rig) { r.Home(other); r.Push(page) },
		"replace":         func(r *uitest.Rig) { r.Home(other); r.Replace(page) },
		"pop":             func(r *uitest.Rig) { r.Home(page); r.Push(other); r.Pop() },
		"go home":         func(r *uitest.Rig) { r.Home(page); r.Push(other); r.GoHome() },
		"language":        func(r *uitest.Rig) { r.Home(page); r.Wait(time.Second); r.SetLang(hall.English) },
		"look":            func(r *uitest.Rig) { r.Home(page); r.Wait(time.Second); r.SetLook(skin.For(skin.KioskElder)) },
		"question gone":   func(r *uitest.Rig) { r.Home(page); r.Ask("还在用吗？", ""); r.Wait(time.Second); r.CloseDialog() },
		"its own changes": func(r *uitest.Rig) { r.Home(page); r.Wait(time.Second); r.Turned() },
	} {
		r := uitest.New(t, skin.Kiosk)
		for _, key := range []string{"button", "tile", "slot", "choice", "toggle", "pad.7"} {
			for after, want := range map[time.Duration]int{
				0: 0, 320 * time.Millisecond: 0, 400 * time.Millisecond: 0, 401 * time.Millisecond: 1,
			} {
				r.Wait(time.Second)
				turn(r)
				r.Wait(after)
				acted = 0
				r.Press(key, 0)
				if acted != want {
					t.Errorf("%s, %s touched %v later: acted %d times, want %d", name, key, after, acted, want)
				}
			}
		}
	}
}

// The finger lies on the glass while the page changes, or comes down at once and stays: it never saw the page.
func TestAFingerThatStaysMeansWhatItCameDownOn(t *testing.T) {
	acted := 0
	r := uitest.New(t, skin.Kiosk)
	r.Home(touchables(&acted))
	r.Wait(100 * time.Millisecond)
	r.Press("button", 3*time.Second)
	if acted != 0 {
		t.Errorf("acted %d times", acted)
	}
}

func TestAQuestionIsNotAnsweredByTheTouchThatAskedIt(t *testing.T) {
	r := uitest.New(t, skin.Kiosk)
	answered := 0
	r.Home(nav.Page("page", func(s *nav.Stage) fyne.CanvasObject {
		p := s.Kit().Board()
		ask := func() {
			s.Ask("取消排队？", "", nav.Verb{Key: "cancel", Label: "取消排队", Rank: kit.Danger, Act: func() { answered++ }})
		}
		p.Put(s.Kit().Button("ask", "取消排队", kit.Quiet, ask), 0, 0, 1080, 1920)
		return p.Object()
	}))
	for _, apart := range []time.Duration{100, 250, 350, 400} {
		r.TapTwice("ask", apart*time.Millisecond)
		if answered != 0 || !r.Asking() {
			t.Fatalf("%v ms apart: answered %d times", apart, answered)
		}
		r.CloseDialog()
	}
}

// A teller's mouse does not bounce and is fast; only fingers wait.
func TestAMouseIsNotHeldUp(t *testing.T) {
	acted := 0
	r := uitest.New(t, skin.Counter)
	r.Home(nav.Page("teller", func(s *nav.Stage) fyne.CanvasObject {
		p := s.Kit().Board()
		p.Put(s.Kit().Button("call", "叫号", kit.Primary, func() { acted++ }), 100, 100, 300, 60)
		return p.Object()
	}))
	r.Press("call", 0)
	if acted != 1 {
		t.Errorf("acted %d times", acted)
	}
}

// A slow machine takes long to draw a page, and tells of a press only when it is done: the moment counts from the page
// on the screen.
func TestASlowPageSettlesFromItsFirstFrame(t *testing.T) {
	for _, frame := range []time.Duration{100, 450, 900, 3000} {
		for after, want := range map[time.Duration]int{0: 0, 400: 0, 401: 1} {
			acted := 0
			r := uitest.New(t, skin.Kiosk)
			r.DrawsIn(frame * time.Millisecond)
			r.Home(touchables(&acted))
			r.Wait((frame - 1) * time.Millisecond)
			r.Press("button", 0)
			r.Wait(time.Millisecond)
			r.Wait(after * time.Millisecond)
			r.Press("tile", 0)
			if acted != want {
				t.Errorf("drawn in %d ms, touched before and %d ms after: acted %d times, want %d", frame, after, acted, want)
			}
		}
	}
}

// The same for a page that stays: its answer to the first press is not seen yet when the second one comes.
func TestADoubleTapCountsFromTheFrameThatShowsTheFirst(t *testing.T) {
	acted := 0
	r := uitest.New(t, skin.Counter)
	r.Home(touchables(&acted))
	r.Wait(time.Second)
	r.DrawsIn(600 * time.Millisecond)
	for _, wait := range []time.Duration{0, 600, 300} {
		r.Wait(wait * time.Millisecond)
		r.Press("button", 0)
	}
	if acted != 1 {
		t.Fatalf("acted %d times", acted)
	}
	r.Wait(time.Millisecond)
	if r.Press("button", 0); acted != 2 {
		t.Errorf("acted %d times", acted)
	}
}

// A window that is never drawn, or never says so, is not deaf for ever.
func TestAWindowThatDoesNotDrawIsTouchedInTheEnd(t *testing.T) {
	acted := 0
	r := uitest.New(t, skin.Kiosk)
	r.DrawsIn(time.Hour)
	r.Home(touchables(&acted))
	r.Wait(6 * time.Second)
	if r.Press("button", 0); acted != 1 {
		t.Errorf("acted %d times", acted)
	}
}

// A real window tells by itself that it has drawn.
func TestAWindowTellsThatItHasDrawn(t *testing.T) {
	r := uitest.New(t, skin.Kiosk) // for its catalogues
	w := test.NewTempWindow(t, nil)
	now := uitest.Start
	s := nav.New(nav.Options{Name: "test", Window: w, Look: skin.For(skin.Kiosk), Book: r.Book(), Lang: hall.Chinese,
		Now: func() time.Time { return now }, Do: func(f func()) { f() }})
	w.Resize(s.Look().Design)
	s.Home(nav.Page("empty", func(s *nav.Stage) fyne.CanvasObject { return s.Kit().Board().Object() }))
	now = now.Add(time.Second)
	if s.Kit().Settled() {
		t.Error("settled before it was drawn")
	}
	w.Canvas().Capture()
	now = now.Add(400 * time.Millisecond)
	if s.Kit().Settled() {
		t.Error("settled at once")
	}
	if now = now.Add(time.Millisecond); !s.Kit().Settled() {
		t.Error("never settled")
	}
}

package nav_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// screen is a page with one button and what happened to it.
type screen struct {
	name   string
	built  int
	ticks  int
	gone   bool
	tapped int
	build  func(s *nav.Stage) // more
}

func (s *screen) Name() string       { return s.name }
func (s *screen) Leave()             { s.gone = true }
func (s *screen) Tick(now time.Time) { s.ticks++ }

func (s *screen) Build(st *nav.Stage) fyne.CanvasObject {
	s.built++
	if s.build != nil {
		s.build(st)
	}
	p := st.Kit().Board()
	p.Put(st.Kit().Text(st.Say("common.back"), skin.Title), 56, 100, 900, 100)
	p.Put(st.Kit().Button(s.name+".go", s.name, kit.Primary, func() { s.tapped++ }), 100, 1000, 400, 120)
	return p.Object()
}

func TestScreensOnTheStack(t *testing.T) {
	r := uitest.New(t, skin.Kiosk)
	home, list, ticket := &screen{name: "home"}, &screen{name: "list"}, &screen{name: "ticket"}
	r.Home(home)
	r.Push(list)
	r.On("list")
	r.Replace(ticket)
	r.On("ticket")
	if !list.gone || home.gone {
		t.Error("the replaced screen was not told, or the one below was")
	}
	r.Pop()
	r.On("home")
	r.Pop()
	r.On("home")
	r.Push(list)
	r.Push(ticket)
	r.GoHome()
	r.On("home")
	if r.Depth() != 1 {
		t.Errorf("%d screens left", r.Depth())
	}
}

func TestAChangeOfLanguageOrLookKeepsTheScreen(t *testing.T) {
	r := uitest.New(t, skin.Kiosk)
	home, list := &screen{name: "home"}, &screen{name: "list"}
	r.Home(home)
	r.Push(list)
	r.Sees("返回")
	r.SetLang(hall.English)
	r.On("list")
	r.SeesNot("返回")
	r.SetLook(skin.For(skin.KioskElder))
	r.On("list")
	if list.built != 3 || list.gone {
		t.Errorf("built %d times, gone %v", list.built, list.gone)
	}
	if r.Look().Class != skin.KioskElder {
		t.Error("the look did not change")
	}
}

func TestTheGridFollowsTheWindow(t *testing.T) {
	r := uitest.New(t, skin.Kiosk)
	r.Home(&screen{name: "home"})
	for _, row := range []struct {
		name       string
		w, h       float32
		x, y, wide int
	}{
		{"full size", 1080, 1920, 100, 1000, 400},
		{"half size", 540, 960, 50, 500, 200},
		{"landscape: in the middle", 1920, 960, 690 + 50, 500, 200},
		{"double", 2160, 3840, 200, 2000, 800},
	} {
		r.Resize(row.w, row.h)
		got, ok := r.Rect("home.go")
		if !ok || got.Min.X != row.x || got.Min.Y != row.y || got.Dx() != row.wide {
			t.Errorf("%s: %v, want %d,%d %d wide", row.name, got, row.x, row.y, row.wide)
		}
	}
}

func TestIdle(t *testing.T) {
	ended := 0
	start := func(t *testing.T) *uitest.Rig {
		r := uitest.New(t, skin.Kiosk)
		ended = 0
		r.Home(&screen{name: "home"})
		r.SetIdle(nav.Idle{Warn: 40 * time.Second, Reset: 60 * time.Second, End: func() { ended++; r.GoHome() }})
		return r
	}
	t.Run("asks, then goes home", func(t *testing.T) {
		r := start(t)
		r.Push(&screen{name: "list"})
		r.Advance(39 * time.Second)
		if r.Warning() {
			t.Fatal("asked too early")
		}
		r.Advance(2 * time.Second)
		r.Sees("还在用吗", "19")
		r.Advance(18 * time.Second)
		r.On("list")
		r.Advance(2 * time.Second)
		r.On("home")
		if ended != 1 || r.Asking() {
			t.Errorf("ended %d times, still asking %v", ended, r.Asking())
		}
	})
	t.Run("a touch anywhere refills", func(t *testing.T) {
		r := start(t)
		list := &screen{name: "list"}
		r.Push(list)
		r.Advance(50 * time.Second)
		r.TapAt(fyne.NewPos(300, 1060)) // where the button is, under the question
		if r.Warning() || list.tapped != 0 {
			t.Fatal("the touch did not go to the question alone")
		}
		r.Advance(39 * time.Second)
		r.On("list")
	})
	t.Run("an untouched home stays", func(t *testing.T) {
		r := start(t)
		r.Advance(10 * time.Minute)
		if ended != 0 {
			t.Errorf("ended %d times", ended)
		}
	})
	t.Run("a touched home ends once, unasked", func(t *testing.T) {
		r := start(t)
		r.Tap("home.go")
		r.Advance(10 * time.Minute)
		if ended != 1 {
			t.Errorf("ended %d times", ended)
		}
	})
}

func TestWorkComesBack(t *testing.T) {
	r := uitest.New(t, skin.Kiosk)
	broken := errors.New("broken")
	nav.Work(r.Stage, func(context.Context) (string, error) { return "H023", broken }, func(v string, err error) {
		if v != "H023" || !errors.Is(err, broken) {
			t.Errorf("got %q, %v", v, err)
		}
		r.Home(&screen{name: "done"})
	})
	r.On("done")
}

func TestKeysAndScans(t *testing.T) {
	r := uitest.New(t, skin.Counter)
	var got []string
	s := &screen{name: "teller", build: func(st *nav.Stage) {
		st.OnKey(fyne.KeyF1, func() { got = append(got, "F1") })
		st.OnScan(func(code string) { got = append(got, code) })
	}}
	r.Home(s)
	r.Always(fyne.KeyF9, func() { got = append(got, "F9") })
	r.Key(fyne.KeyF1)
	r.Scan("00101230045678")
	r.Type("00101230045678") // a person
	r.Key(fyne.KeyReturn)
	r.Scan("123") // too short
	r.Tap("teller.go")
	r.Scan("00101230045679") // while a button has the focus
	r.Push(&screen{name: "other"})
	r.Key(fyne.KeyF1)
	r.Key(fyne.KeyF9)
	if want := []string{"F1", "00101230045678", "00101230045679", "F9"}; !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
	if s.tapped != 1 {
		t.Errorf("the scanner's Return pressed the button: %d", s.tapped)
	}
}

func TestAFastHandIsHeardAndABounceIsNot(t *testing.T) {
	r := uitest.New(t, skin.Counter)
	var got []string
	r.Home(&screen{name: "teller", build: func(st *nav.Stage) {
		for _, key := range []fyne.KeyName{fyne.KeyF5, fyne.Key2} {
			st.OnKey(key, func() { got = append(got, string(key)) })
		}
	}})
	for _, press := range []struct {
		key   fyne.KeyName
		after time.Duration
	}{{fyne.KeyF5, 0}, {fyne.Key2, 40 * time.Millisecond}, {fyne.KeyF5, 40 * time.Millisecond}, {fyne.KeyF5, 40 * time.Millisecond}, {fyne.KeyF5, time.Second}} {
		r.KeyAfter(press.after, press.key)
	}
	if want := []string{"F5", "2", "F5", "F5"}; !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func TestAQuestionIsAnsweredOnce(t *testing.T) {
	r := uitest.New(t, skin.Kiosk)
	home := &screen{name: "home"}
	r.Home(home)
	n := 0
	r.Ask("取消排队？", "号码作废，要办业务请重新取号。",
		nav.Verb{Key: "keep", Label: "留着号码", Rank: kit.Quiet},
		nav.Verb{Key: "cancel", Label: "取消排队", Rank: kit.Danger, Act: func() { n++ }})
	r.NoClipping()
	r.Sees("取消排队", "号码作废")
	r.TapAt(fyne.NewPos(300, 1500))
	if !r.Asking() || home.tapped != 0 {
		t.Fatal("a touch beside the question did something")
	}
	r.Tap("cancel")
	if n != 1 || r.Asking() {
		t.Errorf("answered %d times, still asking %v", n, r.Asking())
	}
}

func TestRunTicks(t *testing.T) {
	r := uitest.New(t, skin.Kiosk)
	s := &screen{name: "home"}
	r.Home(s)
	r.Advance(3 * time.Second)
	if s.ticks != 3 {
		t.Errorf("%d ticks in three seconds", s.ticks)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := r.Run(ctx); err != nil {
		t.Error(err)
	}
}

// Fyne measures an entry's text in the app's theme: with any other font there, four characters of Chinese are cut after
// three.
func TestEntriesAreMeasuredInOurFont(t *testing.T) {
	uitest.New(t, skin.Desk)
	if w := fyne.MeasureText("四位工号", 16, fyne.TextStyle{}).Width; w < 4*16 {
		t.Errorf("four characters of 16 are %v wide", w)
	}
}

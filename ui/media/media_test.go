package media_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/media"
	"github.com/brighthall/brighthall/ui/media/playlist"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

type rig struct {
	*uitest.Rig
	app *media.App
}

func newRig(t *testing.T) *rig {
	r := &rig{Rig: uitest.New(t, skin.Media)}
	r.app = media.New(r.Stage, media.Deps{})
	r.app.Start()
	r.app.Push(r.morning(t))
	return r
}

func (r *rig) morning(t *testing.T) hall.Snapshot {
	t.Helper()
	setup, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	s := hall.Snapshot{Outlet: setup.Outlet, At: hall.At(r.Clock.Now()), Items: setup.Items, Notices: setup.Notices[:1]}
	for _, g := range setup.Groups {
		v := hall.GroupView{ServiceGroup: g, Open: true}
		for _, c := range setup.Counters {
			if _, ok := c.Level(g.Code); ok {
				v.Windows = append(v.Windows, c.ID)
			}
		}
		s.Groups = append(s.Groups, v)
	}
	for _, c := range setup.Counters {
		s.Counters = append(s.Counters, hall.CounterView{Counter: hall.Counter{ID: c.ID, State: hall.CounterOpen}, Label: c.Label})
	}
	s.Recent = []hall.CallView{{Ticket: "id", No: "H023", Counter: "3", Label: "3", At: hall.At(r.Clock.Now().Add(-5 * time.Second))}}
	return s
}

func (r *rig) see(name string) {
	r.Golden(name)
	r.NoClipping()
	r.NothingCovered()
}

func TestTheLoop(t *testing.T) {
	r := newRig(t)
	r.On("loop")
	r.see("loop-clock")
	for _, page := range []string{"loop-notice", "loop-public", "loop-promises"} {
		r.Advance(13 * time.Second)
		r.see(page)
		r.Advance(time.Second)
	}
}

func TestTheStripTellsTheCallWhateverIsOpen(t *testing.T) {
	r := newRig(t)
	r.Tap("papers")
	r.Sees("正在叫号", "H023")
	r.Advance(20 * time.Second)
	r.Sees("刚叫过")
	s := r.morning(t)
	s.Recent[0].No, s.Recent[0].Label = "A107", "1"
	r.app.Push(s)
	r.On("papers")
	r.Sees("正在叫号", "A107")
}

func TestWhatToBring(t *testing.T) {
	r := newRig(t)
	r.Tap("papers")
	r.see("papers")
	r.Tap("group.H")
	r.see("group")
	r.Tap("next")
	r.Tap("prev")
	r.Tap("item.B05")
	r.Sees("新户主身份证")
	r.see("item")
	r.Tap("back")
	r.On("one-group")
	r.Advance(61 * time.Second)
	r.On("loop")
}

func TestPublicInformation(t *testing.T) {
	r := newRig(t)
	r.Tap("public")
	r.see("public")
	r.Tap("home")
	r.On("loop")
}

func TestOffline(t *testing.T) {
	r := newRig(t)
	r.app.Lost()
	r.Sees("内容停在 09:41")
	r.see("loop-offline")
}

func TestLargeTypeAndEnglishAreForgotten(t *testing.T) {
	r := newRig(t)
	r.Tap("elder")
	r.see("loop-elderly")
	r.Tap("papers")
	r.Tap("group.H")
	r.see("group-elderly")
	r.Tap("item.B05")
	r.see("item-elderly")
	r.Tap("home")
	r.Tap("elder")
	r.Tap("language")
	r.see("loop-english")
	r.Tap("group.Q")
	r.see("group-english")
	r.Advance(61 * time.Second)
	r.On("loop")
	if r.Lang() != hall.Chinese {
		t.Fatal("the next person finds English")
	}
}

func TestNothingIsCutInAnyDress(t *testing.T) {
	r := newRig(t)
	pages := map[string]func(){
		"loop":   func() { r.app.Open(playlist.Loop) },
		"papers": func() { r.app.Open(playlist.Papers) },
		"group":  func() { r.app.OpenGroup("Q") },
		"item":   func() { r.app.OpenGroup("H"); r.app.OpenItem("B16") },
		"public": func() { r.app.Open(playlist.PublicAll) },
	}
	for _, class := range []skin.Class{skin.Media, skin.MediaElder} {
		for _, l := range []hall.Language{hall.Chinese, hall.English} {
			r.SetLook(skin.For(class))
			r.SetLang(l)
			for name, open := range pages {
				t.Run(fmt.Sprint(name, class, l), func(t *testing.T) {
					open()
					r.NoClipping()
					r.NothingCovered()
				})
			}
			for range 4 {
				r.app.Open(playlist.Loop)
				r.app.Turn(1)
				r.NoClipping()
				r.NothingCovered()
			}
		}
	}
}

// TestAHallOfWordsIsReadable opens every page of a hall with twelve services and windows that have names, and hears a
// call to each.
func TestAHallOfWordsIsReadable(t *testing.T) {
	for _, l := range lang.Languages {
		for _, class := range []skin.Class{skin.Media, skin.Media.Elder()} {
			r := newRig(t)
			words := halltest.Words(hall.At(r.Clock.Now()))
			r.Stage.SetLang(l)
			r.Stage.SetLook(skin.For(class))
			r.app.Push(words)
			check := func() {
				t.Helper()
				r.NoClipping()
				r.NothingCovered()
				r.SeesNot("1号窗口", "室 号窗口", "低压1 号窗口")
			}
			check()
			r.Golden(fmt.Sprintf("words-home-%s-%v", l, class == class.Elder()))
			r.Tap("groups") // the home page has room for three of twelve, and says where the others are
			check()
			for _, g := range words.Groups {
				if _, _, ok := r.Find("group." + string(g.Code)); !ok {
					t.Errorf("no tile of %s", g.Code)
				}
			}
			r.Golden(fmt.Sprintf("words-groups-%s-%v", l, class == class.Elder()))
			for i, g := range words.Groups {
				r.app.OpenGroup(g.Code)
				check()
				r.app.OpenItem(words.Items[i].Code)
				check()
			}
			for _, c := range words.Counters {
				words.Recent = []hall.CallView{{Ticket: "id", No: "A012", Counter: c.ID, Label: c.Label, At: hall.At(r.Clock.Now())}}
				r.app.Push(words)
				check()
			}
			r.Golden(fmt.Sprintf("words-item-%s-%v", l, class == class.Elder()))
		}
	}
}

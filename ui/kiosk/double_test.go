package kiosk_test

import (
	"fmt"
	"image"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
)

// Old people tap twice. Whatever is tapped on whatever page, the second touch of a double tap changes nothing: 居民
// twice once opened a confirmation that nobody had chosen, 退出 twice turned the type large.
func TestADoubleTapIsOneTapEverywhere(t *testing.T) {
	pages := map[string]func(*rig){
		"home":         func(*rig) {},
		"home elderly": elderly,
		"home low":     low,
		"groups":       func(r *rig) { r.app.Begin() },
		"items":        func(r *rig) { r.app.ChooseGroup("H") },
		"confirm":      func(r *rig) { r.app.ChooseItem("B05"); r.app.AddMore(); r.app.ChooseItem("B01") },
		"ticket":       func(r *rig) { r.app.ChooseItem("B05"); r.app.Take() },
		"unprinted":    func(r *rig) { r.desk.paper = hall.PaperNotPrinted; r.app.ChooseItem("B05"); r.app.Take() },
		"sorry":        func(r *rig) { r.desk.fail = hall.E("test", hall.Unavailable); r.app.ChooseItem("B05"); r.app.Take() },
		"idle":         func(r *rig) { r.app.ChooseGroup("H"); r.Advance(50 * time.Second) },
	}
	for page, open := range pages {
		at := func() *rig { r := newRig(t); open(r); return r }
		for _, key := range at().Keys() {
			if key == "corner" {
				continue // five quick touches are its meaning
			}
			r := at()
			place, _ := r.Rect(key)
			r.touch(place, time.Second)
			want := r.state()
			r.touch(place, 120*time.Millisecond)
			r.touch(place, 270*time.Millisecond)
			if got := r.state(); got != want {
				t.Errorf("%s: %q touched three times within 390 ms: %s, want as after one touch %s", page, key, got, want)
			}
		}
	}
}

// touch touches the middle of a place after a pause, whatever is there.
func (r *rig) touch(place image.Rectangle, pause time.Duration) {
	r.Wait(pause)
	middle := place.Min.Add(place.Size().Div(2))
	r.TapAt(fyne.NewPos(float32(middle.X), float32(middle.Y)))
}

// state is what touches can change.
func (r *rig) state() string {
	v := r.app.View()
	return fmt.Sprint(v.Step, v.Settings, v.Group.Code, len(v.Chosen), v.Page, v.Priority, v.Paper, v.Standing.No, v.HelpComing, r.guide, r.closed,
		r.desk.made, r.desk.slips, strings.Join(r.Keys(), " "))
}

// The places of the bottom bar are the same on every page, in every language and size, and whatever is switched on: a
// finger that waits over one never finds another there.
func TestTheBottomBarNeverMoves(t *testing.T) {
	wears := map[string]func(*rig){"plain": plain, "elderly": elderly, "low": low, "english": english,
		"english elderly": func(r *rig) { english(r); elderly(r) }}
	pages := map[string]func(*rig){
		"home":    func(*rig) {},
		"help":    func(r *rig) { r.app.Help() },
		"groups":  func(r *rig) { r.app.Begin() },
		"confirm": func(r *rig) { r.app.ChooseItem("B05") },
		"ticket":  func(r *rig) { r.app.ChooseItem("B05"); r.app.Take() },
		"offline": func(r *rig) { r.app.NodeAway() },
	}
	places := map[string]image.Rectangle{}
	for name, wear := range wears {
		r := newRig(t)
		wear(r)
		for page, open := range pages {
			r.app.Push(morning(t))
			open(r)
			for _, key := range []string{"back", "exit", "elder", "low", "language", "help"} {
				at, shown := r.Rect(key)
				if !shown {
					continue
				}
				if was, known := places[key]; known && was != at {
					t.Errorf("%s, %s: %q is at %v, elsewhere at %v", page, name, key, at, was)
				}
				places[key] = at
			}
			r.app.Exit()
			wear(r)
		}
	}
	if len(places) != 6 {
		t.Errorf("seen only %v", places)
	}
}

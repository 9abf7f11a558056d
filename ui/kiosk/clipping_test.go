package kiosk_test

import (
	"fmt"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/uitest"
)

// TestNothingIsCutInAnyDress walks every step in every mixture of language, type size and position, also without paper
// and without the node, and looks for words without room and buttons over each other.
func TestNothingIsCutInAnyDress(t *testing.T) {
	steps := map[string]func(*rig){
		"home":      func(*rig) {},
		"paper out": func(r *rig) { r.app.SetPrinter(flow.PrinterPaperOut) },
		"offline":   func(r *rig) { r.app.NodeAway() },
		"groups":    func(r *rig) { r.app.Begin() },
		"items H":   func(r *rig) { r.app.ChooseGroup("H") },
		"items H 2": func(r *rig) { r.app.ChooseGroup("H"); r.app.Turn(1) },
		"items Q":   func(r *rig) { r.app.ChooseGroup("Q") },
		"items K":   func(r *rig) { r.app.ChooseGroup("K") },
		"confirm":   func(r *rig) { r.app.ChooseItem("B02"); r.app.AddMore(); r.app.ChooseItem("B19") },
		"ticket":    func(r *rig) { r.app.ChooseItem("B02"); r.app.SetPriority(hall.Care); r.app.Take() },
		"unprinted": func(r *rig) { r.desk.paper = hall.PaperNotPrinted; r.app.ChooseItem("B05"); r.app.Take() },
		"sorry":     func(r *rig) { r.desk.fail = hall.E("test", hall.Unavailable); r.app.ChooseItem("B05"); r.app.Take() },
	}
	for _, s := range []flow.Settings{
		{Language: hall.English, Elderly: true}, {Language: hall.English, Low: true}, {Language: hall.Chinese, Elderly: true, Low: true},
		{Language: hall.English, Elderly: true, Low: true}, {Language: hall.Chinese, Low: true},
	} {
		r := newRig(t)
		for name, do := range steps {
			t.Run(fmt.Sprint(name, s), func(t *testing.T) {
				r.app.Exit()
				r.desk.fail, r.desk.paper = nil, hall.PaperPrinted
				r.app.SetPrinter(flow.PrinterReady)
				r.app.Push(morning(t))
				r.app.Set(func(x *flow.Settings) { *x = s })
				do(r)
				r.NoClipping()
				r.NothingCovered()
			})
		}
	}
}

// TestAHallOfWordsIsReadable walks the steps in a hall with twelve services and windows that have names: every tile,
// figure and line keeps its words, and no wait is absurd.
func TestAHallOfWordsIsReadable(t *testing.T) {
	words := halltest.Words(hall.At(uitest.Start))
	steps := []struct {
		name string
		do   func(*rig)
	}{
		{"home", func(*rig) {}},
		{"groups", func(r *rig) { r.app.Begin() }},
		{"items", func(r *rig) { r.app.ChooseGroup("A") }},
		{"confirm", func(r *rig) { r.app.ChooseItem("B09") }},
		{"confirm-two", func(r *rig) { r.app.ChooseItem("B02") }},
		{"confirm-vip", func(r *rig) { r.app.ChooseItem("B04") }},
		{"ticket", func(r *rig) { r.app.ChooseItem("B05"); r.app.Take() }},
	}
	for _, s := range []flow.Settings{{}, {Elderly: true}, {Low: true}, {Elderly: true, Low: true}, {Language: hall.English}, {Language: hall.English, Elderly: true}} {
		r := newRig(t)
		for _, step := range steps {
			t.Run(fmt.Sprint(step.name, s), func(t *testing.T) {
				r.app.Exit()
				r.app.Push(words)
				r.app.Set(func(x *flow.Settings) { *x = s })
				step.do(r)
				r.NoClipping()
				r.NothingCovered()
				r.SeesNot("1号窗口", "室 号窗口", "低压1 号窗口")
				if s == (flow.Settings{}) || s == (flow.Settings{Elderly: true}) {
					r.Golden(fmt.Sprintf("words-%s-%v", step.name, s.Elderly))
				}
			})
		}
	}
}

package flow_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
)

// TestWhateverIsTouchedNoNumberIsLost plays random touches, silences, failures and late answers. At the end every
// number that was made has been seen by a visitor or is cancelled, none that was seen is cancelled unless its visitor
// said so, and none has two slips.
func TestWhateverIsTouchedNoNumberIsLost(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := newRig(t)
		seen, given := map[hall.TicketID]bool{}, map[hall.TicketID]bool{}
		r.Changed = func() {
			if v := r.View(); v.Step == flow.TicketShown {
				seen[v.Standing.ID] = true
			}
		}
		for range rapid.IntRange(1, 60).Draw(rt, "touches") {
			name := rapid.SampledFrom(names).Draw(rt, "touch")
			if name == "giveup" {
				given[r.View().Standing.ID] = true
			}
			acts[name](r)
		}
		r.desk.fail, r.desk.actFails, r.paper.state = nil, nil, ""
		r.release()
		r.pass(3 * time.Minute)
		r.release()
		for range len(r.desk.made) + 2 {
			r.Push(morning())
		}
		for id, s := range r.desk.made {
			if !seen[id] && s.State != hall.Cancelled {
				rt.Fatalf("%s waits in line and nobody has seen it", id)
			}
			if seen[id] && s.State == hall.Cancelled && !given[id] {
				rt.Fatalf("%s was shown as valid and is cancelled, and nobody gave it up", id)
			}
		}
		if got := r.View().Step; got != flow.Home {
			rt.Fatalf("the machine ends at %s", got)
		}
	})
}

var names = []string{"begin", "group", "item", "care", "take", "take", "take", "back", "exit", "done", "giveup", "again", "wait a little",
	"wait long", "hold work", "let work go", "lose replies", "cut the node", "heal", "no paper", "push"}

var acts = map[string]func(*rig){
	"begin": func(r *rig) { r.Begin() }, "group": func(r *rig) { r.ChooseGroup("H") }, "item": func(r *rig) { r.ChooseItem("B05") },
	"care": func(r *rig) { r.SetPriority(hall.Care) }, "take": func(r *rig) { r.Take() }, "back": func(r *rig) { r.Back() },
	"exit": func(r *rig) { r.Exit() }, "done": func(r *rig) { r.Done() }, "giveup": func(r *rig) { r.GiveUp() },
	"again": func(r *rig) { r.PrintAgain() }, "wait a little": func(r *rig) { r.pass(5 * time.Second) },
	"wait long": func(r *rig) { r.pass(70 * time.Second) }, "hold work": func(r *rig) { r.held = true },
	"let work go":  func(r *rig) { r.release() },
	"lose replies": func(r *rig) { r.desk.fail, r.desk.lost = []error{away, away}, true },
	"cut the node": func(r *rig) {
		r.desk.fail, r.desk.lost, r.desk.actFails = []error{away, away}, false, []error{away, away}
	},
	"heal":     func(r *rig) { r.desk.fail, r.desk.actFails = nil, nil },
	"no paper": func(r *rig) { r.paper.state = hall.PaperNotPrinted },
	"push":     func(r *rig) { r.Push(morning()) },
}

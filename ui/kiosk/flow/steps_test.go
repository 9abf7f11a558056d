package flow_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
)

func TestWhereTouchesLead(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*rig)
		want flow.Step
	}{
		{"begin asks for the group", func(r *rig) { r.Begin() }, flow.Groups},
		{"a group on the home screen is one touch less", func(r *rig) { r.ChooseGroup("H") }, flow.Items},
		{"a group without items is confirmed at once", func(r *rig) { r.ChooseGroup("A") }, flow.Confirm},
		{"a popular item on the home screen is confirmed at once", func(r *rig) { r.ChooseItem("B05") }, flow.Confirm},
		{"not sure takes a number of the advice group", func(r *rig) { r.Begin(); r.NotSure() }, flow.Confirm},
		{"an unknown group stays", func(r *rig) { r.ChooseGroup("X") }, flow.Home},
		{"back from items", func(r *rig) { r.ChooseGroup("H"); r.Back() }, flow.Groups},
		{"back from groups", func(r *rig) { r.Begin(); r.Back() }, flow.Home},
		{"back from confirm takes the item off", func(r *rig) { r.confirm(); r.Back() }, flow.Items},
		{"back from a confirmed group", func(r *rig) { r.ChooseGroup("A"); r.Back() }, flow.Groups},
		{"exit from anywhere", func(r *rig) { r.confirm(); r.Exit() }, flow.Home},
		{"one more item", func(r *rig) { r.confirm(); r.AddMore() }, flow.Items},
		{"no fourth item", func(r *rig) { r.confirm(); more(r, "B01", "B02"); r.AddMore() }, flow.Confirm},
		{"the last item removed", func(r *rig) { r.confirm(); r.RemoveItem("B05") }, flow.Items},
		{"a touch on take from home does nothing", func(r *rig) { r.Take() }, flow.Home},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			c.do(r)
			r.at(c.want)
		})
	}
}

// A hall says itself which of its groups is for those who are not sure; by its letter alone none is.
func TestAHallWithoutAdviceHasNoWordForThoseWhoAreNotSure(t *testing.T) {
	r, s := newRig(t), morning()
	s.Groups[3].Advice = false
	r.Push(s)
	r.Begin()
	r.NotSure()
	if r.at(flow.Groups); r.HasAdvice() {
		t.Error("a number of the group K is offered for advice")
	}
}

func more(r *rig, items ...hall.ItemCode) {
	for _, i := range items {
		r.AddMore()
		r.ChooseItem(i)
	}
}

func TestSeveralItemsMakeOneTicket(t *testing.T) {
	r := newRig(t).confirm()
	more(r, "B06")
	r.Take()
	if q := r.desk.asked[0]; len(q.Items) != 2 || q.Items[0] != "B05" || q.Items[1] != "B06" {
		t.Fatalf("asked for %v", q.Items)
	}
}

func TestNothingScrolls(t *testing.T) {
	for _, c := range []struct {
		name  string
		set   func(*flow.Settings)
		pages int
		last  int
	}{
		{"nine on a page", func(*flow.Settings) {}, 2, 3},
		{"six within low reach", func(s *flow.Settings) { s.Low = true }, 2, 6},
		{"four large ones", func(s *flow.Settings) { s.Elderly = true }, 3, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.ChooseGroup("H")
			r.Set(c.set)
			r.Turn(9)
			if v := r.View(); v.Pages != c.pages || v.Page != c.pages-1 || len(v.Shown) != c.last {
				t.Fatalf("page %d of %d with %d items", v.Page, v.Pages, len(v.Shown))
			}
			r.Turn(-9)
			if v := r.View(); v.Page != 0 || v.Shown[0].Code != "B05" {
				t.Fatalf("page %d begins with %s", v.Page, v.Shown[0].Code)
			}
		})
	}
}

func TestAClosedGroupSaysSoBeforeTheItems(t *testing.T) {
	r := newRig(t)
	s := morning()
	s.Groups[2].Open, s.Groups[2].Refusal = false, hall.OutOfHours
	s.Groups[2].Hours = []hall.Hours{{From: 8 * 60, To: 9 * 60}, {From: 14 * 60, To: 17 * 60}}
	r.Push(s)
	r.ChooseGroup("Q")
	r.at(flow.Sorry)
	if v := r.View(); v.Refusal != hall.OutOfHours || v.Opens != 14*60 {
		t.Fatalf("refusal %q, opens at minute %d", v.Refusal, v.Opens)
	}
}

func TestSettingsKeepTheStep(t *testing.T) {
	r := newRig(t).confirm()
	r.Set(func(s *flow.Settings) { s.Language = hall.English })
	r.at(flow.Confirm)
	r.Take()
	if q := r.desk.asked[0]; q.Language != hall.English {
		t.Fatalf("ticket in %q", q.Language)
	}
	r.Done()
	if v := r.View(); v.Settings.Language != hall.Chinese {
		t.Fatal("the next visitor finds the language of the one before")
	}
}

func TestHelpCallsTheGuideOnce(t *testing.T) {
	r := newRig(t)
	r.Help()
	r.Help()
	if r.guide != 1 || !r.View().HelpComing {
		t.Fatalf("guide called %d times", r.guide)
	}
	r.changes = 0
	r.pass(31 * time.Second)
	if r.changes != 1 || r.View().HelpComing {
		t.Fatalf("drawn %d times when the word has done its duty", r.changes)
	}
	r.Help()
	if r.guide != 2 {
		t.Fatalf("guide called %d times", r.guide)
	}
}

func TestEachStateOfTheMachineHasItsWord(t *testing.T) {
	closed := morning()
	for i := range closed.Groups {
		closed.Groups[i].Open = false
	}
	for _, c := range []struct {
		name string
		do   func(*rig)
		want flow.Health
		can  bool
	}{
		{"all well", func(*rig) {}, flow.Working, true},
		{"paper out", func(r *rig) { r.SetPrinter(flow.PrinterPaperOut) }, flow.PaperGone, true},
		{"node away", func(r *rig) { r.NodeAway() }, flow.NodeGone, false},
		{"both", func(r *rig) { r.NodeAway(); r.SetPrinter(flow.PrinterAway) }, flow.BothGone, false},
		{"node back", func(r *rig) { r.NodeAway(); r.Push(morning()) }, flow.Working, true},
		{"closed", func(r *rig) { r.Push(closed) }, flow.HallClosed, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			c.do(r)
			if got := r.Health(); got != c.want || r.CanTake() != c.can {
				t.Fatalf("health %q, can take %v", got, r.CanTake())
			}
		})
	}
	if got := flow.New(flow.Config{Now: time.Now}).Health(); got != flow.OutOfService {
		t.Fatalf("before the first snapshot %q", got)
	}
}

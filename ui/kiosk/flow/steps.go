package flow

import (
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// maxItems is how many things one visit can be for: more do not fit a slip and would not fit one visit either.
const maxItems = 3

// helpShown is how long the screen says that somebody comes.
const helpShown = 30 * time.Second

// Begin goes from home to the choice of a group.
func (f *Flow) Begin() {
	f.Touch()
	if f.step != Home || f.snap == nil {
		return
	}
	f.goTo(Groups)
}

// ChooseGroup goes to the items of a group, or straight to confirming when it has none.
func (f *Flow) ChooseGroup(c hall.GroupCode) {
	f.Touch()
	if f.step != Home && f.step != Groups {
		return
	}
	g, ok := f.groupView(c)
	if !ok {
		return
	}
	f.group, f.items, f.page = c, nil, 0
	if !g.Open && f.CanTake() {
		f.refuse(g.Refusal)
		return
	}
	if len(f.GroupItems()) == 0 {
		f.goTo(Confirm)
		return
	}
	f.goTo(Items)
}

// ChooseItem adds an item, or takes it away again, and goes to confirming. From home it finds the item's group first.
func (f *Flow) ChooseItem(c hall.ItemCode) {
	f.Touch()
	if f.step == Home {
		f.ChooseGroup(f.groupOf(c))
	}
	if f.step != Items {
		return
	}
	if i := slices.Index(f.items, c); i >= 0 {
		f.items = slices.Delete(f.items, i, i+1)
		f.changed()
		return
	}
	if len(f.items) < maxItems {
		f.items = append(f.items, c)
	}
	f.goTo(Confirm)
}

// NotSure confirms a number of the advice group, for those who do not know what their business is called.
func (f *Flow) NotSure() {
	f.Touch()
	g, ok := f.advice()
	if f.step != Groups && f.step != Items || !ok {
		return
	}
	f.group, f.items = g.Code, nil
	f.goTo(Confirm)
}

// HasAdvice reports whether the outlet has a group for those who are not sure, and it is open.
func (f *Flow) HasAdvice() bool { _, ok := f.advice(); return ok }

func (f *Flow) advice() (hall.GroupView, bool) {
	if f.snap != nil {
		for _, g := range f.snap.Groups {
			if g.Advice && g.Open {
				return g, true
			}
		}
	}
	return hall.GroupView{}, false
}

// AddMore goes back to the items to choose one more for the same visit.
func (f *Flow) AddMore() {
	f.Touch()
	if f.step == Confirm && f.CanAddMore() {
		f.goTo(Items)
	}
}

// CanAddMore reports whether another item fits this visit.
func (f *Flow) CanAddMore() bool {
	return len(f.items) > 0 && len(f.items) < maxItems && len(f.GroupItems()) > len(f.items)
}

// RemoveItem takes an item off the visit; the last one leads back to the choice.
func (f *Flow) RemoveItem(c hall.ItemCode) {
	f.Touch()
	if f.step != Confirm || f.take.busy {
		return
	}
	f.items = slices.DeleteFunc(f.items, func(i hall.ItemCode) bool { return i == c })
	if len(f.items) == 0 {
		f.goTo(Items)
		return
	}
	f.changed()
}

// SetPriority asks for care priority or takes the wish back.
func (f *Flow) SetPriority(p hall.Priority) {
	f.Touch()
	if f.step == Confirm && !f.take.busy {
		f.priority = p
		f.changed()
	}
}

// Turn pages through the items by n pages.
func (f *Flow) Turn(n int) {
	f.Touch()
	f.page = min(max(f.page+n, 0), f.Pages()-1)
	f.changed()
}

// Back goes one step towards home. A ticket is not left by it: Done and GiveUp do that.
func (f *Flow) Back() {
	f.Touch()
	switch f.step {
	case Items:
		f.goTo(Groups)
	case Confirm:
		f.leaveConfirm()
	case Sorry:
		f.leaveSorry()
	case Groups, PIN, Maintenance:
		f.home()
	case TicketShown:
		f.Done()
	}
}

func (f *Flow) leaveConfirm() {
	if f.take.busy {
		return // the number may be on its way: stay to show it
	}
	if len(f.GroupItems()) == 0 || len(f.items) == 0 {
		f.goTo(Groups)
		return
	}
	f.items = f.items[:len(f.items)-1]
	f.goTo(Items)
}

func (f *Flow) leaveSorry() {
	f.abandon()
	f.goTo(Groups)
}

// Exit goes home and forgets the visit; the settings stay, the same person may still stand there.
func (f *Flow) Exit() {
	f.Touch()
	if f.step == TicketShown {
		f.Done()
		return
	}
	if !f.take.busy {
		f.home()
	}
}

// Help calls the guide to this machine.
func (f *Flow) Help() {
	f.Touch()
	if f.cfg.Guide == nil || f.HelpComing() {
		return
	}
	f.helpTil = f.cfg.Now().Add(helpShown)
	f.cfg.Guide()
	f.changed()
}

// HelpComing reports whether the guide was called a moment ago.
func (f *Flow) HelpComing() bool { return f.cfg.Now().Before(f.helpTil) }

// Set changes the visitor's wishes; the step stays.
func (f *Flow) Set(change func(*Settings)) {
	f.Touch()
	change(&f.settings)
	f.page = min(f.page, f.Pages()-1)
	f.changed()
}

// home forgets the visit.
func (f *Flow) home() {
	f.abandon()
	f.group, f.items, f.priority, f.page, f.take = "", nil, hall.Ordinary, 0, take{}
	f.goTo(Home)
}

// leave goes home and forgets the visitor as well.
func (f *Flow) leave() {
	f.settings, f.helpTil = f.defaults(), time.Time{}
	f.home()
}

func (f *Flow) goTo(s Step) {
	f.step = s
	f.restart()
	f.changed()
}

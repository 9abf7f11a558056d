package flow

import (
	"time"

	"github.com/brighthall/brighthall/hall"
)

// View is everything a screen draws, read after Changed.
type View struct {
	Step     Step
	Settings Settings
	Health   Health
	Printer  PrinterState
	Snapshot *hall.Snapshot // the last one; nil: nothing known yet
	Now      time.Time      // by the hall's clock, in the outlet's zone
	Stale    time.Time      // when the last snapshot was true, while the node is away; zero otherwise

	Group    hall.GroupView
	Place    hall.Place         // where a number taken now would stand, with the priority that was chosen
	Shown    []hall.ServiceType // items of this page
	Chosen   []hall.ServiceType // items of this visit
	Page     int                // from 0
	Pages    int
	Priority hall.Priority

	Busy     bool // the number is being asked for
	Standing hall.Standing
	Already  bool            // the visitor had this number before
	Paper    hall.PaperState // or Printing
	Reason   string          // why nothing was printed
	Refusal  hall.Code       // of the sorry screen
	Retry    bool            // asking again makes sense: same id
	Opens    int             // minute of the day at which the refused group opens again, -1 unknown
	PINWrong bool
	PINLock  time.Duration

	Warning     bool
	SecondsLeft int
	RingSeconds int
	HelpComing  bool
}

// View is the flow as it stands.
func (f *Flow) View() View {
	g, _ := f.groupView(f.group)
	v := View{
		Now: f.now(), Step: f.step, Settings: f.settings, Health: f.Health(), Printer: f.printer, Snapshot: f.snap,
		Group: g, Place: f.place(g), Shown: f.PageItems(), Chosen: f.chosen(), Page: f.page, Pages: f.Pages(), Priority: f.priority,
		Busy: f.take.busy, Standing: f.take.standing, Already: f.take.already, Paper: f.take.paper, Reason: f.take.reason,
		Refusal: f.take.refusal, Retry: f.take.unclear, Opens: f.opens(g),
		PINWrong: f.guard.wrong, PINLock: f.PINLocked(),
		Warning: f.Warning(), SecondsLeft: f.SecondsLeft(), RingSeconds: f.RingSeconds(), HelpComing: f.HelpComing(),
	}
	if f.nodeAway && f.snap != nil {
		v.Stale = f.snap.At.Time()
	}
	return v
}

// place is where a number of a group taken now would stand.
func (f *Flow) place(g hall.GroupView) hall.Place {
	if f.priority == hall.Care && g.Care != nil {
		return *g.Care
	}
	return hall.Place{Ahead: g.Waiting, WaitFor: g.WaitFor}
}

// GroupItems are the items of the chosen group, the popular ones first, in the outlet's order.
func (f *Flow) GroupItems() []hall.ServiceType { return f.itemsOf(f.group) }

func (f *Flow) itemsOf(c hall.GroupCode) []hall.ServiceType {
	var popular, rest []hall.ServiceType
	if f.snap == nil {
		return nil
	}
	for _, i := range f.snap.Items {
		switch {
		case i.Group != c:
		case i.Popular:
			popular = append(popular, i)
		default:
			rest = append(rest, i)
		}
	}
	return append(popular, rest...)
}

// Popular are the items the outlet wants on the home screen, at most n, of groups that are open; when no numbers are to
// be had, of all, for their papers.
func (f *Flow) Popular(n int) []hall.ServiceType {
	var out []hall.ServiceType
	if f.snap == nil {
		return nil
	}
	for _, i := range f.snap.Items {
		if g, ok := f.groupView(i.Group); ok && (g.Open || !f.CanTake()) && i.Popular && len(out) < n {
			out = append(out, i)
		}
	}
	return out
}

// PageItems are the items of the page on screen.
func (f *Flow) PageItems() []hall.ServiceType {
	all, size := f.GroupItems(), f.pageSize()
	from := min(f.page*size, len(all))
	return all[from:min(from+size, len(all))]
}

// Pages is how many pages the items take, at least 1: nothing scrolls.
func (f *Flow) Pages() int { return max(1, (len(f.GroupItems())+f.pageSize()-1)/f.pageSize()) }

func (f *Flow) pageSize() int {
	switch {
	case f.settings.Elderly:
		return 4
	case f.settings.Low:
		return 6
	}
	return 9
}

func (f *Flow) chosen() []hall.ServiceType {
	var out []hall.ServiceType
	for _, c := range f.items {
		for _, i := range f.snap.Items {
			if i.Code == c {
				out = append(out, i)
			}
		}
	}
	return out
}

func (f *Flow) groupOf(c hall.ItemCode) hall.GroupCode {
	if f.snap != nil {
		for _, i := range f.snap.Items {
			if i.Code == c {
				return i.Group
			}
		}
	}
	return ""
}

// now is the hall's time, in the outlet's zone.
func (f *Flow) now() time.Time {
	now := f.cfg.Now().Add(f.apart)
	if f.snap == nil {
		return now
	}
	return now.In(f.snap.Outlet.Location())
}

// opens finds the minute of the day at which a group opens next today or tomorrow, -1 when its hours do not say.
func (f *Flow) opens(g hall.GroupView) int {
	if f.snap == nil || len(g.Hours) == 0 {
		return -1
	}
	local := f.now()
	minute, best := local.Hour()*60+local.Minute(), -1
	for _, h := range g.Hours {
		if h.From > minute && (best < 0 || h.From < best) {
			best = h.From
		}
	}
	if best < 0 {
		return g.Hours[0].From
	}
	return best
}

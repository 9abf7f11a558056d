package playlist

import (
	"cmp"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// View is everything the screen draws.
type View struct {
	Outlet   hall.Outlet
	Now      time.Time // by the hall's clock, in the outlet's zone
	Since    time.Time // the content is of then, while the node cannot be heard
	Page     Page
	PageNo   int // from 1
	PagesAll int
	Topic    Topic
	Groups   []hall.GroupView
	Labels   map[hall.CounterID]string // of the windows
	Group    hall.GroupView
	Item     hall.ServiceType
	Items    []hall.ServiceType // of this page of the group
	ItemPage int                // from 0
	Pages    int
	Recent   *hall.CallView // the last call, for the queue strip
}

// View is the list as it stands.
func (l *List) View() View {
	v := View{Now: l.cfg.Now().Add(l.apart), Page: l.Page(), PageNo: l.at + 1, PagesAll: len(l.loop()), Topic: l.topic, ItemPage: l.page, Pages: l.Pages()}
	if l.snap == nil {
		return v
	}
	loc := l.snap.Outlet.Location()
	v.Outlet, v.Now, v.Groups, v.Items = l.snap.Outlet, v.Now.In(loc), l.groups(), l.pageItems()
	if l.lost {
		v.Since = l.snap.At.Time().In(loc)
	}
	v.Labels = map[hall.CounterID]string{}
	for _, c := range l.snap.Counters {
		v.Labels[c.ID] = cmp.Or(c.Label, string(c.ID))
	}
	for _, g := range l.snap.Groups {
		if g.Code == l.group {
			v.Group = g
		}
	}
	for _, i := range l.snap.Items {
		if i.Code == l.item {
			v.Item = i
		}
	}
	if len(l.snap.Recent) > 0 {
		v.Recent = &l.snap.Recent[0]
	}
	return v
}

// Page is the page of the loop that is on.
func (l *List) Page() Page { return l.loop()[l.at] }

// Pages is how many pages the items of the group take.
func (l *List) Pages() int { return max(1, (len(l.items())+perPage-1)/perPage) }

func (l *List) groups() []hall.GroupView {
	var out []hall.GroupView
	for _, g := range l.snap.Groups {
		if !g.Withdrawn {
			out = append(out, g)
		}
	}
	return out
}

func (l *List) items() []hall.ServiceType {
	var out []hall.ServiceType
	if l.snap == nil {
		return nil
	}
	for _, i := range l.snap.Items {
		if i.Group == l.group {
			out = append(out, i)
		}
	}
	return out
}

func (l *List) pageItems() []hall.ServiceType {
	all := l.items()
	from := min(l.page*perPage, len(all))
	return all[from:min(from+perPage, len(all))]
}

package center

import (
	"context"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/archive"
)

type liveIn struct {
	Outlet string `query:"outlet" required:"true"`
}

// live is a hall's present state as far as its log has come.
func (c *Center) live(ctx context.Context, in *liveIn) (l api.Live, err error) {
	o, err := c.archive.Outlet(ctx, hall.OutletID(in.Outlet))
	if err != nil {
		return l, err
	}
	if l.Outlet, err = c.view(ctx, o); err != nil {
		return l, err
	}
	tickets, err := c.archive.OpenTickets(ctx, o.ID, l.Outlet.Day)
	if err != nil {
		return l, err
	}
	counters, err := c.archive.Counters(ctx, o.ID)
	if err != nil {
		return l, err
	}
	l.Groups = groups(o, tickets, hall.At(c.now()))
	today, err := c.archive.TodayAt(ctx, o.ID, l.Outlet.Day)
	if err != nil {
		return l, err
	}
	l.Counters = counterViews(o, tickets, counters)
	for i, k := range l.Counters {
		l.Counters[i].Today = today[k.ID]
	}
	if l.Faults, err = c.archive.Faults(ctx, o.ID); err != nil {
		return l, err
	}
	l.Tests, l.AskedAt, err = c.archive.Tests(ctx, o.ID)
	return l, err
}

// groups lists the lines of a hall: its setup's groups, and any other that somebody waits for.
func groups(o archive.Outlet, tickets []hall.Ticket, now hall.Millis) []api.LiveGroup {
	list := []api.LiveGroup{}
	at := map[hall.GroupCode]int{}
	add := func(code hall.GroupCode, name hall.Name) {
		at[code] = len(list)
		list = append(list, api.LiveGroup{Code: code, Name: name})
	}
	for _, g := range o.InForce.Groups {
		if !g.Withdrawn {
			add(g.Code, g.Name)
		}
	}
	for _, t := range tickets {
		if t.State != hall.Waiting {
			continue
		}
		if _, ok := at[t.Group]; !ok {
			add(t.Group, hall.Name{Zh: string(t.Group)})
		}
		g := &list[at[t.Group]]
		g.Waiting++
		g.LongestMs = max(g.LongestMs, int64(now-t.IssuedAt))
	}
	return list
}

// counterViews are the windows of a hall's setup, whether they were ever opened or not, and any other its log knows.
func counterViews(o archive.Outlet, tickets []hall.Ticket, counters []hall.Counter) []hall.CounterView {
	having, told := map[hall.TicketID]hall.Ticket{}, map[hall.CounterID]hall.Counter{}
	for _, t := range tickets {
		having[t.ID] = t
	}
	for _, k := range counters {
		told[k.ID] = k
	}
	views := make([]hall.CounterView, 0, max(len(counters), len(o.InForce.Counters)))
	for _, s := range o.InForce.Counters {
		k, ok := told[s.ID]
		if !ok {
			k = hall.Counter{ID: s.ID, State: hall.CounterClosed}
		}
		delete(told, s.ID)
		views = append(views, counterView(o, hall.CounterView{Counter: k, Label: s.Label, Serves: s.Serves}, having))
	}
	for _, k := range counters {
		if _, unlisted := told[k.ID]; unlisted {
			views = append(views, counterView(o, hall.CounterView{Counter: k, Label: string(k.ID)}, having))
		}
	}
	return views
}

// counterView adds the teller's badge and the ticket in hand.
func counterView(o archive.Outlet, v hall.CounterView, having map[hall.TicketID]hall.Ticket) hall.CounterView {
	for _, t := range o.InForce.Tellers {
		if t.ID == v.Counter.Teller {
			v.Badge = t.Badge
		}
	}
	if t, ok := having[v.Counter.Ticket]; ok && v.Counter.Ticket != "" {
		v.No, v.NoGroup, v.NoState, v.CalledAt = t.No, t.Group, t.State, t.CalledAt
	}
	return v
}

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
	l.Counters = counterViews(o, tickets, counters)
	l.Faults, err = c.archive.Faults(ctx, o.ID)
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
	for _, g := range o.Setup.Groups {
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

// counterViews joins the counters with their setup and the tickets they have.
func counterViews(o archive.Outlet, tickets []hall.Ticket, counters []hall.Counter) []hall.CounterView {
	having := map[hall.TicketID]hall.Ticket{}
	for _, t := range tickets {
		having[t.ID] = t
	}
	views := make([]hall.CounterView, 0, len(counters))
	for _, k := range counters {
		v := hall.CounterView{Counter: k, Label: string(k.ID)}
		for _, s := range o.Setup.Counters {
			if s.ID == k.ID {
				v.Label, v.Serves = s.Label, s.Serves
			}
		}
		for _, t := range o.Setup.Tellers {
			if t.ID == k.Teller {
				v.Badge = t.Badge
			}
		}
		if t, ok := having[k.Ticket]; ok && k.Ticket != "" {
			v.No, v.NoGroup, v.NoState, v.CalledAt = t.No, t.Group, t.State, t.CalledAt
		}
		views = append(views, v)
	}
	return views
}

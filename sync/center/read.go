package center

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/report"
)

func (c *Center) outlets(ctx context.Context, _ *none) ([]api.Outlet, error) {
	known, err := c.archive.Outlets(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]api.Outlet, 0, len(known))
	for _, o := range known {
		view, err := c.view(ctx, o)
		if err != nil {
			return nil, err
		}
		list = append(list, view)
	}
	return list, nil
}

// view adds today's figures.
func (c *Center) view(ctx context.Context, o archive.Outlet) (api.Outlet, error) {
	day := c.day(o)
	v := api.Outlet{ID: o.ID, Name: o.InForce.Outlet.Name, Zone: o.InForce.Outlet.Zone, Demo: o.InForce.Outlet.Demo, Day: day,
		LastSeen: o.LastSeen, Cursor: o.Cursor, Version: o.Version, InForce: o.InForce.Version, Refused: o.Refused,
		Why: o.Why, Stopped: o.Stopped, Windows: len(o.InForce.Counters)}
	asked, err := c.archive.Epochs(ctx, o.ID)
	if err != nil {
		return v, err
	}
	if asking := archive.Asking(asked, c.now()); len(asking) > 0 {
		v.Asks = &api.Question{ID: asking[0].ID, Epoch: asking[0].Epoch, Begun: asking[0].Begun, Parted: asking[0].Parted}
	}
	today, line, err := c.archive.Today(ctx, o.ID, day)
	if err != nil {
		return v, err
	}
	v.Today, v.Waiting = today, line.Waiting
	if v.Stranded, err = c.Stranded(ctx, o, o.InForce); err != nil {
		return v, err
	}
	if line.Since > 0 {
		v.Longest = max(0, int64(hall.At(c.now())-line.Since))
	}
	return v, c.desks(ctx, &v)
}

// desks counts the counters that serve and the faults.
func (c *Center) desks(ctx context.Context, v *api.Outlet) error {
	counters, err := c.archive.Counters(ctx, v.ID)
	if err != nil {
		return err
	}
	for _, k := range counters {
		if k.State == hall.CounterOpen {
			v.Open++
		}
	}
	faults, err := c.archive.Faults(ctx, v.ID)
	v.Faults = len(faults)
	for _, f := range faults {
		v.Broken = append(v.Broken, api.Broken{Terminal: f.Terminal, Device: f.Device})
	}
	return err
}

// day is the outlet's business day: by its clock when its zone is known, never before the day its log is in, and within
// the center's clock.
func (c *Center) day(o archive.Outlet) hall.Day {
	told := min(o.Day, archive.LatestDay(c.now()))
	if o.InForce.Outlet.Zone == "" {
		return told
	}
	return max(told, o.InForce.Outlet.Day(c.now()))
}

type ticketsIn struct {
	DaysIn
	State string `query:"state" doc:"only tickets in this state"`
	No    string `query:"no" doc:"only numbers that begin like this"`
	After string `query:"after"`
	Limit int    `query:"limit" default:"200" minimum:"1" maximum:"1000"`
}

// DaysIn is the stretch of days that reads share (exported because huma reads embedded fields by reflection).
type DaysIn struct {
	Outlet string `query:"outlet"`
	From   string `query:"from" doc:"first business day, inclusive" format:"date"`
	To     string `query:"to" doc:"last business day, inclusive" format:"date"`
}

func (c *Center) tickets(ctx context.Context, in *ticketsIn) (api.Tickets, error) {
	page, after, err := c.archive.Tickets(ctx, archive.Filter{Outlet: hall.OutletID(in.Outlet), From: hall.Day(in.From),
		To: hall.Day(in.To), State: hall.State(in.State), No: hall.TicketNo(in.No), After: in.After, Limit: in.Limit})
	for i := range page {
		page[i] = shown(page[i])
	}
	return api.Tickets{Tickets: page, After: after}, err
}

type ticketIn struct {
	ID     string `path:"id"`
	Outlet string `query:"outlet" doc:"whose ticket; needed when several outlets made the same id"`
}

func (c *Center) ticket(ctx context.Context, in *ticketIn) (api.History, error) {
	t, events, err := c.archive.History(ctx, hall.OutletID(in.Outlet), hall.TicketID(in.ID))
	if err != nil {
		return api.History{}, err
	}
	badges, err := c.badges(ctx, events)
	for i := range events {
		events[i] = told(events[i])
	}
	return api.History{Ticket: shown(t), Events: events, Badges: badges}, err
}

// badges are those of the tellers who did something in the events of one outlet.
func (c *Center) badges(ctx context.Context, events []hall.Event) (map[hall.TellerID]string, error) {
	if len(events) == 0 {
		return nil, nil
	}
	o, err := c.archive.Outlet(ctx, events[0].Outlet)
	if err != nil {
		return nil, err
	}
	all := map[hall.TellerID]string{}
	for _, t := range o.InForce.Tellers {
		if slices.ContainsFunc(events, func(e hall.Event) bool { return e.Actor.Teller == t.ID }) {
			all[t.ID] = t.Badge
		}
	}
	return all, nil
}

// shown is a ticket as the office sees it: without what opens its page, and without the token that stands for the
// visitor.
func shown(t hall.Ticket) hall.Ticket {
	t.Code, t.TokenHash, t.Customer, t.Note = "", "", "", ""
	return t
}

// told is an event as the office sees it. A body that cannot be read says nothing to a person either.
func told(e hall.Event) hall.Event {
	b, err := e.Tell()
	if err != nil || b.Ticket == nil {
		return e
	}
	t := shown(*b.Ticket)
	b.Ticket = &t
	if body, err := json.Marshal(b); err == nil {
		e.Body = body
	}
	return e
}

func (c *Center) daily(ctx context.Context, in *DaysIn) ([]report.Day, error) {
	return report.Daily(ctx, c.archive.Read(),
		report.Filter{Outlet: hall.OutletID(in.Outlet), From: hall.Day(in.From), To: hall.Day(in.To)})
}

type arrivalsIn struct {
	Outlet string `query:"outlet" doc:"all outlets together when absent"`
	Day    string `query:"day" doc:"business day, today when absent" format:"date"`
}

func (c *Center) arrivals(ctx context.Context, in *arrivalsIn) ([]report.Quarter, error) {
	known, err := c.archive.Outlets(ctx)
	if err != nil {
		return nil, err
	}
	days := map[hall.Day]int{}
	for _, o := range known {
		if in.Outlet == "" || in.Outlet == string(o.ID) {
			days[c.day(o)]++
		}
	}
	if len(days) == 0 && in.Outlet != "" {
		return nil, hall.E("center.arrivals", hall.NotFound)
	}
	day := hall.Day(in.Day)
	if day == "" {
		day = most(days)
	}
	return report.Arrivals(ctx, c.archive.Read(), hall.OutletID(in.Outlet), day)
}

// most is the day that most outlets are in, the earlier of two: one hall that is ahead does not turn the page for all.
func most(days map[hall.Day]int) (day hall.Day) {
	for d, n := range days {
		if n > days[day] || n == days[day] && (day == "" || d < day) {
			day = d
		}
	}
	return day
}

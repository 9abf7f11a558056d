package center

import (
	"context"

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
	today, waiting, err := c.archive.Today(ctx, o.ID, day)
	return api.Outlet{ID: o.ID, Name: o.Setup.Outlet.Name, Day: day, LastSeen: o.LastSeen, Cursor: o.Cursor,
		Version: o.Version, Waiting: waiting, Today: today}, err
}

// day is the outlet's business day: by its clock when its zone is known, and never before the day its log is in.
func (c *Center) day(o archive.Outlet) hall.Day {
	if o.Setup.Outlet.Zone == "" {
		return o.Day
	}
	return max(o.Day, o.Setup.Outlet.Day(c.now()))
}

type ticketsIn struct {
	daysIn
	After string `query:"after"`
	Limit int    `query:"limit" default:"200" minimum:"1" maximum:"1000"`
}

type daysIn struct {
	Outlet string `query:"outlet"`
	From   string `query:"from" doc:"first business day, inclusive" format:"date"`
	To     string `query:"to" doc:"last business day, inclusive" format:"date"`
}

func (c *Center) tickets(ctx context.Context, in *ticketsIn) (api.Tickets, error) {
	page, after, err := c.archive.Tickets(ctx, archive.Filter{Outlet: hall.OutletID(in.Outlet), From: hall.Day(in.From),
		To: hall.Day(in.To), After: in.After, Limit: in.Limit})
	return api.Tickets{Tickets: page, After: after}, err
}

type ticketIn struct {
	ID string `path:"id"`
}

func (c *Center) ticket(ctx context.Context, in *ticketIn) (api.History, error) {
	t, events, err := c.archive.History(ctx, hall.TicketID(in.ID))
	return api.History{Ticket: t, Events: events}, err
}

func (c *Center) daily(ctx context.Context, in *daysIn) ([]report.Day, error) {
	return report.Daily(ctx, c.archive.Read(),
		report.Filter{Outlet: hall.OutletID(in.Outlet), From: hall.Day(in.From), To: hall.Day(in.To)})
}

type arrivalsIn struct {
	Outlet string `query:"outlet" required:"true"`
	Day    string `query:"day" doc:"business day, today when absent" format:"date"`
}

func (c *Center) arrivals(ctx context.Context, in *arrivalsIn) ([]report.Quarter, error) {
	o, err := c.archive.Outlet(ctx, hall.OutletID(in.Outlet))
	if err != nil {
		return nil, err
	}
	day := hall.Day(in.Day)
	if day == "" {
		day = c.day(o)
	}
	return report.Arrivals(ctx, c.archive.Read(), o.ID, day)
}

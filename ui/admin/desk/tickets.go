package desk

import (
	"context"

	"github.com/brighthall/brighthall/hall"
)

// Filters are the states one can filter by, all first.
var Filters = []hall.State{"", hall.Waiting, hall.Serving, hall.Finished, hall.Missed, hall.Cancelled}

// Filter shows tickets of one state whose number begins like no; both may be empty. It begins at the first page.
func (d *Desk) Filter(state hall.State, no string) {
	d.resetPages()
	d.query.State, d.query.No = state, no
	d.load()
	d.cfg.Changed()
}

func (d *Desk) resetPages() {
	d.back, d.page, d.paged = nil, Page{}, false
	d.query = Query{}
}

// Query is what the table of tickets shows.
func (d *Desk) Query() Query { return d.query }

// Page is the table of tickets; ok is false before the first answer.
func (d *Desk) Page() (p Page, number int, ok bool) { return d.page, len(d.back) + 1, d.paged }

// Next opens the next page of tickets, if there is one.
func (d *Desk) Next() {
	if d.page.After == "" {
		return
	}
	d.back = append(d.back, d.query.After)
	d.query.After = d.page.After
	d.load()
	d.cfg.Changed()
}

// Previous opens the page before.
func (d *Desk) Previous() {
	if len(d.back) == 0 {
		return
	}
	d.query.After, d.back = d.back[len(d.back)-1], d.back[:len(d.back)-1]
	d.load()
	d.cfg.Changed()
}

func (d *Desk) loadPage() {
	o, ok := d.Chosen()
	if !ok {
		return
	}
	q := d.query
	q.Outlet, q.Day, q.Limit = o.ID, o.Day, pageSize
	var page Page
	d.question(func(ctx context.Context) (err error) {
		page, err = d.cfg.Center.Tickets(ctx, q)
		return err
	}, func() { d.page, d.paged = page, true })
	d.refreshDrawer()
}

// Open shows a ticket's history in the drawer.
func (d *Desk) Open(id hall.TicketID) {
	for _, t := range d.page.Tickets {
		if t.ID == id {
			d.drawer, d.hand = &drawer{ticket: t}, d.newHand(t.ID)
			d.loadDrawer()
		}
	}
	d.cfg.Changed()
}

// Close closes the drawer.
func (d *Desk) Close() {
	d.drawer, d.hand = nil, nil
	d.cfg.Changed()
}

// Drawer is the open ticket; history is nil while it is being read or when reading failed.
func (d *Desk) Drawer() (t hall.Ticket, history *History, failed hall.Code, open bool) {
	if d.drawer == nil {
		return hall.Ticket{}, nil, "", false
	}
	return d.drawer.ticket, d.drawer.got, d.drawer.failed, true
}

func (d *Desk) refreshDrawer() {
	if d.drawer != nil {
		d.loadDrawer()
	}
}

func (d *Desk) loadDrawer() {
	open, outlet := d.drawer, d.chosen
	var got History
	d.ask(func(ctx context.Context) (err error) {
		got, err = d.cfg.Center.History(ctx, outlet, open.ticket.ID)
		return err
	}, func(err error) {
		if open.failed = hall.CodeOf(err); err == nil {
			open.ticket, open.got = got.Ticket, &got
		}
	})
}

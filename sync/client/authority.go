package client

import (
	"context"
	"net/http"
	"strconv"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// Issue implements hall.Authority.
func (c *Client) Issue(ctx context.Context, r hall.IssueRequest) (hall.Standing, error) {
	var s hall.Standing
	err := c.post(ctx, "client.Issue", wire.Tickets, string(r.ID), r, &s)
	return s, err
}

// Next implements hall.Authority.
func (c *Client) Next(ctx context.Context, r hall.NextRequest) (hall.Pick, error) {
	var p hall.Pick
	q := request{op: "client.Next", method: http.MethodPost, path: wire.CounterPath(r.Counter, "next"), key: r.Key}
	status, err := c.do(ctx, q, &p)
	p.Nobody = status == http.StatusNoContent
	return p, err
}

// Act implements hall.Authority.
func (c *Client) Act(ctx context.Context, a hall.Action) (hall.Ticket, error) {
	var t hall.Ticket
	err := c.post(ctx, "client.Act", wire.TicketPath(a.Ticket, a.Verb), a.Key, a, &t)
	return t, err
}

// Desk implements hall.Authority.
func (c *Client) Desk(ctx context.Context, a hall.CounterAction) (hall.Counter, error) {
	var d hall.Counter
	err := c.post(ctx, "client.Desk", wire.CounterPath(a.Counter, string(a.Verb)), a.Key, a, &d)
	return d, err
}

// Report implements hall.Authority.
func (c *Client) Report(ctx context.Context, r hall.Report) error {
	return c.post(ctx, "client.Report", wire.Reports, r.Key, r, nil)
}

// TrustClock tells the node that somebody looked at the clock of its machine, and that it is right. Who is this
// terminal.
func (c *Client) TrustClock(ctx context.Context, key string, _ hall.Actor) (hall.Clock, error) {
	var clock hall.Clock
	err := c.post(ctx, "client.TrustClock", wire.Clock, key, nil, &clock)
	return clock, err
}

// Ticket implements hall.Authority.
func (c *Client) Ticket(ctx context.Context, id hall.TicketID) (hall.Standing, error) {
	var s hall.Standing
	err := c.get(ctx, "client.Ticket", wire.TicketPath(id), nil, &s)
	return s, err
}

// Find implements hall.Authority.
func (c *Client) Find(ctx context.Context, scanned string) (hall.Standing, error) {
	var s hall.Standing
	if _, err := hall.ParseScan(scanned); err != nil {
		return s, hall.Wrap("client.Find", err) // no need to send what no node can read
	}
	err := c.get(ctx, "client.Find", wire.Tickets, map[string]string{"code": scanned}, &s)
	return s, err
}

// Line implements hall.Authority.
func (c *Client) Line(ctx context.Context, counter hall.CounterID, limit int) ([]hall.Pick, error) {
	var l []hall.Pick
	query := map[string]string{"limit": strconv.Itoa(limit)}
	err := c.get(ctx, "client.Line", wire.CounterPath(counter, "line"), query, &l)
	return l, err
}

// Hall implements hall.Authority.
func (c *Client) Hall(ctx context.Context) (hall.Snapshot, error) {
	var s hall.Snapshot
	err := c.get(ctx, "client.Hall", wire.Hall, nil, &s)
	return s, err
}

func (c *Client) post(ctx context.Context, op, path, key string, body, out any) error {
	_, err := c.do(ctx, request{op: op, method: http.MethodPost, path: path, key: key, body: body}, out)
	return err
}

func (c *Client) get(ctx context.Context, op, path string, query map[string]string, out any) error {
	_, err := c.do(ctx, request{op: op, method: http.MethodGet, path: path, query: query}, out)
	return err
}

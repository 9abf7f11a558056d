package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/report"
	"github.com/brighthall/brighthall/sync/wire"
)

// Client is one person's line to a center. Its methods may be called together.
type Client struct {
	rest  *resty.Client
	token atomic.Pointer[string]
}

// patience is how long a person looks at a spinning wheel before the answer may be "not now".
const patience = 15 * time.Second

// New makes a client of the center at a base address; it calls nothing yet. pin is the fingerprint of the center's
// certificate; empty: the system's authorities decide.
func New(center, pin string) *Client {
	rest := resty.NewWithClient(call.Client(call.Transport(pin))).SetBaseURL(strings.TrimSuffix(center, "/")).SetTimeout(patience).
		SetHeader(wire.HeaderProtocol, wire.Protocol).SetRedirectPolicy(resty.NoRedirectPolicy())
	return &Client{rest: rest}
}

// UseToken speaks with a token of kind admin instead of a session.
func (c *Client) UseToken(token string) { c.token.Store(&token) }

// SignIn opens a session and speaks with it from then on. WrongPIN, Locked.
func (c *Client) SignIn(ctx context.Context, name, password string) (s api.Session, err error) {
	err = c.call(ctx, "desk.SignIn", http.MethodPost, api.SignInAt, nil, api.SignIn{Name: name, Password: password}, &s)
	if err == nil {
		c.UseToken(s.Token)
	}
	return s, err
}

// SignOut ends the session at the center. It is forgotten here at once, whatever the center says.
func (c *Client) SignOut(ctx context.Context) error {
	token := c.token.Swap(nil)
	if token == nil {
		return nil
	}
	var nothing struct{}
	return c.send("desk.SignOut", http.MethodDelete, api.SignInAt, c.rest.R().SetContext(ctx).SetAuthToken(*token), &nothing)
}

// Outlets lists the halls with today's figures.
func (c *Client) Outlets(ctx context.Context) (list []api.Outlet, err error) {
	return list, c.get(ctx, "desk.Outlets", api.Outlets, nil, &list)
}

// Query chooses visits: days inclusive; an empty field chooses nothing out. After is where the page before ended.
type Query struct {
	Outlet   hall.OutletID
	From, To hall.Day
	State    hall.State
	No       hall.TicketNo // numbers that begin like this
	After    string
	Limit    int // of a page, at most 1000; 0: 200
}

func (q Query) values() map[string]string {
	v := map[string]string{"outlet": string(q.Outlet), "from": string(q.From), "to": string(q.To), "state": string(q.State),
		"no": string(q.No), "after": q.After}
	if q.Limit > 0 {
		v["limit"] = strconv.Itoa(q.Limit)
	}
	return v
}

// Tickets gives a page of visits in the order of their issue.
func (c *Client) Tickets(ctx context.Context, q Query) (page api.Tickets, err error) {
	return page, c.get(ctx, "desk.Tickets", api.TicketsAt, q.values(), &page)
}

// History gives a visit of an outlet with everything that happened to it. NotFound.
func (c *Client) History(ctx context.Context, outlet hall.OutletID, id hall.TicketID) (h api.History, err error) {
	return h, c.get(ctx, "desk.History", api.TicketsAt+"/"+url.PathEscape(string(id)), map[string]string{"outlet": string(outlet)}, &h)
}

// Daily gives the figures of each day.
func (c *Client) Daily(ctx context.Context, outlet hall.OutletID, from, to hall.Day) (days []report.Day, err error) {
	return days, c.get(ctx, "desk.Daily", api.Daily, Query{Outlet: outlet, From: from, To: to}.values(), &days)
}

// Arrivals counts a day by quarters of an hour; an empty outlet means all, an empty day today.
func (c *Client) Arrivals(ctx context.Context, outlet hall.OutletID, day hall.Day) (quarters []report.Quarter, err error) {
	return quarters, c.get(ctx, "desk.Arrivals", api.Arrivals, map[string]string{"outlet": string(outlet), "day": string(day)}, &quarters)
}

// Live gives a hall's present state as far as its log has come.
func (c *Client) Live(ctx context.Context, outlet hall.OutletID) (l api.Live, err error) {
	return l, c.get(ctx, "desk.Live", api.LiveHall, map[string]string{"outlet": string(outlet)}, &l)
}

// Setup gives an outlet's setup to edit; no PIN is in it.
func (c *Client) Setup(ctx context.Context, outlet hall.OutletID) (s hall.Setup, err error) {
	return s, c.get(ctx, "desk.Setup", api.OutletPath(outlet, "setup"), nil, &s)
}

// PutSetup gives back an edited setup. Conflict when somebody else changed it meanwhile, Invalid when it does not fit
// together.
func (c *Client) PutSetup(ctx context.Context, outlet hall.OutletID, s hall.Setup) (stored api.GivenSetup, err error) {
	return stored, c.call(ctx, "desk.PutSetup", http.MethodPut, api.OutletPath(outlet, "setup"), nil, s, &stored)
}

// Order gives a hall an order. Its id is made by the caller: the same again is the same order.
func (c *Client) Order(ctx context.Context, outlet hall.OutletID, o hall.Order) (state api.OrderState, err error) {
	return state, c.call(ctx, "desk.Order", http.MethodPost, api.OutletPath(outlet, "orders"), nil, o, &state)
}

// Orders are an outlet's newest orders with what became of them, newest first.
func (c *Client) Orders(ctx context.Context, outlet hall.OutletID) (list []api.OrderState, err error) {
	return list, c.get(ctx, "desk.Orders", api.OutletPath(outlet, "orders"), nil, &list)
}

// AnswerEpoch says whether a log that goes on from a copy is the hall's: "accept", "refuse" or "undo". The key is made
// by the caller: the same again is the same answer. Conflict, with the reason, when the log that is there does not
// allow the answer.
func (c *Client) AnswerEpoch(ctx context.Context, question, answer, key string) error {
	var now struct{}
	r := c.request(ctx).SetHeader(wire.HeaderKey, key)
	return c.send("desk.AnswerEpoch", http.MethodPost, api.EpochPath(question, answer), r, &now)
}

func (c *Client) get(ctx context.Context, op, path string, query map[string]string, into any) error {
	return c.call(ctx, op, http.MethodGet, path, query, nil, into)
}

func (c *Client) call(ctx context.Context, op, method, path string, query map[string]string, in, into any) error {
	r := c.request(ctx)
	for k, v := range query {
		if v != "" {
			r.SetQueryParam(k, v)
		}
	}
	if in != nil {
		r.SetHeader("Content-Type", "application/json").SetBody(in)
	}
	return c.send(op, method, path, r, into)
}

// request is one with the person's token, when there is one.
func (c *Client) request(ctx context.Context) *resty.Request {
	r := c.rest.R().SetContext(ctx)
	if token := c.token.Load(); token != nil {
		r.SetAuthToken(*token)
	}
	return r
}

func (c *Client) send(op, method, path string, r *resty.Request, into any) error {
	answer, err := r.Execute(method, path)
	if err != nil {
		return &hall.Error{Op: op, Code: hall.Unavailable, Err: err}
	}
	return read(op, answer, into)
}

// read takes an answer of the center, and nothing else for one.
func read(op string, answer *resty.Response, into any) error {
	kind := answer.Header().Get("Content-Type")
	if answer.IsSuccess() && strings.HasPrefix(kind, "application/json") {
		if err := json.Unmarshal(answer.Body(), into); err != nil {
			return &hall.Error{Op: op, Code: hall.Unavailable, Reason: "not an answer of a center", Err: err}
		}
		return nil
	}
	var p wire.Problem
	if strings.HasPrefix(kind, wire.ProblemType) && json.Unmarshal(answer.Body(), &p) == nil && p.Code != "" {
		return p.Err(op)
	}
	if answer.IsSuccess() {
		return hall.E(op, hall.Unavailable, "not an answer of a center")
	}
	return hall.E(op, wire.CodeOf(answer.StatusCode()), answer.Status())
}

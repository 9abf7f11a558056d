package node

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// answer is what huma writes.
type answer[T any] struct {
	Status int
	Body   *T
}

func (n *Node) routes(api huma.API) {
	add(api, http.MethodPost, wire.Tickets, opIssue, http.StatusCreated, n.issue)
	add(api, http.MethodGet, wire.Tickets, opFind, http.StatusOK, n.find)
	add(api, http.MethodGet, wire.Tickets+"/{id}", opTicket, http.StatusOK, n.ticket)
	for _, v := range wire.TicketVerbs {
		add(api, http.MethodPost, wire.Tickets+"/{id}/"+string(v), opVerb(v), http.StatusOK, n.act(v))
	}
	for _, v := range wire.CounterVerbs {
		add(api, http.MethodPost, wire.Counters+"/{id}/"+string(v), opCounterVerb(v), http.StatusOK, n.desk(v))
	}
	add(api, http.MethodPost, wire.Counters+"/{id}/next", opNext, http.StatusOK, n.next)
	add(api, http.MethodGet, wire.Counters+"/{id}/line", opLine, http.StatusOK, n.line)
	add(api, http.MethodGet, wire.Hall, opHall, http.StatusOK, n.hall)
	add(api, http.MethodGet, wire.Events, opEvents, http.StatusOK, n.events)
	add(api, http.MethodPost, wire.Reports, opReport, http.StatusNoContent, n.report)
	add(api, http.MethodPost, wire.Clock, opClock, http.StatusOK, n.trustClock)
	describe(api)
}

func add[I, O any](api huma.API, method, path, id string, status int, handle func(context.Context, *I) (*O, error)) {
	problem := api.OpenAPI().Components.Schemas.Schema(problemType, true, "Problem")
	huma.Register(api, huma.Operation{
		OperationID: id, Summary: summaries[id], Method: method, Path: path, DefaultStatus: status, MaxBodyBytes: bodyLimit,
		Security: []map[string][]string{{"terminal": {}}},
		Responses: map[string]*huma.Response{
			"default": {Description: "Refused", Content: map[string]*huma.MediaType{wire.ProblemType: {Schema: problem}}},
		},
	}, handle)
}

// Keyed is the part that every command shares (exported because huma reads embedded fields by reflection).
type Keyed struct {
	Key string `header:"Idempotency-Key" required:"true" format:"uuid" doc:"made by the caller, repeated on retry; for issue the ticket's id"`
}

type issueInput struct {
	Keyed
	Body hall.IssueRequest
}

func (n *Node) issue(ctx context.Context, in *issueInput) (*answer[hall.Standing], error) {
	r := in.Body
	r.ID, r.By = hall.TicketID(in.Key), actorOf(ctx)
	if err := mayAsk(terminalOf(ctx), r); err != nil {
		return nil, wire.NewProblem(err)
	}
	s, err := n.standing(ctx)(n.authority.Issue(ctx, r))
	return give(http.StatusCreated, s, err)
}

type ticketInput struct {
	ID hall.TicketID `path:"id" maxLength:"64"`
}

func (n *Node) ticket(ctx context.Context, in *ticketInput) (*answer[hall.Standing], error) {
	s, err := n.standing(ctx)(n.authority.Ticket(ctx, spelt(in.ID)))
	return give(http.StatusOK, s, err)
}

// spelt is a ticket's id as its key was taken: in small letters.
func spelt(id hall.TicketID) hall.TicketID { return hall.TicketID(strings.ToLower(string(id))) }

type findInput struct {
	Code string `query:"code" required:"true" maxLength:"512" doc:"what the scanner read"`
}

func (n *Node) find(ctx context.Context, in *findInput) (*answer[hall.Standing], error) {
	s, err := n.standing(ctx)(n.lookUp(ctx, in.Code))
	return give(http.StatusOK, s, err)
}

type actInput struct {
	Keyed
	ID   hall.TicketID `path:"id" maxLength:"64"`
	Body *hall.Action
}

func (n *Node) act(v hall.Verb) func(context.Context, *actInput) (*answer[hall.Ticket], error) {
	return func(ctx context.Context, in *actInput) (*answer[hall.Ticket], error) {
		a := optional(in.Body)
		a.Key, a.Ticket, a.Verb, a.By = in.Key, spelt(in.ID), v, actorOf(ctx)
		if err := n.mayTouch(ctx, a); err != nil {
			return nil, wire.NewProblem(err)
		}
		t, err := n.authority.Act(ctx, a)
		return give(http.StatusOK, n.sightOf(terminalOf(ctx)).ticket(terminalOf(ctx), t), err)
	}
}

type deskInput struct {
	Keyed
	ID   hall.CounterID `path:"id" maxLength:"64"`
	Body *hall.CounterAction
}

func (n *Node) desk(v hall.CounterVerb) func(context.Context, *deskInput) (*answer[hall.Counter], error) {
	return func(ctx context.Context, in *deskInput) (*answer[hall.Counter], error) {
		a := optional(in.Body)
		a.Key, a.Counter, a.Verb, a.By = in.Key, in.ID, v, actorOf(ctx)
		c, err := n.authority.Desk(ctx, a)
		return give(http.StatusOK, c, err)
	}
}

type nextInput struct {
	Keyed
	ID hall.CounterID `path:"id" maxLength:"64"`
}

func (n *Node) next(ctx context.Context, in *nextInput) (*answer[hall.Pick], error) {
	p, err := n.authority.Next(ctx, hall.NextRequest{Key: in.Key, Counter: in.ID, By: actorOf(ctx)})
	if err == nil && p.Nobody {
		return &answer[hall.Pick]{Status: http.StatusNoContent}, nil
	}
	return give(http.StatusOK, p, err)
}

type reportInput struct {
	Keyed
	Body hall.Report
}

func (n *Node) report(ctx context.Context, in *reportInput) (*struct{}, error) {
	r := in.Body
	r.Key, r.By = in.Key, actorOf(ctx)
	if err := n.authority.Report(ctx, r); err != nil {
		return nil, wire.NewProblem(err)
	}
	return &struct{}{}, nil
}

func (n *Node) trustClock(ctx context.Context, in *Keyed) (*answer[hall.Clock], error) {
	c, err := n.authority.TrustClock(ctx, in.Key, actorOf(ctx))
	return give(http.StatusOK, c, err)
}

type lineInput struct {
	ID    hall.CounterID `path:"id" maxLength:"64"`
	Limit int            `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

func (n *Node) line(ctx context.Context, in *lineInput) (*answer[[]hall.Pick], error) {
	l, err := n.authority.Line(ctx, in.ID, in.Limit)
	return give(http.StatusOK, n.picks(ctx, l), err)
}

func (n *Node) hall(ctx context.Context, _ *struct{}) (*answer[hall.Snapshot], error) {
	s, err := n.authority.Hall(ctx)
	return give(http.StatusOK, n.snapshot(ctx, s), err)
}

// give puts a value or a failure into huma's form.
func give[T any](status int, v T, err error) (*answer[T], error) {
	if err != nil {
		return nil, wire.NewProblem(err)
	}
	return &answer[T]{Status: status, Body: &v}, nil
}

func optional[T any](body *T) T {
	if body == nil {
		var zero T
		return zero
	}
	return *body
}

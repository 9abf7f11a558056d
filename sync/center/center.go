package center

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/auth"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/store/full"
	"github.com/brighthall/brighthall/sync/wire"
)

// Center answers the halls and the management app over one archive.
type Center struct {
	archive *archive.Archive
	now     func() time.Time
	log     *slog.Logger
	version string
	say     Say
	tries   *auth.Tries // at passwords
	bell    bell
	intake  intake
	clocks  clocks
}

// Say is what a person reads for a refusal.
type Say func(in hall.Language, code hall.Code, choice *hall.Choice) string

// Speak gives the sentences of refusals, before Handler is asked for. Without it they have none.
func (c *Center) Speak(say Say) { c.say = say }

// New makes a center over an archive. version is the program's, for /healthz.
func New(a *archive.Archive, now func() time.Time, log *slog.Logger, version string) *Center {
	return &Center{archive: a, now: now, log: log, version: version, intake: newIntake(), tries: auth.New(signInRules, a, now),
		say: func(hall.Language, hall.Code, *hall.Choice) string { return "" }}
}

// Handler is the center's whole HTTP surface.
func (c *Center) Handler() http.Handler {
	mux := http.NewServeMux()
	config := huma.DefaultConfig("Brighthall center", c.version)
	config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", nil // no $schema, nothing fetched from elsewhere
	config.Transformers = []huma.Transformer{c.ours}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.register(humago.New(mux, config))
	return c.fallback(mux)
}

func (c *Center) register(a huma.API) {
	c.registerHealth(a)
	route(c, a, open, http.MethodPost, api.SignInAt, "sign-in", c.signIn)

	route(c, a, ofOutlet, http.MethodPost, api.Outlets+"/{outlet}/events", "put-events", c.putEvents)
	describeBatch(a.OpenAPI())
	route(c, a, ofOutlet, http.MethodGet, api.MirrorAt, "mirror", c.mirror)

	route(c, a, ofAdmin, http.MethodDelete, api.SignInAt, "sign-out", c.signOut)
	route(c, a, ofAdmin, http.MethodGet, api.Outlets, "outlets", c.outlets)
	route(c, a, ofAdmin, http.MethodGet, api.Outlets+"/{outlet}/setup", "setup", c.setup)
	route(c, a, ofAdmin, http.MethodPut, api.Outlets+"/{outlet}/setup", "put-setup", c.putSetup)
	route(c, a, ofAdmin, http.MethodGet, api.Outlets+"/{outlet}/orders", "orders", c.orders)
	route(c, a, ofAdmin, http.MethodPost, api.Outlets+"/{outlet}/orders", "put-order", c.putOrder)
	route(c, a, ofAdmin, http.MethodGet, api.EpochsAt, "epochs", c.epochs)
	route(c, a, ofAdmin, http.MethodPost, api.EpochsAt+"/{id}/{answer}", "answer-epoch", c.answerEpoch)
	route(c, a, ofAdmin, http.MethodGet, api.TicketsAt, "tickets", c.tickets)
	route(c, a, ofAdmin, http.MethodGet, api.TicketsAt+"/{id}", "ticket", c.ticket)
	route(c, a, ofAdmin, http.MethodGet, api.Daily, "report-daily", c.daily)
	route(c, a, ofAdmin, http.MethodGet, api.Arrivals, "report-arrivals", c.arrivals)
	route(c, a, ofAdmin, http.MethodGet, api.LiveHall, "live", c.live)
}

// summaries say what each operation does, by its name in /openapi.json.
var summaries = map[string]string{
	"health":          "How the center is; without credentials",
	"sign-in":         "Sign a person in, for a token",
	"sign-out":        "End the session",
	"put-events":      "Take the next events of a hall's log",
	"mirror":          "What is new for a hall: its setup and its orders; waits for news",
	"outlets":         "The halls, and how far the center has the log of each",
	"setup":           "The setup of a hall",
	"put-setup":       "Publish a setup for a hall",
	"orders":          "The orders to a hall, and what became of them",
	"put-order":       "Order something of a hall",
	"epochs":          "Halls that want to go on from a copy, and what a person answered",
	"answer-epoch":    "Say whether it is the hall or a copy",
	"tickets":         "Tickets of the archive",
	"ticket":          "One ticket with all that became of it",
	"report-daily":    "The figures of a day",
	"report-arrivals": "How many came at which hour",
	"live":            "A hall as it is now",
}

// bodyLimits bound what is read of a request before it is looked at, by operation; 4 KB when it is not
// named. The log's batches are read as a stream, see events.go.
var bodyLimits = map[string]int64{"put-order": 16 << 10, "put-setup": 512 << 10}

// bodyTime is how long a person's request may take to arrive.
const bodyTime = 15 * time.Second

var problemType = reflect.TypeFor[wire.Problem]()

// body is an answer of one JSON value.
type body[T any] struct{ Body T }

// route registers one operation with its access; refusals leave as problems.
func route[I, O any](c *Center, a huma.API, who kinds, method, at, id string, do func(context.Context, *I) (O, error)) {
	operation := huma.Operation{OperationID: id, Summary: summaries[id], Method: method, Path: at, MaxBodyBytes: cmp.Or(bodyLimits[id], 4<<10), BodyReadTimeout: bodyTime,
		Middlewares: huma.Middlewares{c.keeping(a), c.guard(a, who)}, SkipValidateBody: true}
	if method != http.MethodGet && id != "put-events" { // the log's batches are read as a stream
		operation.Middlewares = append(operation.Middlewares, c.text(a, operation.MaxBodyBytes))
	}
	if len(who) > 0 {
		operation.Security = []map[string][]string{{"token": {}}}
	}
	operation.Responses = refusals(a)
	huma.Register(a, operation, func(ctx context.Context, in *I) (*body[O], error) {
		out, err := do(ctx, in)
		if err != nil {
			return nil, c.problem(ctx, id, err)
		}
		return &body[O]{Body: out}, nil
	})
}

// refusals describe what an operation answers when it is refused.
func refusals(a huma.API) map[string]*huma.Response {
	problem := a.OpenAPI().Components.Schemas.Schema(problemType, true, "Problem")
	return map[string]*huma.Response{
		"default": {Description: "Refused", Content: map[string]*huma.MediaType{wire.ProblemType: {Schema: problem}}},
	}
}

// problem puts err on the wire, and what is our fault in the log.
func (c *Center) problem(ctx context.Context, operation string, err error) *wire.Problem {
	if full.Is(err) {
		c.log.Error("the center's disk is full", "op", operation, "err", err)
		err = &hall.Error{Op: operation, Code: hall.DiskFull, Err: err}
	}
	p := wire.NewProblem(err)
	if at, perr := hall.ParseCursor(p.Subject); perr == nil && p.Code == hall.Gap {
		p.Expected = at.Seq
	}
	if p.Code == hall.Internal && ctx.Err() == nil {
		c.log.Error("request failed", "op", operation, "err", err)
	}
	return p
}

// ours puts the sentence on every refusal, and turns the framework's own into problems.
func (c *Center) ours(ctx huma.Context, _ string, v any) (any, error) {
	switch p := v.(type) {
	case *huma.ErrorModel:
		return c.said(ctx.Header("Accept-Language"), misfit(p)), nil
	case *wire.Problem:
		return c.said(ctx.Header("Accept-Language"), p), nil
	}
	return v, nil
}

func misfit(m *huma.ErrorModel) *wire.Problem {
	reason := m.Detail
	for _, d := range m.Errors {
		reason += "; " + d.Location + ": " + d.Message // never the value: it may be a password
	}
	return wire.ProblemOf(m.Status, wire.CodeOf(m.Status), reason)
}

func (c *Center) said(accept string, p *wire.Problem) *wire.Problem {
	p.Detail = c.say(wire.LanguageOf(accept), p.Code, p.Choice)
	return p
}

// schemaName keeps apart what has one name in two packages: hall.Outlet is Outlet, api.Outlet ApiOutlet.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	at := path.Base(t.PkgPath())
	if t.Name() == "" || at == "hall" || at == "." {
		return name
	}
	return strings.ToUpper(at[:1]) + at[1:] + name
}

type none struct{}

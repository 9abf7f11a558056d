package node

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// Terminals knows the terminals enrolled here.
type Terminals interface {
	// Terminal finds who holds a token; Unauthenticated when nobody does.
	Terminal(ctx context.Context, token string) (wire.Terminal, error)
}

// Watcher is an authority that wants to know which programs at the counters live. A counter whose program falls silent
// loses its visitor to the head of the line. Every request with a counter's token is a sign of life; an open stream is
// one for as long as it is open.
type Watcher interface {
	// Attend tells that a terminal's program is there, until leave is called.
	Attend(terminal hall.TerminalID) (leave func())
}

// Seats is an authority that tells where a teller is signed in.
type Seats interface {
	// Seated reports whether a counter is open or paused from a terminal.
	Seated(terminal hall.TerminalID) bool
}

// Options are what a node needs beside the authority.
type Options struct {
	Terminals Terminals
	Outlet    hall.OutletID
	Version   string         // of the program, for /healthz
	Page      http.Handler   // the visitor's page under /t/; nil: none
	Say       Say            // the sentence of a refusal; nil: none
	Storing   func() Storing // whether commands can be stored, for /healthz; nil: they can
	Stuck     func() string  // what waits for a person, such as an event the center refuses, for /healthz; nil: nothing does
	Beat      time.Duration  // between comments on a quiet stream; zero: 15 s
	Now       func() time.Time
	Log       *slog.Logger // nil: silent

	Rates     map[wire.Kind]Rates // what each terminal may do; nil: as much as it likes
	RateClock func() time.Time    // of the rates, monotonic; nil: time.Now
}

// Say is what a person reads for a refusal.
type Say func(in hall.Language, code hall.Code, choice *hall.Choice) string

// bodyLimit bounds the body of a request; the largest is a finish with an outcome per item.
const bodyLimit = 64 << 10

// Node is the handler. It starts no goroutine but those of its requests.
type Node struct {
	authority hall.Authority
	watcher   Watcher // nil when the authority does not care
	seats     Seats   // nil when it does not tell
	opts      Options
	mux       *http.ServeMux
	health    health
	frames    map[sight]*frames // of events, by what their readers may see
	rates     *rates
}

// New makes the handler over an authority.
func New(authority hall.Authority, opts Options) *Node {
	n := &Node{authority: authority, opts: withDefaults(opts), mux: http.NewServeMux(), frames: newFrames()}
	n.watcher, _ = authority.(Watcher)
	n.seats, _ = authority.(Seats)
	n.rates = newRates(n.opts.Rates, n.opts.RateClock)
	api := humago.New(n.mux, n.config())
	api.UseMiddleware(n.admit)
	n.routes(api)
	forgetFrameworkErrors(api)
	n.mux.HandleFunc("GET "+wire.Health, n.healthz)
	if opts.Page != nil {
		for _, pattern := range wire.PagePatterns {
			n.mux.Handle(pattern, opts.Page)
		}
	}
	return n
}

func withDefaults(o Options) Options {
	if o.Beat == 0 {
		o.Beat = 15 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.RateClock == nil {
		o.RateClock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Say == nil {
		o.Say = func(hall.Language, hall.Code, *hall.Choice) string { return "" }
	}
	if o.Storing == nil {
		o.Storing = func() Storing { return Storing{} }
	}
	if o.Stuck == nil {
		o.Stuck = func() string { return "" }
	}
	return o
}

// config is huma's without its $schema links, its documentation page and its own error form.
func (n *Node) config() huma.Config {
	c := huma.DefaultConfig("Brighthall hall node", n.opts.Version)
	c.CreateHooks, c.DocsPath, c.SchemasPath = nil, "", ""
	c.Transformers = []huma.Transformer{n.problem}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"terminal": {Type: "http", Scheme: "bearer"}}
	return c
}

// forgetFrameworkErrors takes huma's error form out of the description: problem replaces it in every answer.
func forgetFrameworkErrors(api huma.API) {
	schemas := api.OpenAPI().Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
}

// pagePath is the path of a visitor's page as the mux knows it: some scanners and telephones write an address in
// capitals, and some put a slash at its end.
func pagePath(path string) string {
	if len(path) <= len(wire.Page) || !strings.EqualFold(path[:len(wire.Page)], wire.Page) {
		return path
	}
	return wire.Page + strings.TrimRight(strings.ToLower(path[len(wire.Page):]), "/")
}

// ServeHTTP implements http.Handler.
func (n *Node) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set(wire.HeaderProtocol, wire.Protocol)
	r.URL.Path = pagePath(r.URL.Path)
	if _, pattern := n.mux.Handler(r); pattern == "" {
		n.nowhere(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
	n.mux.ServeHTTP(w, r)
}

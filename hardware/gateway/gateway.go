package gateway

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/brighthall/brighthall/hardware"
)

// Owner tells who holds a token; false for nobody. A machine belongs to the holder that registered it.
type Owner func(ctx context.Context, token string) (owner string, ok bool)

// Tokens is an Owner over a fixed list, token to owner.
func Tokens(list map[string]string) Owner {
	hashed := map[[32]byte]string{}
	for token, owner := range list {
		hashed[sha256.Sum256([]byte(token))] = owner
	}
	return func(_ context.Context, token string) (string, bool) {
		given, found, ok := sha256.Sum256([]byte(token)), "", false
		for h, owner := range hashed { // all of them, so that the time tells nothing
			if subtle.ConstantTimeCompare(h[:], given[:]) == 1 {
				found, ok = owner, true
			}
		}
		return found, ok && token != ""
	}
}

// Options of a Gateway. Owner is needed; the rest may be empty.
type Options struct {
	Owner    Owner
	Version  string           // of the program, for the description
	Now      func() time.Time // time.Now
	Silent   time.Duration    // after which a machine is missing: 30 s
	Deadline time.Duration    // for work whose caller has none: 30 s
	Patience time.Duration    // how long a reader may leave one write of its stream unread: 10 s
	Beat     time.Duration    // between comments on a quiet stream: 15 s
	Backlog  int              // work that may wait for one machine: 32
	Devices  int              // that may register: 64
}

func (o Options) filled() Options {
	fill := func(d *time.Duration, unset time.Duration) {
		if *d == 0 {
			*d = unset
		}
	}
	fill(&o.Silent, 30*time.Second)
	fill(&o.Deadline, 30*time.Second)
	fill(&o.Patience, 10*time.Second)
	fill(&o.Beat, 15*time.Second)
	if o.Backlog == 0 {
		o.Backlog = 32
	}
	if o.Devices == 0 {
		o.Devices = 64
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Owner == nil {
		o.Owner = Tokens(nil)
	}
	return o
}

// Gateway is where foreign machines join. It starts no goroutine but those of its requests.
type Gateway struct {
	opts  Options
	epoch string
	mux   *http.ServeMux

	mu      sync.Mutex
	devices map[string]*device // guarded by mu
}

// New makes a gateway that nobody has joined yet.
func New(o Options) *Gateway {
	g := &Gateway{opts: o.filled(), mux: http.NewServeMux(), devices: map[string]*device{}}
	g.epoch = strconv.FormatInt(g.opts.Now().UnixNano(), 36)
	c := huma.DefaultConfig("Brighthall device gateway", g.opts.Version)
	c.Info.Description = "Machines that cannot be talked to on their wire join a hall through this interface. The rules are in the description of each operation."
	c.CreateHooks, c.DocsPath, c.SchemasPath = nil, "", ""
	c.Transformers = []huma.Transformer{ours}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"adapter": {Type: "http", Scheme: "bearer"}}
	api := humago.New(g.mux, c)
	api.UseMiddleware(g.admit)
	g.routes(api)
	return g
}

// Handler is the interface. It answers under Root and at /openapi.json, /openapi.yaml.
func (g *Gateway) Handler() http.Handler { return http.HandlerFunc(g.serve) }

// Open gives the machine of a name as a device of its kind: a hardware.Printer, IDReader, and so on. It is Missing
// while nobody has registered it, or when it is silent; InUse while somebody has it open.
func (g *Gateway) Open(name string) (hardware.Device, error) {
	const op = "gateway.Open"
	d := g.find(name)
	if d == nil || d.silent() {
		return nil, hardware.E(op, hardware.Missing, name)
	}
	if !d.take() {
		return nil, hardware.E(op, hardware.InUse, name)
	}
	return d.opened(), nil
}

// Try hands any work to a machine that is open and gives its acknowledgement: for the conformance kit, which tries what
// no device of the house does.
func (g *Gateway) Try(ctx context.Context, name string, o Output) (Ack, error) {
	const op = "gateway.Try"
	d := g.find(name)
	if d == nil {
		return Ack{}, hardware.E(op, hardware.Missing, name)
	}
	e := d.do(ctx, o, "")
	if e.code != "" {
		return Ack{}, hardware.E(op, e.code, name)
	}
	return e.ack, nil
}

// List is every machine that registered, by name.
func (g *Gateway) List() []View {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := make([]View, 0, len(g.devices))
	for _, d := range g.devices {
		all = append(all, d.view())
	}
	slices.SortFunc(all, func(a, b View) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func (g *Gateway) find(name string) *device {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.devices[name]
}

// register makes or renews a machine's place.
func (g *Gateway) register(owner, name string, r Registration) (*device, *Problem) {
	g.mu.Lock()
	defer g.mu.Unlock()
	d := g.devices[name]
	switch {
	case d == nil && len(g.devices) >= g.opts.Devices:
		return nil, refuse(TooMany, "no more machines may register")
	case d == nil:
		d = newDevice(g, owner, name, r)
		g.devices[name] = d
		return d, nil
	case d.owner != owner:
		return nil, refuse(NotYours, "another adapter registered this name")
	}
	return d, d.renew(r)
}

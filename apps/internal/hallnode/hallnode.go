package hallnode

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/uptime"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/mirror"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/outbox"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/serve"
	"github.com/brighthall/brighthall/sync/store/full"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/web"
	"github.com/brighthall/brighthall/sync/wire"
)

// Version is the program's, set by the linker.
var Version = "dev"

// tickEvery is how often the queue looks at its clock: timed holds, silent counters, the turn of the day.
const tickEvery = time.Second

// Options say what node to open. Only Data is needed.
type Options struct {
	Data      string               // directory, made when it is missing
	Listen    string               // HOST:PORT, port 0 takes a free one; empty: answers nobody but this process
	Seed      *hall.Setup          // the outlet file, in force until a center gives a setup; nil: an empty data directory becomes the demo outlet
	PublicURL string               // where visitors reach the node, for the ticket pages; empty: where it listens
	Center    Center               // zero: none
	Now       func() time.Time     // the clock of this machine; nil: time.Now
	Running   func() time.Duration // how long this machine has run, asleep or awake; nil: by the monotonic reading of Now
	Boot      string               // which boot of this machine Running counts from; empty: a restart does not know how much time has passed
	Log       *slog.Logger

	NoGroupCommit bool // for the bench
	NoRates       bool // for the bench: a terminal may do as much as it likes
}

// Center is where the hall's log goes.
type Center struct {
	URL   string
	Token string
	Pin   string // fingerprint of its certificate; empty: the system's authorities decide

	TokenFile string // read again at each try, so that a new token needs no restart; empty, or without one in it: Token

	Beside bool // it is in this process and answers no sooner than the node: a start does not ask it
}

// Node is an opened hall node.
type Node struct {
	Authority *queue.Queue // the hall, near
	URL       string       // where it answers; empty without Listen
	Pin       string       // fingerprint of its certificate; empty on loopback

	opts      Options
	store     *sqlite.Store
	terminals *terminals
	listener  *serve.Listener
	handler   *node.Node
	outbox    *outbox.Outbox // nil without a center
	mirror    *mirror.Mirror // nil without a center
	parts     []boot.Part
	clock     hall.Clock // as it was told last; owned by the part "clock"
	gone      bool       // the data was taken away, as it was told last; owned by the part "clock"
	closing   sync.Once
	closed    error // what closing said
}

// Open opens the data directory and takes the address. Commands are answered once Run runs. Run it or Close it.
func Open(ctx context.Context, o Options) (*Node, error) {
	const op = "hallnode.Open"
	n := &Node{opts: withDefaults(o)}
	if err := n.open(ctx); err != nil {
		return nil, hall.Wrap(op, errors.Join(full.Of(n.opts.Data, err), n.Close()))
	}
	return n, nil
}

func withDefaults(o Options) Options {
	if o.Now == nil {
		o.Now, o.Running, o.Boot = time.Now, uptime.Running(), uptime.Boot()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// open takes the address before it makes anything: a node that cannot answer leaves no hall behind.
func (n *Node) open(ctx context.Context) (err error) {
	if err := hall.CheckPublicURL(n.opts.PublicURL); err != nil {
		return err
	}
	if n.opts.Listen != "" {
		if n.listener, err = serve.Take(ctx, n.opts.Listen); err != nil {
			return err
		}
	}
	if n.store, err = sqlite.Open(ctx, n.opts.Data); err != nil {
		return err
	}
	n.store.Now = n.opts.Now
	n.terminals = newTerminals(n.store)
	if n.listener != nil {
		if err := n.listener.Certify(certificate(n.opts.Data)); err != nil {
			return err
		}
		n.URL, n.Pin = n.listener.URL, n.listener.Pin
	}
	if err := n.openQueue(ctx); err != nil {
		return err
	}
	return n.assemble(ctx)
}

func (n *Node) openQueue(ctx context.Context) (err error) {
	o, setup := n.opts, n.opts.Seed
	if setup == nil {
		demo, err := seed.Demo()
		if err != nil {
			return err
		}
		setup = &demo
	}
	first := *setup
	if o.PublicURL != "" {
		first.Outlet.PublicURL = o.PublicURL
	}
	base := o.PublicURL
	if base == "" {
		base = n.URL
	}
	q := queue.Options{Key: n.store.Key(), Now: o.Now, Running: o.Running, Boot: o.Boot, BaseURL: base, CheckPIN: seal.MatchSecret, Tries: n.store, Log: o.Log,
		Seed: &first, NoGroupCommit: o.NoGroupCommit}
	if err := n.regain(ctx, &q); err != nil {
		return err
	}
	n.Authority, err = queue.New(ctx, n.store, q)
	if err == nil {
		n.store.Now = n.Authority.Now // receipts are not forgotten by a clock that jumps
		n.clock = hall.Clock{State: hall.ClockRight, Move: n.Authority.Clock().Move}
	}
	return err
}

// assemble joins what runs to the queue.
func (n *Node) assemble(ctx context.Context) error {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		return err
	}
	n.handler = node.New(n.Authority, node.Options{Terminals: n.terminals, Outlet: n.Outlet().ID, Version: Version,
		Page: web.New(n.Authority, book, web.Options{Now: n.Authority.Now}), Say: book.Refusal, Storing: n.storing, Stuck: n.stuck, Now: n.opts.Now,
		Log: n.opts.Log, Rates: n.rates()})
	n.parts = []boot.Part{{Name: "queue", Run: n.Authority.Run}, {Name: "store", Run: n.store.Run}, {Name: "clock", Run: n.tick},
		{Name: "control", Run: n.control}, n.forecast(ctx)}
	if n.opts.Center.URL != "" {
		n.parts = append(n.parts, n.center()...)
	}
	return nil
}

// rates are what a terminal may do.
func (n *Node) rates() map[wire.Kind]node.Rates {
	if n.opts.NoRates {
		return nil
	}
	return node.HallRates()
}

// Outlet is the hall that this node is of.
func (n *Node) Outlet() hall.Outlet { return n.Authority.Setup().Outlet }

// Store is the hall on disk, for hallctl's commands to a running node.
func (n *Node) Store() *sqlite.Store { return n.store }

// Enrol makes a token for a terminal. It is told once and stored as a hash.
func (n *Node) Enrol(ctx context.Context, kind, name string) (token string, err error) {
	token, _, err = n.store.Enrol(ctx, kind, name)
	return token, err
}

// Revoke ends what a terminal may do, at once.
func (n *Node) Revoke(ctx context.Context, id hall.TerminalID) error {
	return n.terminals.Revoke(ctx, id)
}

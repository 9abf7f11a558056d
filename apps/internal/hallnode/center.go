package hallnode

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/mirror"
	"github.com/brighthall/brighthall/sync/outbox"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/wire"
)

// reader is the name under which the store notes how far the center has the log.
const reader = "center"

// center is what ties the hall to its center: the outbox that carries the log up, what wakes it, and the mirror that
// brings the setup and the orders down.
func (n *Node) center() []boot.Part {
	news := make(chan struct{}, 1)
	o := n.outboxOptions(n.Outlet().ID)
	o.Wake, o.End, o.Ahead, o.HTTP = news, n.Authority.Cursor, n.ahead, n.line()
	o.Parts = n.parted
	n.outbox = outbox.New(logbook{n.store}, o)
	wake := func(ctx context.Context) error {
		return n.Authority.Watch(ctx, n.Authority.Cursor(), func(hall.Event) error {
			select {
			case news <- struct{}{}:
			default:
			}
			return nil
		})
	}
	n.mirror = mirror.New(hallOf{n.Authority, n.here}, mirror.Options{Center: n.opts.Center.URL, Token: n.opts.Center.Token,
		Pin: n.opts.Center.Pin, Now: n.Authority.Now, Log: n.opts.Log, HTTP: n.line()})
	return []boot.Part{{Name: "outbox", Run: n.outbox.Run}, {Name: "outbox bell", Run: wake}, {Name: "mirror", Run: n.mirror.Run}}
}

func (n *Node) outboxOptions(outlet hall.OutletID) outbox.Options {
	return outbox.Options{Center: n.opts.Center.URL, Token: n.opts.Center.Token, Pin: n.opts.Center.Pin, Outlet: outlet, Now: n.opts.Now,
		Log: n.opts.Log}
}

// line is a way to the center that hears what its answers say of the time.
func (n *Node) line() http.RoundTripper {
	return clockHearer{bearer{call.Transport(n.opts.Center.Pin), n.opts.Center.TokenFile}, n.Authority.HearCenter}
}

// bearer asks with the token that is in a file now.
type bearer struct {
	http.RoundTripper
	file string // empty: the token of the request
}

// RoundTrip implements http.RoundTripper.
func (b bearer) RoundTrip(q *http.Request) (*http.Response, error) {
	if b.file == "" {
		return b.RoundTripper.RoundTrip(q)
	}
	if text, err := config.Text(b.file); err == nil {
		if token, err := config.TokenIn(text); err == nil {
			q = q.Clone(q.Context())
			q.Header.Set("Authorization", "Bearer "+token)
		}
	}
	return b.RoundTripper.RoundTrip(q)
}

// clockHearer tells what the center's clock shows, by the date of its answers. An answer of something in between is
// none.
type clockHearer struct {
	http.RoundTripper
	hear func(time.Time)
}

// RoundTrip implements http.RoundTripper.
func (c clockHearer) RoundTrip(q *http.Request) (*http.Response, error) {
	answer, err := c.RoundTripper.RoundTrip(q)
	if err == nil && answer.Header.Get(wire.HeaderProtocol) != "" {
		if at, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
			c.hear(at)
		}
	}
	return answer, err
}

// hallOf is the queue as the mirror sees it: the address that visitors reach is this machine's own setting, whatever
// the center says.
type hallOf struct {
	*queue.Queue
	here func(hall.Setup) hall.Setup
}

// Apply implements mirror.Hall.
func (h hallOf) Apply(ctx context.Context, setup hall.Setup) error {
	return h.Queue.Apply(ctx, h.here(setup))
}

// stuck is why nothing of the log is delivered before somebody looks; empty: it is.
func (n *Node) stuck() string {
	if n.outbox == nil {
		return ""
	}
	return cmp.Or(n.outbox.State().Why, n.mirror.Why())
}

// logbook is the store as the outbox reads it.
type logbook struct{ store *sqlite.Store }

// Events implements outbox.Source.
func (l logbook) Events(ctx context.Context, after hall.Cursor, limit int) ([]hall.Event, error) {
	return l.store.EventsAfter(ctx, after, limit)
}

// Acked implements outbox.Source.
func (l logbook) Acked(ctx context.Context) (hall.Cursor, error) { return l.store.Acked(ctx, reader) }

// Ack implements outbox.Source.
func (l logbook) Ack(ctx context.Context, at hall.Cursor) error { return l.store.Ack(ctx, reader, at) }

package outbox

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/wire"
)

// Source is the hall's log and the place up to which the center has it.
type Source interface {
	// Events reads the log after a place, at most limit, across epochs, durable events only.
	Events(ctx context.Context, after hall.Cursor, limit int) ([]hall.Event, error)
	// Acked is the place noted last, the zero cursor at first.
	Acked(ctx context.Context) (hall.Cursor, error)
	// Ack notes that the center has the log up to at.
	Ack(ctx context.Context, at hall.Cursor) error
}

// The limits of one batch.
const (
	MaxEvents = 1000
	MaxBytes  = 1 << 20
)

// Options say where the log goes. Zero values of the optional ones get sensible defaults.
type Options struct {
	Center string // "https://center:7400"
	Token  string // of kind outlet
	Pin    string // fingerprint of the center's certificate; empty: the system's authorities decide
	Outlet hall.OutletID

	End   func() hall.Cursor   // optional: where the log ends here
	Ahead func(at hall.Cursor) // optional: told when the center has more of the log than there is here
	Parts func(at hall.Cursor) // optional: told when the center has another event than this log at a place

	Wake    <-chan struct{} // optional: something new is in the log; sends may be dropped, not blocked on
	Poll    time.Duration   // without a wake, look again after (2 s)
	First   time.Duration   // first back-off (200 ms)
	Silent  time.Duration   // longest back-off while the center does not answer at all (3 s): its return shall be seen
	Longest time.Duration   // longest back-off after answers that refuse (60 s)
	Now     func() time.Time
	Log     *slog.Logger
	HTTP    http.RoundTripper // nil: the ordinary way, with Pin
}

// Outbox carries one hall's log.
type Outbox struct {
	o      Options
	source Source
	rest   *resty.Client
	apart  hall.Cursor // the event of which the log has said that the clocks differ; owned by Run

	mu    sync.Mutex
	state State // guarded by mu
}

// State says how the outbox is doing.
type State struct {
	Acked  hall.Cursor // the center has the log up to here
	LastOK hall.Millis // the last answer of the center, 0 never
	Online bool        // the last try was answered
	Err    string      // why not, for logs
	Stuck  *hall.Event // the event that the center refuses; somebody must look
	Why    string      // why nothing is delivered before somebody looks; empty: it is, or the center is only away
}

// New makes an outbox; Run starts it.
func New(source Source, o Options) *Outbox {
	o.Poll, o.First = or(o.Poll, 2*time.Second), or(o.First, 200*time.Millisecond)
	o.Silent, o.Longest = or(o.Silent, 3*time.Second), or(o.Longest, time.Minute)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.HTTP == nil {
		o.HTTP = call.Transport(o.Pin)
	}
	rest := resty.NewWithClient(call.Client(o.HTTP))
	rest.SetBaseURL(o.Center).SetAuthToken(o.Token).SetTimeout(30*time.Second).SetHeader(wire.HeaderProtocol, wire.Protocol)
	rest.SetRedirectPolicy(resty.NoRedirectPolicy()) // a token never follows to elsewhere
	return &Outbox{o: o, source: source, rest: rest}
}

func or(d, instead time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return instead
}

// State is how the outbox is doing now.
func (b *Outbox) State() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state
}

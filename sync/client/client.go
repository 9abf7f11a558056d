package client

import (
	"math/rand/v2"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/wire"
)

// Options change how a client behaves; the zero value is good.
type Options struct {
	Pin      string        // SHA-256 of the node's certificate in hex, from the enrolment; needed for https to a node's own certificate
	Patience time.Duration // a command or a read is given up after; zero: 10 s. ctx may end it earlier
	Attempt  time.Duration // one attempt is given up after; zero: 5 s
	Silence  time.Duration // a stream without a byte is dead after; zero: 30 s
	Pause    time.Duration // the first pause before trying again, then doubled; zero: 50 ms
	MaxPause time.Duration // the longest pause; zero: 3 s
}

// Client is a far authority. It is safe for many goroutines and starts none of its own.
type Client struct {
	http *resty.Client
	opts Options
}

var _ hall.Authority = (*Client)(nil)

// New makes a client of the node at base ("http://127.0.0.1:7300") with a terminal's token.
func New(base, token string, opts Options) *Client {
	opts = withDefaults(opts)
	http := resty.NewWithClient(call.Client(call.Transport(opts.Pin))).
		SetBaseURL(strings.TrimSuffix(base, "/")).
		SetHeader("Authorization", "Bearer "+token).
		SetHeader(wire.HeaderProtocol, wire.Protocol).
		SetHeader("Accept", "application/json").
		SetLogger(silent{}).SetDisableWarn(true)
	return &Client{http: http, opts: opts}
}

func withDefaults(o Options) Options {
	set := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	set(&o.Patience, 10*time.Second)
	set(&o.Attempt, 5*time.Second)
	set(&o.Silence, 30*time.Second)
	set(&o.Pause, 50*time.Millisecond)
	set(&o.MaxPause, 3*time.Second)
	return o
}

// pause is the wait before attempt n (from 1): doubled each time, and spread over half its length so that a hall's
// terminals do not come back all at once.
func (o Options) pause(n int) time.Duration {
	d := min(o.Pause<<min(n-1, 20), o.MaxPause)
	return d/2 + rand.N(d/2+1)
}

// silent keeps resty's own log away; what fails is returned.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

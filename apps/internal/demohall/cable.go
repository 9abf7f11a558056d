package demohall

import (
	"context"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"
)

// Cable is the network between the demo's terminals and its node. It can be pulled.
type Cable struct {
	URL string // what terminals are told the node's address is

	listen net.Listener
	proxy  *httputil.ReverseProxy

	mu   sync.Mutex
	live context.Context // guarded by mu: ends when the cable is pulled
	pull context.CancelFunc
}

func newCable(node string) (*Cable, error) {
	to, err := url.Parse(node)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &Cable{URL: "http://" + l.Addr().String(), listen: l, proxy: httputil.NewSingleHostReverseProxy(to)}
	c.proxy.FlushInterval = -1 // event streams pass at once
	c.proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	c.live, c.pull = context.WithCancel(context.Background())
	return c, nil
}

// Pull cuts the cable, also under requests on their way, or plugs it in again.
func (c *Cable) Pull(out bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pull()
	if !out {
		c.live, c.pull = context.WithCancel(context.Background())
	}
}

func (c *Cable) run(ctx context.Context) error {
	s := &http.Server{Handler: c, ReadHeaderTimeout: 10 * time.Second}
	defer context.AfterFunc(ctx, func() { c.Pull(true); s.Close() })()
	return s.Serve(c.listen)
}

// ServeHTTP implements http.Handler. A request over a pulled cable is broken off without an answer.
func (c *Cable) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	live := c.live
	c.mu.Unlock()
	if live.Err() != nil {
		panic(http.ErrAbortHandler)
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(live, cancel)()
	c.proxy.ServeHTTP(w, r.WithContext(ctx))
}

package conform

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware/gateway"
)

// tap stands before the gateway, writes down what the adapter asks, and makes the faults of a network.
type tap struct {
	opts Options

	mu      sync.Mutex // guards what follows
	token   string     // the adapter's; empty until it has sent one
	gate    *gateway.Gateway
	handler http.Handler
	calls   []*call
	changed chan struct{}
	streams map[int]context.CancelFunc
	count   int
	fault   fault  // for the next request of its part
	forget  bool   // the next stream begins without its place
	part    string // "ack", "inputs"
}

type fault int

const (
	none    fault = iota
	lost          // done, and the answer is lost
	dropped       // lost before it was done
	busy          // 503
)

// call is one request of the adapter's.
type call struct {
	at     time.Time
	method string
	part   string // register, status, outputs, inputs, ack
	key    string
	last   string
	body   string
	status int // 0: no answer yet, or it was lost
	wrong  bool
}

func newTap(o Options) *tap {
	t := &tap{opts: o, token: o.Token, changed: make(chan struct{}), streams: map[int]context.CancelFunc{}}
	t.restart()
	return t
}

// restart is a gateway that was started anew: it knows nobody.
func (t *tap) restart() {
	g := gateway.New(gateway.Options{Owner: t.owner, Silent: t.opts.Silent, Beat: time.Second})
	t.mu.Lock()
	t.gate, t.handler = g, g.Handler()
	t.mu.Unlock()
	t.cut(false)
}

// owner knows one adapter, by the token that was told or the first that was sent.
func (t *tap) owner(_ context.Context, token string) (string, bool) {
	return "adapter", token != "" && token == t.badge("")
}

// badge is the adapter's token; the one it sends now when nobody knows one yet.
func (t *tap) badge(authorization string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if sent, ok := strings.CutPrefix(authorization, "Bearer "); ok && t.token == "" {
		t.token = sent
	}
	return t.token
}

// cut ends every stream; forget has the next one begin without its place, as the stream of an adapter that lost it.
func (t *tap) cut(forget bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget = forget
	for _, end := range t.streams {
		end()
	}
}

func (t *tap) gateway() *gateway.Gateway { t.mu.Lock(); defer t.mu.Unlock(); return t.gate }

// spoil makes a fault for the next request of a part.
func (t *tap) spoil(part string, f fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.part, t.fault = part, f
}

func (t *tap) of(part string) (all []call) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.calls {
		if part == "" || c.part == part {
			all = append(all, *c)
		}
	}
	return all
}

// await waits until is, which is asked again after every request.
func (t *tap) await(ctx context.Context, otherwise string, is func() bool) error {
	tick := time.NewTicker(50 * time.Millisecond) // a stream's opening is no request that ended
	defer tick.Stop()
	for !is() {
		t.mu.Lock()
		changed := t.changed
		t.mu.Unlock()
		select {
		case <-ctx.Done():
			return errors.New(otherwise)
		case <-changed:
		case <-tick.C:
		}
	}
	return nil
}

// arrived writes a request down before it is done, so that who sees what it did finds it here, and says which fault it
// gets.
func (t *tap) arrived(c *call) (http.Handler, fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.calls = append(t.calls, c); len(t.calls) > 5000 {
		t.calls = t.calls[1000:]
	}
	t.tell()
	f := none
	if c.part == t.part {
		f, t.part, t.fault = t.fault, "", none
	}
	return t.handler, f
}

func (t *tap) answered(c *call, status int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c.status = status
	t.tell()
}

// tell wakes who awaits; mu is held.
func (t *tap) tell() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// ServeHTTP is what the adapter talks to.
func (t *tap) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
	if err != nil {
		http.Error(w, "", http.StatusRequestEntityTooLarge)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	c := &call{at: time.Now(), method: r.Method, part: partOf(r), key: r.Header.Get("Idempotency-Key"), last: r.Header.Get("Last-Event-ID"), body: string(body),
		wrong: r.Header.Get("Authorization") != "Bearer "+t.badge(r.Header.Get("Authorization"))}
	handler, f := t.arrived(c)
	switch {
	case c.part == "outputs":
		t.stream(w, r, handler)
	case f == busy:
		t.answered(c, http.StatusServiceUnavailable)
		w.Header().Set("Content-Type", gateway.ProblemType)
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, `{"title":"Service Unavailable","status":503,"code":"busy","reason":"the kit is busy"}`)
	case f == dropped:
		panic(http.ErrAbortHandler)
	default:
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		if f == lost {
			panic(http.ErrAbortHandler)
		}
		t.answered(c, answer.Code)
		for k, v := range answer.Header() {
			w.Header()[k] = v
		}
		w.WriteHeader(answer.Code)
		w.Write(answer.Body.Bytes())
	}
}

func (t *tap) stream(w http.ResponseWriter, r *http.Request, handler http.Handler) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	t.mu.Lock()
	t.count++
	mine := t.count
	t.streams[mine] = cancel
	if t.forget {
		r.Header.Del("Last-Event-ID")
		t.forget = false
	}
	t.mu.Unlock()
	handler.ServeHTTP(w, r.WithContext(ctx))
	t.mu.Lock()
	delete(t.streams, mine)
	t.mu.Unlock()
	if r.Context().Err() == nil {
		panic(http.ErrAbortHandler) // a line that was cut has no proper end
	}
}

// partOf is what a request is about.
func partOf(r *http.Request) string {
	rest, ok := strings.CutPrefix(r.URL.Path, gateway.Root+"/")
	words := strings.Split(rest, "/")
	switch {
	case !ok:
		return "other"
	case len(words) == 1 && r.Method == http.MethodPut:
		return "register"
	case len(words) == 1:
		return "machine"
	}
	return words[len(words)-1]
}

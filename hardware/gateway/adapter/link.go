package adapter

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway"
)

// Machine is what an adapter speaks for.
type Machine interface {
	// Do performs one piece of work and says how it ended. It is called for one at a time and never twice for the same.
	Do(ctx context.Context, o gateway.Output) gateway.Ack
	// State is how the machine is now.
	State() gateway.Report
}

// Options of a Link.
type Options struct {
	URL          string // of the gateway, such as http://127.0.0.1:7400
	Token        string
	Name         string // of the machine, as in the hall's settings
	Registration gateway.Registration
	Client       *http.Client // nil: http.DefaultClient
	Tell         func(string) // one line for the log about everything that went wrong; nil: nobody
}

// Link keeps the rules of the gateway's interface for a machine.
type Link struct {
	opts    Options
	machine Machine

	mu    sync.Mutex
	place string                 // of the last event seen; guarded by mu
	done  map[string]gateway.Ack // how work ended, lately; guarded by mu
	order []string               // of done; guarded by mu
}

// acksKept is how many acknowledgements are remembered, more than a gateway has work waiting.
const acksKept = 256

// NewLink makes the link; it does nothing before Run.
func NewLink(o Options, m Machine) *Link {
	if o.Client == nil {
		o.Client = http.DefaultClient
	}
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	return &Link{opts: o, machine: m, done: map[string]gateway.Ack{}}
}

var errUnknown = errors.New("the gateway does not know us")

// Run registers, reports and works until ctx ends, and signs off then. A gateway that is away or was started anew is
// waited for.
func (l *Link) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		var terms gateway.Terms
		if err := l.call(ctx, http.MethodPut, "", "", l.opts.Registration, &terms); err != nil {
			l.opts.Tell("register: " + err.Error())
			rest(ctx, time.Second)
			continue
		}
		l.session(ctx, terms)
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	_ = l.call(last, http.MethodDelete, "", "", nil, nil) // it would be missing soon anyway
	return ctx.Err()
}

// session works until the gateway does not know us any more.
func (l *Link) session(ctx context.Context, t gateway.Terms) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var parts sync.WaitGroup
	defer parts.Wait()
	parts.Go(func() { defer cancel(); l.report(ctx, t) })
	for ctx.Err() == nil {
		if err := l.listen(ctx); errors.Is(err, errUnknown) {
			return
		} else if ctx.Err() == nil && err != nil {
			l.opts.Tell("outputs: " + err.Error())
		}
		rest(ctx, time.Second)
	}
}

// report says how the machine is, often enough.
func (l *Link) report(ctx context.Context, t gateway.Terms) {
	every := max(time.Duration(t.StatusEveryMS)*time.Millisecond*8/10, 50*time.Millisecond)
	for ctx.Err() == nil {
		err := l.call(ctx, http.MethodPut, "/status", "", l.machine.State(), nil)
		if errors.Is(err, errUnknown) {
			return
		}
		rest(ctx, every)
	}
}

// listen reads the stream and does what it says, until it is cut.
func (l *Link) listen(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := l.request(ctx, http.MethodGet, "/outputs", nil)
	if err != nil {
		return err
	}
	l.mu.Lock()
	resumed := l.place != ""
	req.Header.Set("Last-Event-ID", l.place)
	l.mu.Unlock()
	req.Header.Set("Accept", "text/event-stream")
	res, err := l.opts.Client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if err := refused(res); err != nil {
		return err
	}
	todo := make(chan gateway.Output, 64) // more than a gateway lets wait
	var works sync.WaitGroup
	defer works.Wait()
	works.Go(func() {
		for o := range todo {
			l.work(ctx, o, resumed)
		}
	})
	defer close(todo)
	return l.read(ctx, res.Body, todo)
}

// read takes the events off the stream. A place is taken with its event, so that a cut in between loses nothing.
func (l *Link) read(ctx context.Context, body io.Reader, todo chan<- gateway.Output) error {
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, 4<<20)
	id := ""
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "id":
			id = value
		case "data":
			var o gateway.Output
			if err := json.Unmarshal([]byte(value), &o); err != nil {
				return err
			}
			select {
			case todo <- o:
			case <-ctx.Done():
				return ctx.Err()
			}
		case "":
			l.mu.Lock()
			l.place = id
			l.mu.Unlock()
		}
	}
	return lines.Err()
}

// work does one piece of work once, whatever comes in between. What was handed over before this program started is
// uncertain.
func (l *Link) work(ctx context.Context, o gateway.Output, resumed bool) {
	if o.Type == gateway.OutWithdraw {
		return // one at a time: it has ended already
	}
	l.mu.Lock()
	ack, known := l.done[o.ID]
	l.mu.Unlock()
	switch {
	case known:
	case o.Again && !resumed:
		ack = gateway.Ack{Result: gateway.AckUncertain, Detail: "handed over before the adapter started"}
	default:
		within, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Duration(o.WithinMS)*time.Millisecond)
		ack = l.machine.Do(within, o)
		cancel()
	}
	l.remember(o.ID, ack)
	l.retry(ctx, "acknowledge", func() error { return l.call(ctx, http.MethodPost, "/outputs/"+o.ID+"/ack", "", ack, nil) })
}

func (l *Link) remember(id string, a gateway.Ack) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.done[id]; known {
		return
	}
	l.done[id] = a
	if l.order = append(l.order, id); len(l.order) > acksKept {
		delete(l.done, l.order[0])
		l.order = l.order[1:]
	}
}

// NewKey makes the key of an input.
func NewKey() string { return rand.Text() }

// Deliver hands an input over, with the same key until it was answered. What it asked for may come before Deliver
// returns.
func (l *Link) Deliver(ctx context.Context, key string, in gateway.Input) error {
	return l.retry(ctx, "deliver", func() error { return l.call(ctx, http.MethodPost, "/inputs", key, in, nil) })
}

// retry repeats what was not answered, for as long as ctx. A refusal is an answer, unless it says busy.
func (l *Link) retry(ctx context.Context, what string, do func() error) error {
	for {
		err := do()
		var p *gateway.Problem
		if err == nil || errors.As(err, &p) && p.Status < 500 || ctx.Err() != nil {
			return err
		}
		l.opts.Tell(what + ": " + err.Error())
		rest(ctx, time.Second)
	}
}

func (l *Link) request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var text bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&text).Encode(body); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(l.opts.URL, "/")+gateway.Root+"/"+l.opts.Name+path, &text)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+l.opts.Token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

func (l *Link) call(ctx context.Context, method, path, key string, body, into any) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	req, err := l.request(ctx, method, path, body)
	if err != nil {
		return err
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := l.opts.Client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if err := refused(res); err != nil {
		if n, _ := strconv.Atoi(res.Header.Get("Retry-After")); n > 1 {
			rest(ctx, time.Duration(min(n, 10)-1)*time.Second) // the caller waits one second more
		}
		return err
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(res.Body).Decode(into)
}

// refused is the problem an answer is; a machine that the gateway does not know is errUnknown as well.
func refused(res *http.Response) error {
	if res.StatusCode < 300 {
		return nil
	}
	p := &gateway.Problem{Status: res.StatusCode, Code: gateway.Refused(hardware.Failed)}
	_ = json.NewDecoder(io.LimitReader(res.Body, 1<<16)).Decode(p) // the status alone says enough
	p.Status = res.StatusCode
	if p.Code == gateway.UnknownDevice {
		return fmt.Errorf("%w: %w", errUnknown, p)
	}
	return p
}

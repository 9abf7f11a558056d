package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// request is one question to the node.
type request struct {
	op     string
	method string
	path   string
	query  map[string]string
	key    string // commands
	body   any    // commands
}

// do asks until there is an answer and reads it into out. It reports the HTTP status.
func (c *Client) do(ctx context.Context, r request, out any) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Patience)
	defer cancel()
	var sent atomic.Bool // an attempt may have come to the node
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	for n := 1; ; n++ {
		res, err := c.attempt(ctx, r)
		again := err != nil || mayPass(res) || tooSoon(res, err) > 0
		if !again {
			return res.StatusCode(), read(r.op, res, out)
		}
		pause := c.opts.pause(n)
		if wait := tooSoon(res, err); wait > 0 {
			if until, ok := ctx.Deadline(); ok && time.Until(until) < wait {
				return res.StatusCode(), read(r.op, res, out)
			}
			pause = max(pause, wait)
		}
		if !sleep(ctx, pause) {
			return 0, gaveUp(r, sent.Load(), res, err)
		}
	}
}

func (c *Client) attempt(ctx context.Context, r request) (*resty.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Attempt)
	defer cancel()
	q := c.http.R().SetContext(ctx).SetQueryParams(r.query)
	if r.key != "" {
		q.SetHeader(wire.HeaderKey, r.key)
	}
	if r.body != nil {
		q.SetBody(r.body)
	}
	return q.Execute(r.method, r.path)
}

// mayPass reports whether a refusal is one that passes by itself: the node restarts, or does not know what became of
// the command.
func mayPass(res *resty.Response) bool {
	switch res.StatusCode() {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// tooSoon is how long a node asks us to wait that slows this terminal down; nothing was done. 0: it does not. A program
// that comes back after a cut with much to tell is slowed, and loses nothing.
func tooSoon(res *resty.Response, err error) time.Duration {
	if err != nil || res.StatusCode() != http.StatusTooManyRequests || hall.CodeOf(problem("", res)) != hall.TooMany {
		return 0
	}
	seconds, perr := strconv.Atoi(res.Header().Get("Retry-After"))
	if perr != nil || seconds < 1 {
		seconds = 1
	}
	return time.Duration(seconds) * time.Second
}

// gaveUp is the failure after the last attempt.
func gaveUp(r request, sent bool, res *resty.Response, err error) error {
	code := hall.Unavailable
	if sent && r.key != "" {
		code = hall.Unknown
	}
	if err == nil {
		err = problem(r.op, res)
	}
	return &hall.Error{Op: r.op, Code: code, Err: err}
}

// read takes the answer, or the refusal, from a response.
func read(op string, res *resty.Response, out any) error {
	if res.IsError() {
		return problem(op, res)
	}
	if res.StatusCode() == http.StatusNoContent {
		return nil
	}
	if err := json.Unmarshal(res.Body(), out); err != nil {
		return &hall.Error{Op: op, Code: hall.Internal, Reason: "the answer is not what the protocol says", Err: err}
	}
	return nil
}

func problem(op string, res *resty.Response) error {
	return problemOf(op, res.StatusCode(), res.Body())
}

// problemOf reads a refusal. One that is not ours comes from something in between.
func problemOf(op string, status int, text []byte) error {
	p := wire.Problem{}
	if err := json.Unmarshal(text, &p); err != nil || p.Code == "" {
		p.Code, p.Reason = wire.CodeOf(status), http.StatusText(status)
	}
	return p.Err(op)
}

// sleep waits d and reports false when ctx ended.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

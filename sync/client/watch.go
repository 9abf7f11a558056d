package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// Watch implements hall.Authority. It returns nil when ctx ends.
func (c *Client) Watch(ctx context.Context, after hall.Cursor, tell func(hall.Event) error) error {
	w := &watch{client: c, place: after, tell: tell}
	for {
		err := w.once(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if w.over(err) {
			return err
		}
		w.failures++
		if !sleep(ctx, c.opts.pause(w.failures)) {
			return nil
		}
	}
}

// watch is one Watch and where it stands.
type watch struct {
	client   *Client
	place    hall.Cursor
	tell     func(hall.Event) error
	failures int   // attempts in a row that brought nothing
	told     error // what tell answered
}

// over reports whether err ends the watch: tell has had enough, or the node refuses in words.
func (w *watch) over(err error) bool {
	if w.told != nil {
		return true
	}
	switch hall.CodeOf(err) {
	case hall.Unauthenticated, hall.Denied, hall.NotFound:
		return true
	}
	return false
}

// once reads one stream to its end.
func (w *watch) once(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	alive := time.AfterFunc(w.client.opts.Silence, cancel)
	defer alive.Stop()
	body, err := w.client.openStream(ctx, w.place)
	if err != nil {
		return err
	}
	defer body.Close()
	frames := wire.NewReader(&living{r: body, alive: alive, silence: w.client.opts.Silence})
	for {
		f, err := frames.Next()
		if err != nil {
			return err
		}
		w.failures = 0
		if err := w.take(f); err != nil {
			w.told = err
			return err
		}
	}
}

// take hands an event on, unless it was told before.
func (w *watch) take(f wire.Frame) error {
	if f.Event == nil {
		if f.Place != (hall.Cursor{}) {
			w.place = f.Place
		}
		return nil
	}
	at := f.Event.Cursor()
	if f.Event.Kind != hall.Reset && at.Epoch == w.place.Epoch && at.Seq <= w.place.Seq {
		return nil
	}
	if err := w.tell(*f.Event); err != nil {
		return err
	}
	w.place = at
	return nil
}

func (c *Client) openStream(ctx context.Context, after hall.Cursor) (io.ReadCloser, error) {
	const op = "client.Watch"
	r := c.http.R().SetContext(ctx).SetDoNotParseResponse(true).SetHeader("Accept", wire.StreamType)
	if after != (hall.Cursor{}) {
		r.SetHeader(wire.HeaderLast, after.String())
	}
	res, err := r.Get(wire.Events)
	if err != nil {
		return nil, &hall.Error{Op: op, Code: hall.Unavailable, Err: err}
	}
	if res.StatusCode() == http.StatusOK {
		return res.RawBody(), nil
	}
	defer res.RawBody().Close()
	text, err := io.ReadAll(io.LimitReader(res.RawBody(), 64<<10))
	return nil, errors.Join(problemOf(op, res.StatusCode(), text), err)
}

// living puts off the alarm with every byte that comes.
type living struct {
	r       io.Reader
	alive   *time.Timer
	silence time.Duration
}

// Read implements io.Reader.
func (l *living) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if n > 0 {
		l.alive.Reset(l.silence)
	}
	return n, err
}

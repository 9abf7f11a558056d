package node

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// writePatience is how long a reader may leave one write of the stream unread before it loses its place. It resumes by
// its cursor.
const writePatience = 10 * time.Second

// resumeWithin is how far back a stream goes on for a terminal that needs no history: a cut is resumed, yesterday is
// not told.
const resumeWithin = 15 * time.Minute

type eventsInput struct {
	Last string `header:"Last-Event-ID" maxLength:"40" doc:"epoch.seq of the last event seen; empty: from now"`
}

// events streams what happens after the reader's place, or from now.
func (n *Node) events(ctx context.Context, in *eventsInput) (*huma.StreamResponse, error) {
	p, err := n.place(ctx, in.Last)
	if err != nil {
		return nil, wire.NewProblem(err)
	}
	shut, ok := n.rates.open(terminalOf(ctx))
	if !ok {
		return nil, tooMany("this terminal has too many streams open", time.Second)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer shut()
		_, w := humago.Unwrap(hc)
		n.stream(hc.Context(), w, p)
	}}, nil
}

// start is where a stream begins.
type start struct {
	after hall.Cursor
	told  hall.Cursor // what a reader is told of it who named no place: cut off before its first event he still resumes without a gap
	since hall.Millis // nothing that happened before is told
	now   hall.Event  // a reset to the present, for one who asks for that
}

// place fixes where the stream begins. What happened long before is told to those who need it alone, by the hall's own
// clock.
func (n *Node) place(ctx context.Context, last string) (p start, err error) {
	p.after, err = hall.ParseCursor(last)
	named := p.after != (hall.Cursor{})
	if err != nil || named && sights[terminalOf(ctx).Kind].history {
		return p, err
	}
	s, err := n.authority.Hall(ctx)
	if !named {
		p.after, p.told = s.Cursor, s.Cursor
		return p, err
	}
	p.since = s.At.Add(-resumeWithin)
	p.now = hall.Event{Outlet: s.Outlet.ID, Epoch: s.Cursor.Epoch, Seq: s.Cursor.Seq, Kind: hall.Reset, At: s.At, V: 1, Body: []byte("{}")}
	return p, err
}

func (n *Node) stream(ctx context.Context, w http.ResponseWriter, p start) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &stream{w: w, rc: http.NewResponseController(w), now: time.Now}
	s.open()
	if s.send(func() error { return wire.WriteOpening(w, p.told) }) != nil {
		return
	}
	frames := n.framesFor(terminalOf(ctx).Kind)
	var beats sync.WaitGroup
	beats.Go(func() { n.beat(ctx, cancel, s) })
	_ = n.watch(ctx, p, func(e hall.Event) error { // the line is cut either way; the reader resumes by its place
		text, err := frames.of(e)
		if err != nil {
			return err
		}
		return s.send(func() error { _, err := w.Write(text); return err })
	})
	cancel()
	beats.Wait()
}

// errPast ends a Watch that begins with what its reader may not be told.
var errPast = errors.New("before what this terminal is told")

// watch is the authority's Watch from a start on. A reader who asks for what happened long ago gets a reset instead and
// goes on from now.
func (n *Node) watch(ctx context.Context, p start, tell func(hall.Event) error) error {
	err := n.authority.Watch(ctx, p.after, func(e hall.Event) error {
		if e.At < p.since && e.Kind != hall.Reset {
			return errPast
		}
		return tell(e)
	})
	if !errors.Is(err, errPast) {
		return err
	}
	if err := tell(p.now); err != nil {
		return err
	}
	return n.authority.Watch(ctx, p.now.Cursor(), tell)
}

// beat keeps a quiet line alive and finds out that a reader is gone.
func (n *Node) beat(ctx context.Context, gone context.CancelFunc, s *stream) {
	tick := time.NewTicker(n.opts.Beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if s.send(func() error { return wire.WriteBeat(s.w) }) != nil {
				gone()
				return
			}
		}
	}
}

// stream is one reader's line.
type stream struct {
	mu  sync.Mutex // one frame at a time
	w   http.ResponseWriter
	rc  *http.ResponseController
	now func() time.Time
}

func (s *stream) open() {
	h := s.w.Header()
	h.Set("Content-Type", wire.StreamType+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	_ = s.rc.SetReadDeadline(time.Time{}) // the server's limit on reading a request would end the stream
	s.w.WriteHeader(http.StatusOK)
}

// send writes one frame and pushes it out at once.
func (s *stream) send(write func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.rc.SetWriteDeadline(s.now().Add(writePatience)) // a recorder in a test has no deadlines
	if err := write(); err != nil {
		return err
	}
	return s.rc.Flush()
}

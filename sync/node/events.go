package node

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// writePatience is how long a reader may leave one write of the stream unread before it loses its place. It resumes by its cursor.
const writePatience = 10 * time.Second

type eventsInput struct {
	Last string `header:"Last-Event-ID" maxLength:"40" doc:"epoch.seq of the last event seen; empty: from now"`
}

// events streams what happens after the reader's place, or from now.
func (n *Node) events(ctx context.Context, in *eventsInput) (*huma.StreamResponse, error) {
	after, told, err := n.place(ctx, in.Last)
	if err != nil {
		return nil, wire.NewProblem(err)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		_, w := humago.Unwrap(hc)
		n.stream(hc.Context(), w, after, told)
	}}, nil
}

// place fixes where the stream begins, and what of it a reader is told who named no place: cut off before its first event he still
// resumes without a gap.
func (n *Node) place(ctx context.Context, last string) (after, told hall.Cursor, err error) {
	after, err = hall.ParseCursor(last)
	if err != nil || after != (hall.Cursor{}) {
		return after, hall.Cursor{}, err
	}
	s, err := n.authority.Hall(ctx)
	return s.Cursor, s.Cursor, err
}

func (n *Node) stream(ctx context.Context, w http.ResponseWriter, after, told hall.Cursor) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &stream{w: w, rc: http.NewResponseController(w), now: time.Now}
	s.open()
	if s.send(func() error { return wire.WriteOpening(w, told) }) != nil {
		return
	}
	frames := n.framesFor(terminalOf(ctx).Kind)
	var beats sync.WaitGroup
	beats.Go(func() { n.beat(ctx, cancel, s) })
	_ = n.authority.Watch(ctx, after, func(e hall.Event) error { // the line is cut either way; the reader resumes by its place
		text, err := frames.of(e)
		if err != nil {
			return err
		}
		return s.send(func() error { _, err := w.Write(text); return err })
	})
	cancel()
	beats.Wait()
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

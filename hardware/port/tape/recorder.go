package tape

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware/port"
)

// Recorder writes down what passes the ports it opens. Its Open is a port.Opener.
type Recorder struct {
	open port.Opener
	now  func() time.Time

	mu    sync.Mutex
	out   io.Writer
	began time.Time // when the recorder was made
	used  string    // the device's URL; empty when none is
	first bool      // nothing is written yet; guarded by mu
	err   error     // the first that out gave; guarded by mu
}

// NewRecorder records into out what passes the ports that open opens. One tape may hold several openings, one after
// another.
func NewRecorder(out io.Writer, open port.Opener, now func() time.Time) *Recorder {
	return &Recorder{open: open, now: now, out: out, began: now(), first: true}
}

// Using tells the device that is recorded, by its URL; called before the first port is opened.
func (r *Recorder) Using(device string) { r.used = device }

// Began is the moment that the tape counts from.
func (r *Recorder) Began() time.Time { return r.began }

// Open opens a port and records it.
func (r *Recorder) Open(ctx context.Context, rawURL string) (port.Port, error) {
	p, err := r.open(port.WithOpener(ctx, nil), rawURL)
	if err != nil {
		return nil, err
	}
	r.note(Entry{Dir: Opened, At: rawURL})
	return &recorded{Port: p, rec: r}, nil
}

// Note writes one entry that something else than a port of Open's has seen: a line between a foreign program and its
// machine.
func (r *Recorder) Note(d Dir, at string, data []byte) { r.note(Entry{Dir: d, At: at, Hex: data}) }

// Err is the first error of writing the tape; what was read and written went on without it.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

func (r *Recorder) note(e Entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e.T = max(0, r.now().Sub(r.began).Milliseconds())
	if r.first {
		r.first, e.Began, e.Device = false, r.began.UnixMilli(), r.used
	}
	text, err := json.Marshal(e)
	if err == nil {
		_, err = r.out.Write(append(text, '\n'))
	}
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("tape.Recorder: %w", err)
	}
}

// recorded is a port whose bytes are written down.
type recorded struct {
	port.Port
	rec *Recorder

	mu   sync.Mutex
	gone bool // guarded by mu: said once
}

func (p *recorded) Read(ctx context.Context, b []byte) (int, error) {
	n, err := p.Port.Read(ctx, b)
	p.passed(In, b[:n], err)
	return n, err
}

func (p *recorded) Write(ctx context.Context, b []byte) (int, error) {
	n, err := p.Port.Write(ctx, b)
	p.passed(Out, b[:n], err)
	return n, err
}

func (p *recorded) Flush() error {
	err := p.Port.Flush()
	p.passed("", nil, err)
	return err
}

func (p *recorded) Close() error {
	p.rec.note(Entry{Dir: Closed})
	return p.Port.Close()
}

func (p *recorded) passed(d Dir, data []byte, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(data) > 0 {
		p.rec.note(Entry{Dir: d, Hex: data})
	}
	if p.gone {
		return
	}
	switch {
	case errors.Is(err, port.ErrGone):
		p.gone = true
		p.rec.note(Entry{Dir: Gone})
	case errors.Is(err, port.ErrStalled):
		p.gone = true
		p.rec.note(Entry{Dir: Stalled})
	}
}

package demohall

import (
	"context"
	"errors"
	"io"
	"net/url"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/port/tape"
)

// tapes are the recordings under way, by the path of the line.
type tapes struct {
	mu   sync.Mutex
	recs map[string]*tape.Recorder // guarded by mu
}

// ErrNoTape is of what has no line that could be recorded: a machine on the network, a voice on the sound card.
var ErrNoTape = errors.New("only what passes a serial line can be recorded")

// Opener makes every program of the hall that runs under ctx open its lines here, so that any of them can be recorded.
func (h *Hall) Opener(ctx context.Context) context.Context {
	return port.WithOpener(ctx, h.tapes.open)
}

func (t *tapes) open(ctx context.Context, rawURL string) (port.Port, error) {
	if u, err := url.Parse(rawURL); err == nil {
		t.mu.Lock()
		rec := t.recs[u.Path]
		t.mu.Unlock()
		if rec != nil {
			return rec.Open(ctx, rawURL)
		}
	}
	return port.Open(port.WithOpener(ctx, nil), rawURL)
}

// Record writes what passes a device's line to out until stop is called, seen from the program that holds it. The line is pulled and put
// back first: a tape begins with the opening, so that it can be played again.
func (h *Hall) Record(device string, out io.Writer) (stop func() error, err error) {
	p := h.wires[device]
	if p == nil {
		p = h.Machines.plugs[device]
	}
	if p == nil {
		return nil, ErrNoTape
	}
	line, ok := p.cord.(*porttest.Line)
	if !ok {
		return nil, ErrNoTape
	}
	end := &tapeEnd{Writer: out}
	rec := tape.NewRecorder(end, port.Open, time.Now)
	h.tapes.set(line.Path(), rec)
	return func() error {
		h.tapes.set(line.Path(), nil)
		end.cut()
		return rec.Err()
	}, p.again()
}

func (t *tapes) set(path string, rec *tape.Recorder) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.recs == nil {
		t.recs = map[string]*tape.Recorder{}
	}
	t.recs[path] = rec
}

// tapeEnd takes what is written until it is cut: the program goes on with a port that was opened while it recorded.
type tapeEnd struct {
	io.Writer
	mu   sync.Mutex
	over bool // guarded by mu
}

func (t *tapeEnd) cut() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
}

// Write implements io.Writer.
func (t *tapeEnd) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return len(p), nil
	}
	return t.Writer.Write(p)
}

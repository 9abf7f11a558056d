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

// open opens a line, on the tape when one is made of it. A recording that began while the line was being opened gets an
// opening of its own.
func (t *tapes) open(ctx context.Context, rawURL string) (port.Port, error) {
	if rec := t.of(rawURL); rec != nil {
		return rec.Open(ctx, rawURL)
	}
	p, err := port.Open(port.WithOpener(ctx, nil), rawURL)
	if rec := t.of(rawURL); rec != nil && err == nil {
		_ = p.Close()
		return rec.Open(ctx, rawURL)
	}
	return p, err
}

// of is the recording of a line, if one is under way.
func (t *tapes) of(rawURL string) *tape.Recorder {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.recs[u.Path]
}

// Record writes what passes a device's line to out until stop is called, seen from the program that holds it. The line
// is pulled and put back first: a tape begins with the opening, so that it can be played again.
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

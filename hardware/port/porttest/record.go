package porttest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/brighthall/brighthall/hardware/port"
)

// Recorder writes everything that passes a port to a text: one line per read or write,
// "> 1b40" for what was sent and "< 12" for what came.
type Recorder struct {
	port.Port
	mu  sync.Mutex
	out io.Writer
}

// NewRecorder records p into out.
func NewRecorder(p port.Port, out io.Writer) *Recorder { return &Recorder{Port: p, out: out} }

// Read passes and records.
func (r *Recorder) Read(ctx context.Context, p []byte) (int, error) {
	n, err := r.Port.Read(ctx, p)
	r.line('<', p[:n])
	return n, err
}

// Write passes and records.
func (r *Recorder) Write(ctx context.Context, p []byte) (int, error) {
	n, err := r.Port.Write(ctx, p)
	r.line('>', p[:n])
	return n, err
}

func (r *Recorder) line(dir byte, p []byte) {
	if len(p) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(r.out, "%c %x\n", dir, p)
}

// Playback is a port that behaves as a recording: it expects the sent bytes in their order
// and answers what was answered.
type Playback struct {
	mu    sync.Mutex
	lines []line
	more  chan struct{}
}

type line struct {
	sent bool
	data []byte
}

// NewPlayback reads a recording.
func NewPlayback(r io.Reader) (*Playback, error) {
	p := &Playback{more: make(chan struct{}, 1)}
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		dir, text, _ := strings.Cut(scan.Text(), " ")
		data, err := hex.DecodeString(text)
		if err != nil || dir != "<" && dir != ">" {
			return nil, fmt.Errorf("porttest.NewPlayback: bad line %q", scan.Text())
		}
		p.lines = append(p.lines, line{dir == ">", data})
	}
	return p, scan.Err()
}

// Read gives the recorded answer once everything before it was sent.
func (p *Playback) Read(ctx context.Context, b []byte) (int, error) {
	for {
		if n := p.answer(b); n > 0 {
			return n, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-p.more:
		}
	}
}

func (p *Playback) answer(b []byte) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.lines) == 0 || p.lines[0].sent {
		return 0
	}
	n := copy(b, p.lines[0].data)
	if p.lines[0].data = p.lines[0].data[n:]; len(p.lines[0].data) == 0 {
		p.lines = p.lines[1:]
	}
	return n
}

// Write checks the bytes against the recording, in whatever pieces they come.
func (p *Playback) Write(_ context.Context, b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for rest := b; len(rest) > 0; {
		if len(p.lines) == 0 || !p.lines[0].sent {
			return 0, fmt.Errorf("porttest: unexpected write %x", rest)
		}
		n := min(len(rest), len(p.lines[0].data))
		if !bytes.Equal(rest[:n], p.lines[0].data[:n]) {
			return 0, fmt.Errorf("porttest: wrote %x, recorded %x", rest[:n], p.lines[0].data[:n])
		}
		if p.lines[0].data = p.lines[0].data[n:]; len(p.lines[0].data) == 0 {
			p.lines = p.lines[1:]
		}
		rest = rest[n:]
	}
	select {
	case p.more <- struct{}{}:
	default:
	}
	return len(b), nil
}

// Left is how many lines of the recording were not used.
func (p *Playback) Left() int { p.mu.Lock(); defer p.mu.Unlock(); return len(p.lines) }

// Flush, Close and String complete the port.
func (p *Playback) Flush() error   { return nil }
func (p *Playback) Close() error   { return nil }
func (p *Playback) String() string { return "playback" }

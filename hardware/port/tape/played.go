package tape

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware/port"
)

// played is one opening of a port on a tape. The player's mutex guards its part.
type played struct {
	player *Player
	part   *part
	name   string
	moved  chan struct{} // something was sent
	done   chan struct{} // closed by Close
	once   sync.Once
}

func (p *played) String() string { return p.name }

// Read gives the recorded answer once everything before it was sent.
func (p *played) Read(ctx context.Context, b []byte) (int, error) {
	for {
		pause, ready, err := p.ready()
		if err != nil {
			return 0, fmt.Errorf("read %s: %w", p.name, err)
		}
		if ready {
			if err := p.rest(ctx, pause); err != nil {
				return 0, err
			}
			return p.take(b), nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-p.done:
			return 0, fmt.Errorf("read %s: %w", p.name, port.ErrClosed)
		case <-p.moved:
		}
	}
}

// ready reports whether an answer is there, and how long it took.
func (p *played) ready() (time.Duration, bool, error) {
	p.player.mu.Lock()
	defer p.player.mu.Unlock()
	select {
	case <-p.done:
		return 0, false, port.ErrClosed
	default:
	}
	a := p.part.next()
	if a == nil && p.player.opts.Lenient {
		p.part.listen()
		a = p.part.next()
	}
	switch {
	case a != nil && p.player.opts.Pace:
		return time.Duration(a.pause) * time.Millisecond, true, nil
	case a != nil:
		return 0, true, nil
	case p.part.over():
		return 0, false, p.part.end
	}
	return 0, false, nil
}

func (p *played) rest(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-p.done:
		return fmt.Errorf("read %s: %w", p.name, port.ErrClosed)
	case <-t.C:
		return nil
	}
}

func (p *played) take(b []byte) int {
	p.player.mu.Lock()
	defer p.player.mu.Unlock()
	a := p.part.next()
	if a == nil { // two readers at once: the other was faster
		return 0
	}
	n := copy(b, a.data)
	a.pause = 0
	if a.data = a.data[n:]; len(a.data) == 0 {
		p.part.read++
	}
	return n
}

// Write compares with the tape, in whatever pieces the bytes come.
func (p *played) Write(ctx context.Context, b []byte) (int, error) {
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	p.player.mu.Lock()
	defer p.player.mu.Unlock()
	select {
	case <-p.done:
		return 0, fmt.Errorf("write %s: %w", p.name, port.ErrClosed)
	default:
	}
	n, wrong, err := p.part.write(b, p.player.opts.Lenient)
	if wrong != "" {
		err = p.player.off(wrong)
	}
	if err != nil {
		err = fmt.Errorf("write %s: %w", p.name, err)
	}
	select {
	case p.moved <- struct{}{}:
	default:
	}
	return n, err
}

// Flush throws nothing away: what the driver flushed when the tape was made is not on it. A lost line says so.
func (p *played) Flush() error {
	p.player.mu.Lock()
	defer p.player.mu.Unlock()
	select {
	case <-p.done:
		return fmt.Errorf("flush %s: %w", p.name, port.ErrClosed)
	default:
	}
	if p.part.over() {
		return fmt.Errorf("flush %s: %w", p.name, p.part.end)
	}
	return nil
}

// Close ends Read.
func (p *played) Close() error {
	p.once.Do(func() { close(p.done) })
	return nil
}

package hardwaretest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware/port"
)

// Babble is a line that never falls silent once it has begun: every read brings bytes, also one whose context has
// ended, as a port gives what has come to one who is late. A driver that looks at its context only after an empty read
// never ends on it. The zero Babble is noise of every byte.
type Babble struct {
	Text []byte // said again and again; nil: noise

	begun atomic.Bool
}

// Begin begins it. A read that waits already goes on waiting.
func (b *Babble) Begin() { b.begun.Store(true) }

// Stop gives the line back to its device.
func (b *Babble) Stop() { b.begun.Store(false) }

// Over gives the wiring's cables such a line at the driver's end.
func (b *Babble) Over(w Wiring) Wiring {
	return func(t testing.TB, baud int) Wire {
		wire := w(t, baud)
		plain := wire.opens
		wire.opens = port.WithOpener(plain, func(_ context.Context, rawURL string) (port.Port, error) {
			p, err := port.Open(plain, rawURL)
			if err != nil {
				return nil, err
			}
			return b.Port(p), nil
		})
		return wire
	}
}

// Port is p until it begins.
func (b *Babble) Port(p port.Port) port.Port { return &babbling{Port: p, babble: b, noise: 2463534242} }

// Ends does something that waits, under a context that ends after three seconds, and fails unless it ends soon after it
// at the latest.
func (b *Babble) Ends(t *testing.T, do func(ctx context.Context) error) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- do(ctx) }()
	select {
	case err := <-ended:
		return err
	case <-time.After(patience):
		b.Stop()
		t.Fatal("goes on for ever")
	}
	panic("unreachable")
}

// babbles is the row of every contract: what is done over a line that never falls silent ends with its context. How it
// ends is not said: where an answer is one byte, noise has every answer in it.
func babbles(t *testing.T, rig func(t *testing.T, w Wiring) (do func(ctx context.Context) error)) {
	for name, text := range map[string][]byte{"noise": nil, "a byte nobody says": {0xFF}} {
		Driven(t, name+" without end, the context ends it", func(t *testing.T) {
			b := Babble{Text: text}
			do := rig(t, b.Over(InMemory))
			b.Begin()
			defer b.Stop()
			_ = b.Ends(t, do)
		})
	}
}

// babbling is a port that may begin to babble; it is read by one goroutine at a time.
type babbling struct {
	port.Port
	babble *Babble
	said   int
	noise  uint32
	closed atomic.Bool
}

// Read takes a millisecond for a byte, as a line of 9600 baud does.
func (p *babbling) Read(ctx context.Context, into []byte) (int, error) {
	if !p.babble.begun.Load() {
		return p.Port.Read(ctx, into)
	}
	into = into[:min(len(into), 10)]
	time.Sleep(time.Duration(len(into)) * time.Millisecond)
	if p.closed.Load() {
		return 0, fmt.Errorf("babble: %w", port.ErrClosed)
	}
	for i := range into {
		into[i] = p.next()
	}
	return len(into), nil
}

func (p *babbling) next() byte {
	if text := p.babble.Text; text != nil {
		p.said++
		return text[(p.said-1)%len(text)]
	}
	p.noise ^= p.noise << 13
	p.noise ^= p.noise >> 17
	p.noise ^= p.noise << 5
	return byte(p.noise >> 8)
}

// Close closes the port under it, too.
func (p *babbling) Close() error {
	p.closed.Store(true)
	return p.Port.Close()
}

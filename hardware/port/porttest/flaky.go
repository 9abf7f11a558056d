package porttest

import (
	"context"
	"sync"

	"github.com/brighthall/brighthall/hardware/port"
)

// Flaky breaks a port after so many written bytes, then answers port.ErrGone for good.
type Flaky struct {
	port.Port
	mu   sync.Mutex
	left int
}

// NewFlaky lets left bytes pass.
func NewFlaky(p port.Port, left int) *Flaky { return &Flaky{Port: p, left: left} }

// Write passes what is left.
func (f *Flaky) Write(ctx context.Context, p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(p) <= f.left {
		f.left -= len(p)
		return f.Port.Write(ctx, p)
	}
	n, _ := f.Port.Write(ctx, p[:f.left])
	f.left = 0
	return n, port.ErrGone
}

package hardwaretest

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

// Wiring makes the cable of a rig, plugged in. baud paces it where it is a terminal.
type Wiring func(t testing.TB, baud int) Wire

// Wire is a cable of either kind and the way to its driver's end.
type Wire struct {
	ends
	opens context.Context
}

type ends interface {
	Line
	URL() string
	Plug() error
	Unplug()
}

// InMemory is a cable that moves bytes under whatever clock there is: what takes a device seconds takes no time in a
// bubble of synctest, however busy the machine is.
func InMemory(testing.TB, int) Wire {
	m := porttest.NewMemory("ttyTEST")
	return Wire{m, porttest.Cables(context.Background(), m)}
}

// OverTerminal is a pseudo-terminal, and the machine's own clock.
func OverTerminal(t testing.TB, baud int) Wire {
	t.Helper()
	line, err := porttest.NewLine(t.TempDir(), "ttyTEST", baud)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(line.Unplug)
	return Wire{line, context.Background()}
}

// Wait is how long a test may give a device for something: d, and much longer where the clock does not wait for a busy
// machine.
func (w Wire) Wait(d time.Duration) time.Duration {
	if w.Driven() {
		return d
	}
	return 5 * d
}

// Driven reports whether the wire is in memory, where a pause is as long as it was meant to be.
func (w Wire) Driven() bool {
	_, driven := w.ends.(*porttest.Memory)
	return driven
}

// Context is one under which port.Open finds the wire by its URL.
func (w Wire) Context() context.Context { return w.opens }

// Open opens the driver's end until the test ends. query is what follows the URL.
func (w Wire) Open(t testing.TB, query string) port.Port {
	t.Helper()
	p, err := port.Open(w.opens, w.URL()+query)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// Serve runs a simulator at the device's end until the test ends.
func (w Wire) Serve(t testing.TB, serve func(ctx context.Context, link io.ReadWriteCloser) error) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); serve(ctx, Cable(ctx, w)) }()
	t.Cleanup(func() { cancel(); <-ended })
}

// Driven runs a test beside others, under a clock that goes on when everybody waits: a goroutine that stays behind, or
// one that spins, ends it.
func Driven(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, test)
	})
}

// wired runs one row of a contract in memory under a driven clock. A row that is also about the system's terminals runs
// over one first.
func wired(t *testing.T, name string, too terminal, test func(t *testing.T, w Wiring)) {
	t.Helper()
	if too {
		t.Run(name+", over a terminal", func(t *testing.T) { test(t, OverTerminal) })
	}
	Driven(t, name, func(t *testing.T) { test(t, InMemory) })
}

// terminal says that a row runs over a terminal too.
type terminal bool

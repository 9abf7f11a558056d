package hardwaretest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// IDReaderRig is an opened reader and what its simulator can do.
type IDReaderRig struct {
	Open interface {
		hardware.Device
		hardware.IDReader
	}
	Put    func() // lays a good card on the reader
	Number hardware.IDNumber
	Lift   func()
	Asked  func() int // commands the simulator has seen
	Unplug func()
	// Faults are the rows of the fault table: break makes the reader ill, mend well again.
	Faults []IDReaderFault
}

// IDReaderFault is one row of the fault table.
type IDReaderFault struct {
	Name        string
	Break, Mend func()
	State       hardware.State // what Status says meanwhile; empty: Status does not notice
	Code        hardware.Code  // of Status, or of Read when Status does not notice
	Passes      bool           // Read gets over it by itself
}

// TestIDReader checks what every reader of identity cards promises.
func TestIDReader(t *testing.T, rig func(t *testing.T, w Wiring) IDReaderRig) {
	wired(t, "reads one card once, then the next", true, func(t *testing.T, w Wiring) { readsCards(t, rig(t, w)) })
	wired(t, "a card that stays is not read again", false, func(t *testing.T, w Wiring) { readsOnce(t, rig(t, w)) })
	wired(t, "the context ends it", false, func(t *testing.T, w Wiring) {
		r := rig(t, w)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := r.Open.Read(ctx); !errors.Is(err, context.Canceled) {
			t.Fatalf("ended with %v", err)
		}
	})
	wired(t, "waiting for a card does not spin", false, func(t *testing.T, w Wiring) {
		r := rig(t, w)
		before := r.Asked()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r.Open.Read(ctx)
		if n := r.Asked() - before; n == 0 || n > 10 {
			t.Fatalf("%d questions in a second", n)
		}
	})
	wired(t, "unplugged it is missing, no goroutine stays", true, func(t *testing.T, w Wiring) { unplugs(t, rig(t, w)) })
	babbles(t, func(t *testing.T, w Wiring) func(context.Context) error {
		r := rig(t, w)
		return func(ctx context.Context) error { _, err := r.Open.Read(ctx); return err }
	})
	for i, f := range rig(t, InMemory).Faults {
		Driven(t, f.Name, func(t *testing.T) {
			r := rig(t, InMemory)
			row(t, r, r.Faults[i])
		})
	}
}

func readsCards(t *testing.T, r IDReaderRig) {
	for range 3 {
		r.Put()
		reads(t, r)
		r.Lift()
		if err := r.Open.Lifted(within(t)); err != nil {
			t.Fatal(err)
		}
	}
	if s, err := r.Open.Status(within(t)); s.State != hardware.Ready || err != nil || s.Since.IsZero() {
		t.Fatalf("%+v %v", s, err)
	}
}

func readsOnce(t *testing.T, r IDReaderRig) {
	r.Put()
	reads(t, r)
	ctx, cancel := context.WithTimeout(t.Context(), 800*time.Millisecond)
	defer cancel()
	if c, err := r.Open.Read(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("read again: %v %v", c, err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 800*time.Millisecond)
	defer cancel()
	if err := r.Open.Lifted(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("lifted, they say: %v", err)
	}
}

func unplugs(t *testing.T, r IDReaderRig) {
	before, asked := goroutines(), r.Asked()
	ended := make(chan error, 1)
	go func() { _, err := r.Open.Read(t.Context()); ended <- err }()
	eventually(t, "it looks for a card", func() bool { return r.Asked() > asked })
	r.Unplug()
	if err := await(t, ended); hardware.CodeOf(err) != hardware.Missing {
		t.Fatalf("ended with %v", err)
	}
	if s, _ := r.Open.Status(within(t)); s.State != hardware.Absent || s.Code != hardware.Missing {
		t.Fatalf("%+v", s)
	}
	noneLeft(t, before)
}

// row: while it is ill, Status and Read say so; mended, the next card is read.
func row(t *testing.T, r IDReaderRig, f IDReaderFault) {
	f.Break()
	r.Put()
	if f.State != "" {
		if s, _ := r.Open.Status(within(t)); s.State != f.State || s.Code != f.Code {
			t.Fatalf("status %s %q (%s), want %s %q", s.State, s.Code, s.Detail, f.State, f.Code)
		}
	} else if c, err := r.Open.Read(within(t)); hardware.CodeOf(err) != f.Code || f.Passes != (c.Number == r.Number) {
		t.Fatalf("read %v, %v, want %q", c, err, f.Code)
	}
	f.Mend()
	r.Lift()
	if err := r.Open.Lifted(within(t)); err != nil {
		t.Fatal(err)
	}
	r.Put()
	reads(t, r)
}

func reads(t *testing.T, r IDReaderRig) {
	t.Helper()
	if c, err := r.Open.Read(within(t)); c.Number != r.Number || err != nil {
		t.Fatalf("read %v, %v", c, err)
	}
}

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

package cctalk_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/cctalk"
	"github.com/brighthall/brighthall/hardware/cash/cctalk/cctalktest"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/journal"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

const yuan = 3 // the position of one yuan

// bench is an acceptor on its simulator, inside a bubble.
type bench struct {
	*intake.Acceptor
	t      *testing.T
	sim    *cctalktest.Machine
	cable  *porttest.Memory
	babble hardwaretest.Babble
	path   string
	book   *journal.Journal
	credit []int64
}

func each(t *testing.T, name string, run func(b *bench)) {
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := &bench{t: t, sim: cctalktest.New(nil), cable: porttest.NewMemory("coin"), path: filepath.Join(t.TempDir(), "j")}
			ctx, cancel := context.WithCancel(context.Background())
			gone := make(chan struct{})
			go func() { defer close(gone); b.sim.Serve(ctx, hardwaretest.Cable(ctx, b.cable)) }()
			b.start()
			run(b)
			b.end()
			cancel()
			<-gone
		})
	})
}

func (b *bench) start() {
	b.t.Helper()
	profile, err := intake.LoadProfile(cctalk.Files, "coin-cny")
	if err == nil {
		b.book, err = journal.Open(b.path, journal.Options{})
	}
	if err != nil {
		b.t.Fatal(err)
	}
	p, err := b.cable.Open()
	if err != nil {
		b.t.Fatal(err)
	}
	b.Acceptor = cctalk.New(b.babble.Port(p), profile, b.book, intake.Waits{}, time.Now)
}

func (b *bench) end() { b.Close(); b.book.Close() }

// take runs a session of ten seconds; do is done once coins are let in.
func (b *bench) take(do func()) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	first := true
	return b.Take(ctx, hardware.Intake{Payment: "p", Credit: func(c hardware.Cash) error { b.credit = append(b.credit, c.Fen); return nil },
		Told: func(n hardware.CashNews) {
			if n.Step == hardware.CashOpened && first && do != nil {
				first = false
				go func() { time.Sleep(50 * time.Millisecond); do() }()
			}
		}})
}

// has checks how many coins were credited and the reasons of the doubts.
func (b *bench) has(credits int, why ...hardware.CashReason) {
	b.t.Helper()
	all := b.Doubts()
	ok := len(b.credit) == credits && len(all) == len(why)
	for i := range why {
		ok = ok && all[i].Why == why[i]
	}
	if !ok {
		b.t.Errorf("credited %v, doubts %+v; want %d and %v", b.credit, all, credits, why)
	}
}

func (b *bench) drop(n int) {
	for range n {
		b.sim.Drop(yuan)
	}
}

func TestCoins(t *testing.T) {
	each(t, "each is credited once, with and without an echo", func(b *bench) {
		for _, echo := range []bool{true, false} {
			b.sim.SetEcho(echo)
			if err := b.take(func() { b.drop(3) }); !errors.Is(err, context.DeadlineExceeded) {
				b.t.Fatal(err)
			}
		}
		b.has(6)
		if b.sim.IsOpen() {
			b.t.Error("left open")
		}
	})
	each(t, "the counter goes from 255 to 1", func(b *bench) {
		b.sim.SetCounter(254)
		b.take(func() { b.drop(3) })
		b.has(3)
	})
	each(t, "more than five at once cannot all be known", func(b *bench) {
		b.take(func() { b.drop(7) })
		b.has(5, hardware.DoubtUnseen)
	})
	each(t, "a reset is seen though the counter stood at 0", func(b *bench) {
		b.take(func() { b.sim.SetPower(false); b.sim.SetPower(true); time.Sleep(time.Second); b.drop(1) })
		b.has(1, hardware.DoubtUnseen)
	})
	each(t, "a reset after coins", func(b *bench) {
		b.take(func() {
			b.drop(2)
			time.Sleep(time.Second)
			b.sim.SetPower(false)
			b.sim.SetPower(true)
			time.Sleep(time.Second)
			b.drop(1)
		})
		b.has(3, hardware.DoubtUnseen)
	})
	each(t, "a coin that fell while the line was out is a doubt after reopening", func(b *bench) {
		err := b.take(func() { b.cable.Unplug(); b.drop(1) })
		if hardware.CodeOf(err) != hardware.Missing {
			b.t.Error(err)
		}
		b.end()
		b.cable.Plug()
		b.start()
		b.take(nil)
		b.has(0, hardware.DoubtUnseen)
		b.end()
		b.start()
		b.has(0, hardware.DoubtUnseen)
	})
	each(t, "another machine has another counter", func(b *bench) {
		b.take(func() { b.drop(2) })
		b.has(2)
		other := len(b.Doubts())
		b.sim.SetSimple(true) // goes by its port: a name nobody knows
		b.take(nil)
		if len(b.Doubts()) != other {
			b.t.Errorf("%+v", b.Doubts())
		}
	})
	each(t, "a look writes nothing when nothing happened", func(b *bench) {
		b.Status(b.t.Context())
		before, _, _ := journal.Read(b.path)
		for range 5 {
			b.Status(b.t.Context())
		}
		if after, _, err := journal.Read(b.path); len(after) != len(before) || err != nil {
			b.t.Error(len(before), len(after), err)
		}
	})
}

func TestFaults(t *testing.T) {
	for code, event := range map[hardware.Code][]byte{hardware.CashFraud: {17, 20}, hardware.CashJam: {14, 15, 26}, hardware.CashBroken: {255}} {
		for _, e := range event {
			each(t, string(code), func(b *bench) {
				if err := b.take(func() { b.sim.Event(e); b.drop(1) }); hardware.CodeOf(err) != code {
					b.t.Error(err)
				}
				b.has(1) // the coin beside it is credited all the same
			})
		}
	}
	for name, f := range map[string]struct {
		set  func(*cctalktest.Machine, bool)
		code hardware.Code
	}{
		"silent": {(*cctalktest.Machine).SetSilent, hardware.CashSilent},
		"spoilt": {(*cctalktest.Machine).SetSpoilt, hardware.Garbled},
		"power":  {func(m *cctalktest.Machine, on bool) { m.SetPower(!on) }, hardware.CashSilent},
	} {
		each(t, name, func(b *bench) {
			f.set(b.sim, true)
			if s, _ := b.Status(b.t.Context()); s.State != hardware.Faulty || s.Code != f.code {
				b.t.Errorf("%+v", s)
			}
			if err := b.take(nil); hardware.CodeOf(err) != f.code {
				b.t.Error(err)
			}
			f.set(b.sim, false)
			if s, _ := b.Status(b.t.Context()); s.State != hardware.Ready {
				b.t.Errorf("mended: %+v", s)
			}
		})
	}
}

// A line that never falls silent holds up neither a session nor a look longer than its context, and is no machine.
func TestNoiseWithoutEnd(t *testing.T) {
	each(t, "the context ends it", func(b *bench) {
		b.babble.Begin()
		defer b.babble.Stop()
		credit := func(hardware.Cash) error { b.t.Error("credited"); return nil }
		b.babble.Ends(b.t, func(ctx context.Context) error { return b.Take(ctx, hardware.Intake{Credit: credit}) })
		b.babble.Ends(b.t, func(ctx context.Context) error { _, err := b.Status(ctx); return err })
	})
	each(t, "it is garbled", func(b *bench) {
		b.babble.Begin()
		defer b.babble.Stop()
		if s, _ := b.Status(b.t.Context()); s.State != hardware.Faulty || s.Code != hardware.Garbled {
			b.t.Errorf("%+v", s)
		}
	})
}

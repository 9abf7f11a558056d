package poll_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/poll/polltest"
)

// troubles are the machines' fault table.
var troubles = []struct {
	state  polltest.State
	code   hardware.Code
	resets bool // a latched one is mended by a reset
}{
	{polltest.Full, hardware.CashFull, false},
	{polltest.Away, hardware.CashOpen, false},
	{polltest.Jam, hardware.CashJam, true},
	{polltest.BoxJam, hardware.CashJam, true},
	{polltest.Cheat, hardware.CashFraud, false},
	{polltest.Broken, hardware.CashBroken, true},
	{polltest.Comm, hardware.CashBroken, true},
}

func TestTroubles(t *testing.T) {
	for _, f := range troubles {
		t.Run(string(f.state), func(t *testing.T) {
			each(t, func(t *testing.T, r *rig) {
				r.is(t, hardware.Ready, "")
				r.Trouble(f.state)
				r.is(t, hardware.Faulty, f.code)
				if err := r.take(t, nil).over(t); hardware.CodeOf(err) != f.code {
					t.Fatalf("opened: %v", err)
				}
				r.Mend()
				r.is(t, hardware.Ready, "")
				v := r.take(t, nil)
				r.put(t, 2)
				v.await(t, hardware.CashCredited)
				r.Trouble(f.state)
				if err := v.over(t); hardware.CodeOf(err) != f.code {
					t.Fatalf("in a session: %v", err)
				}
				if len(r.open.Doubts()) != 0 {
					t.Fatal("a doubt without a note")
				}
			})
		})
	}
}

func TestATroubleWhileStackingIsADoubt(t *testing.T) {
	for _, f := range troubles {
		t.Run(string(f.state), func(t *testing.T) {
			each(t, func(t *testing.T, r *rig) {
				v := r.take(t, nil)
				eventually(t, "open", r.IsOpen)
				r.At(polltest.Stacking, func() { r.Trouble(f.state) })
				r.put(t, 2)
				if err := v.over(t); hardware.CodeOf(err) != f.code {
					t.Fatal(err)
				}
				why := hardware.DoubtJam
				if f.code == hardware.CashFraud {
					why = hardware.DoubtFraud
				}
				if d := r.open.Doubts(); len(d) != 1 || d[0].Why != why || d[0].Fen != 1000 || len(v.fen()) != 0 {
					t.Fatalf("%+v, credited %v", d, v.fen())
				}
				r.Mend()
				r.is(t, hardware.Warning, hardware.CashUncertain)
				r.settle(t)
				r.is(t, hardware.Ready, "")
			})
		})
	}
}

func (r *rig) settle(t *testing.T) {
	t.Helper()
	for _, d := range r.open.Doubts() {
		if err := r.open.Settle(d.ID, hardware.CashVerdict{As: hardware.EndReturned, By: "Li"}); err != nil {
			t.Fatal(err)
		}
	}
}

// A machine that does not notice that its jam is over is reset: at once for a visitor, else after a while.
func TestALatchedTroubleIsReset(t *testing.T) {
	for _, f := range troubles {
		if !f.resets {
			continue
		}
		t.Run(string(f.state), func(t *testing.T) {
			each(t, func(t *testing.T, r *rig) {
				r.is(t, hardware.Ready, "")
				r.SetLatched(true)
				r.Trouble(f.state)
				r.is(t, hardware.Faulty, f.code)
				r.Mend()
				v := r.take(t, nil)
				v.await(t, hardware.CashOpened)
				r.Trouble(f.state)
				if err := v.over(t); hardware.CodeOf(err) != f.code {
					t.Fatal(err)
				}
				r.Mend()
				r.is(t, hardware.Ready, "")
			})
		})
	}
}

func TestABadLineIsNamed(t *testing.T) {
	for name, f := range map[string]struct {
		set  func(r *rig, on bool)
		code hardware.Code
	}{
		"switched off":      {func(r *rig, on bool) { r.Power(!on) }, hardware.CashSilent},
		"the line is dead":  {func(r *rig, on bool) { r.wire.SetSilent(on) }, hardware.CashSilent},
		"it never stops":    {func(r *rig, on bool) { r.wire.SetStuck(on) }, hardware.Garbled},
		"wrong checksums":   {func(r *rig, on bool) { r.wire.Spoil(1000 * count(on)) }, hardware.Garbled},
		"torn answers":      {func(r *rig, on bool) { r.wire.Tear(1000 * count(on)) }, hardware.Garbled},
		"it understands no": {func(r *rig, on bool) { r.wire.Nak(1000 * count(on)) }, hardware.Garbled},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, r *rig) {
				r.is(t, hardware.Ready, "")
				f.set(r, true)
				r.is(t, hardware.Faulty, f.code)
				if err := r.take(t, nil).over(t); hardware.CodeOf(err) != f.code {
					t.Fatal(err)
				}
				f.set(r, false)
				r.is(t, hardware.Ready, "")
				v := r.take(t, nil)
				v.await(t, hardware.CashOpened)
				r.put(t, 2)
				v.await(t, hardware.CashStacking)
				f.set(r, true)
				if err := v.over(t); hardware.CodeOf(err) != f.code {
					t.Fatal(err)
				}
				if d := r.open.Doubts(); len(d) != 1 || d[0].Why != hardware.DoubtSilence {
					t.Fatalf("%+v", d)
				}
			})
		})
	}
}

func count(on bool) int {
	if on {
		return 1
	}
	return 0
}

func TestPowerLostOnTheWay(t *testing.T) {
	for _, at := range []polltest.State{polltest.Accepting, polltest.Escrow, polltest.Stacking, polltest.Valid} {
		t.Run(string(at), func(t *testing.T) {
			each(t, func(t *testing.T, r *rig) {
				v := r.take(t, nil)
				eventually(t, "open", r.IsOpen)
				r.At(at, func() { r.Power(false); r.Power(true) })
				r.put(t, 2)
				v.await(t, hardware.CashRestarted)
				r.put(t, 3)
				v.await(t, hardware.CashCredited)
				v.end(t)
				d, accepted := r.open.Doubts(), at == polltest.Stacking || at == polltest.Valid
				if !slices.Equal(v.fen(), []int64{2000}) || len(d) != count(accepted) {
					t.Fatalf("credited %v, doubts %+v", v.fen(), d)
				}
				if accepted && (d[0].Why != hardware.DoubtPower || d[0].Fen != 1000) {
					t.Fatalf("%+v", d)
				}
				if at == polltest.Stacking && (len(d[0].Hints) == 0 || d[0].Hints[0] == "") {
					t.Fatalf("no hint: %+v", d)
				}
			})
		})
	}
}

func TestUnpluggedItIsMissingAndNoGoroutineStays(t *testing.T) {
	each(t, func(t *testing.T, r *rig) { // a goroutine that stays would end the driven clock with a complaint
		r.is(t, hardware.Ready, "")
		v := r.take(t, nil)
		r.put(t, 2)
		v.await(t, hardware.CashStacking)
		r.line.Unplug()
		if err := v.over(t); hardware.CodeOf(err) != hardware.Missing {
			t.Fatal(err)
		}
		if d := r.open.Doubts(); len(d) != 1 || d[0].Why != hardware.DoubtLine {
			t.Fatalf("%+v", d)
		}
		if err := r.line.Plug(); err != nil {
			t.Fatal(err)
		}
		r.reopen(t)
		r.is(t, hardware.Warning, hardware.CashUncertain)
		next := r.take(t, nil)
		r.put(t, 3)
		next.await(t, hardware.CashCredited)
		next.end(t)
		if !slices.Equal(next.fen(), []int64{2000}) || len(v.fen()) != 0 {
			t.Fatalf("%v %v", next.fen(), v.fen())
		}
	})
}

func TestWaitingDoesNotSpin(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		v := r.take(t, nil)
		eventually(t, "open", r.IsOpen)
		before := r.wire.Asked()
		<-time.After(400 * time.Millisecond)
		if n := r.wire.Asked() - before; n < 5 || n > 110 {
			t.Fatalf("%d frames in 400 ms, at most one question and its thanks each 8 ms", n)
		}
		v.end(t)
	})
}

func TestNoiseWithoutEnd(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.babble.Begin()
		defer r.babble.Stop()
		credit := func(hardware.Cash) error { t.Error("credited"); return nil }
		r.babble.Ends(t, func(ctx context.Context) error { return r.open.Take(ctx, hardware.Intake{Credit: credit}) })
		r.babble.Ends(t, func(ctx context.Context) error { _, err := r.open.Status(ctx); return err })
	})
}

package escpos_test

import (
	"cmp"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

// The rule book of faults: what breaks, how the printout ends, what the printer says then,
// and how many pieces of paper come out once it is mended. Never two for one Print.
func TestEveryFaultEndsInADefinedState(t *testing.T) {
	cases := []struct {
		name    string
		profile string
		cfg     escpostest.Config
		breaks  func(r *rig)
		result  hardware.Result
		reason  hardware.Code
		state   hardware.State
		code    hardware.Code
		mend    func(r *rig)
		pieces  int  // of paper after mending
		again   bool // the next slip prints

		terminal bool // over a terminal too
	}{
		{name: "all is well", breaks: func(*rig) {}, result: hardware.Printed,
			state: hardware.Ready, pieces: 1, again: true},
		{name: "paper near its end", breaks: func(r *rig) { r.virtual.SetNearEnd(true) }, result: hardware.Printed,
			reason: hardware.PrinterNearEnd, state: hardware.Warning, code: hardware.PrinterNearEnd, pieces: 1},
		{name: "paper out before", breaks: func(r *rig) { r.virtual.SetPaper(false) },
			result: hardware.NotPrinted, reason: hardware.PrinterPaperOut,
			state: hardware.Faulty, code: hardware.PrinterPaperOut,
			mend: func(r *rig) { r.virtual.SetPaper(true) }, pieces: 0, again: true},
		{name: "paper out in the middle", breaks: func(r *rig) { r.virtual.SetPaperRows(300) },
			result: hardware.Uncertain, reason: hardware.PrinterPaperOut,
			state: hardware.Faulty, code: hardware.PrinterPaperOut,
			mend: func(r *rig) { r.virtual.SetPaper(true) }, pieces: -1, again: true},
		{name: "paper out in the middle, told to discard", breaks: func(r *rig) { r.virtual.SetPaperRows(300) },
			result: hardware.Uncertain, reason: hardware.PrinterPaperOut,
			state: hardware.Faulty, code: hardware.PrinterPaperOut,
			mend: func(r *rig) {
				r.discard()
				r.status(hardware.Faulty, hardware.PrinterPaperOut)
				r.virtual.SetPaper(true)
			}, pieces: 1, again: true},
		{name: "cover open before", breaks: func(r *rig) { r.virtual.SetCover(true) },
			result: hardware.NotPrinted, reason: hardware.PrinterCoverOpen,
			state: hardware.Faulty, code: hardware.PrinterCoverOpen,
			mend: func(r *rig) { r.virtual.SetCover(false) }, pieces: 0, again: true},
		{name: "cover opened in the middle", cfg: escpostest.Config{RowsPerSec: 4000},
			breaks: func(r *rig) { r.after(30000, func() { r.virtual.SetCover(true) }) },
			result: hardware.Uncertain, reason: hardware.PrinterCoverOpen,
			state: hardware.Faulty, code: hardware.PrinterCoverOpen,
			mend: func(r *rig) { r.virtual.SetCover(false) }, pieces: -1, again: true},
		{name: "cutter jammed before", breaks: func(r *rig) { r.virtual.SetJam(true); r.expect(hardware.Uncertain, hardware.PrinterCutter) },
			result: hardware.NotPrinted, reason: hardware.PrinterCutter,
			state: hardware.Faulty, code: hardware.PrinterCutter,
			mend: func(r *rig) { r.virtual.SetJam(false); r.resume() }, pieces: 1, again: true},
		{name: "cutter jams", breaks: func(r *rig) { r.expect(hardware.Printed, ""); r.paper(); r.virtual.SetJam(true) },
			result: hardware.Uncertain, reason: hardware.PrinterCutter,
			state: hardware.Faulty, code: hardware.PrinterCutter,
			mend: func(r *rig) { r.virtual.SetJam(false); r.resume() }, pieces: 1, again: true},
		{name: "head too hot before", breaks: func(r *rig) { r.virtual.SetHot(true) },
			result: hardware.NotPrinted, reason: hardware.PrinterRecoverable,
			state: hardware.Faulty, code: hardware.PrinterRecoverable,
			mend: func(r *rig) { r.virtual.SetHot(false) }, pieces: 0, again: true},
		{name: "broken for good before", breaks: func(r *rig) { r.virtual.SetBroken(true) },
			result: hardware.NotPrinted, reason: hardware.PrinterBroken,
			state: hardware.Faulty, code: hardware.PrinterBroken,
			mend: func(r *rig) { r.virtual.SetBroken(false) }, pieces: 0, again: true},
		{name: "a clone that never answers", cfg: escpostest.Config{Silent: true}, breaks: func(*rig) {},
			result: hardware.Uncertain, reason: hardware.PrinterUnconfirmed,
			state: hardware.Warning, code: hardware.PrinterUnconfirmed, pieces: 1},
		{name: "a clone known not to answer", profile: "pos-5890", cfg: escpostest.Config{Silent: true}, breaks: func(*rig) {},
			result: hardware.Uncertain, reason: hardware.PrinterUnconfirmed,
			state: hardware.Warning, code: hardware.PrinterUnconfirmed, pieces: 0}, // it has no cutter: nothing is torn off
		{name: "switched off before", profile: "tm-t20ii", breaks: func(r *rig) { r.virtual.SetPower(false) },
			result: hardware.NotPrinted, reason: hardware.PrinterSilent,
			state: hardware.Faulty, code: hardware.PrinterSilent,
			mend: func(r *rig) { r.virtual.SetPower(true) }, pieces: 0, again: true},
		{name: "off and on in the middle", cfg: escpostest.Config{RowsPerSec: 4000},
			breaks: func(r *rig) {
				r.after(30000, func() { r.virtual.SetPower(false); r.virtual.SetPower(true) })
			},
			result: hardware.Uncertain, reason: hardware.PrinterUnconfirmed,
			state: hardware.Ready, pieces: -1, again: true},
		{name: "stalls in the middle", profile: "58mm", breaks: func(r *rig) { r.after(15000, func() { r.virtual.SetStall(true) }) },
			result: hardware.Uncertain, reason: hardware.PrinterSilent,
			state: hardware.Faulty, code: hardware.PrinterSilent,
			mend: func(r *rig) { r.virtual.SetStall(false) }, pieces: -1, again: true, terminal: true},
		{name: "switched off in the middle", breaks: func(r *rig) { r.after(30000, func() { r.virtual.SetPower(false) }) },
			result: hardware.Uncertain, reason: hardware.PrinterSilent,
			state: hardware.Faulty, code: hardware.PrinterSilent,
			mend: func(r *rig) { r.virtual.SetPower(true) }, pieces: -1, again: true},
		{name: "a silent clone stalls", profile: "pos-5890", cfg: escpostest.Config{Silent: true},
			breaks: func(r *rig) { r.virtual.SetStall(true) },
			result: hardware.Uncertain, reason: hardware.Stalled,
			state: hardware.Warning, code: hardware.PrinterUnconfirmed},
		{name: "unplugged before", breaks: func(r *rig) { r.line.Unplug() },
			result: hardware.NotPrinted, reason: hardware.Missing,
			state: hardware.Absent, code: hardware.Missing,
			mend: func(r *rig) { r.line.Plug(); r.reopen() }, pieces: 0, again: true},
		{name: "unplugged in the middle", breaks: func(r *rig) { r.after(30000, func() { r.line.Unplug() }) },
			result: hardware.Uncertain, reason: hardware.Missing,
			state: hardware.Absent, code: hardware.Missing,
			mend: func(r *rig) { r.line.Plug(); r.reopen() }, pieces: -1, again: true, terminal: true},
	}
	for _, c := range cases {
		test := func(t *testing.T, w hardwaretest.Wiring) {
			r := newRig(t, w, cmp.Or(c.profile, "80mm"), c.cfg, quick)
			c.breaks(r)
			r.expect(c.result, c.reason)
			r.status(c.state, c.code)
			if c.mend != nil {
				c.mend(r)
			}
			for range c.pieces {
				r.paper()
			}
			if c.again {
				r.printsAgain(c.pieces < 0)
			}
		}
		if c.terminal {
			t.Run(c.name+", over a terminal", func(t *testing.T) { t.Parallel(); test(t, hardwaretest.OverTerminal) })
		}
		hardwaretest.Driven(t, c.name, func(t *testing.T) { test(t, hardwaretest.InMemory) })
	}
}

// printsAgain prints one more slip; torn rests of the broken one may lie before it.
func (r *rig) printsAgain(rests bool) {
	r.t.Helper()
	r.expect(hardware.Printed, "")
	for k := r.paper(); rests && !r.whole(k); k = r.paper() {
	}
	r.nothingMore()
}

// whole reports whether a piece of paper is exactly one good ticket.
func (r *rig) whole(k escpostest.Ticket) bool {
	r.t.Helper()
	got := zbar(r.t, k.Image)
	return !k.Torn && k.Image.Bounds().Dy() > 1000 && k.Image.Bounds().Dy() < 1300 && strings.Contains(got, digits) && strings.Contains(got, qrContent)
}

func (r *rig) reopen() { r.Printer.Close(); r.open(quick) }

func (r *rig) discard() {
	if err := r.Discard(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) resume() {
	if err := r.Resume(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// A slip whose paper ran out stays the printer's own until it is out; nothing is sent over it.
func TestTheHeldSlipIsNamedUntilItIsOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
		r.virtual.SetPaperRows(300)
		r.expect(hardware.Uncertain, hardware.PrinterPaperOut)
		if s, _ := r.Status(t.Context()); s.Pending != "t1" {
			t.Fatalf("pending is %q", s.Pending)
		}
		r.expect(hardware.NotPrinted, hardware.PrinterPaperOut)
		r.virtual.SetPaper(true)
		if k := r.paper(); !k.Torn || k.Image.Bounds().Dy() != 300 {
			t.Errorf("the old roll ended with %v torn=%v", k.Image.Bounds(), k.Torn)
		}
		r.expect(hardware.Printed, "")
		if s, _ := r.Status(t.Context()); s.Pending != "" {
			t.Fatalf("still pending: %q", s.Pending)
		}
	})
}

func TestACallerWhoGivesUpEndsThePrintout(t *testing.T) {
	t.Parallel()
	r := newRig(t, hardwaretest.OverTerminal, "80mm", escpostest.Config{RowsPerSec: 500}, quick)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r.after(20000, cancel)
	o, err := r.Print(ctx, ticket())
	if o.Result != hardware.Uncertain || hardware.CodeOf(err) != hardware.Canceled {
		t.Fatalf("%+v %v", o, err)
	}
}

// At 115200 baud the ticket needs its seconds on the wire, and the driver waits for them: it does not say sooner that
// it is printed.
func TestTheWireIsAsSlowAsItsBaudRate(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel() // it waits most of them
	w := quick
	w.Baud = 115200
	r := newRig(t, hardwaretest.OverTerminal, "58mm", escpostest.Config{RowsPerSec: 1200}, w)
	start := time.Now()
	r.expect(hardware.Printed, "")
	data, err := escpos.Encode(r.profile, fonts(t), ticket())
	if err != nil {
		t.Fatal(err)
	}
	wire := time.Duration(len(data)) * 10 * time.Second / 115200
	if d := time.Since(start); d < wire {
		t.Errorf("%d bytes took %v, on the wire they need %v", len(data), d, wire)
	}
	r.paper()
	if errs := r.virtual.Errors(); len(errs) > 0 {
		t.Error(errs)
	}
}

func TestStatusWhilePrintingIsBusyAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{RowsPerSec: 2000}, quick)
		seen := make(chan hardware.State, 1)
		r.after(30000, func() {
			go func() {
				s, _ := r.Status(context.Background())
				seen <- s.State
			}()
		})
		r.expect(hardware.Printed, "")
		if s := <-seen; s != hardware.Busy {
			t.Errorf("state %s", s)
		}
	})
}

var _ hardware.Device = (*escpos.Printer)(nil)
var _ hardware.Printer = (*escpos.Printer)(nil)
var _ hardware.Recoverer = (*escpos.Printer)(nil)

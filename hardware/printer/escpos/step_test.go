package escpos_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

// answering are the ways a printer's answers come.
var answering = map[string]func(p *escpostest.Printer){
	"at once":      func(*escpostest.Printer) {},
	"300 ms late":  func(p *escpostest.Printer) { p.SetLate(300 * time.Millisecond) },
	"450 ms late":  func(p *escpostest.Printer) { p.SetLate(450 * time.Millisecond) },
	"a second":     func(p *escpostest.Printer) { p.SetLate(time.Second) },
	"1.2 s late":   func(p *escpostest.Printer) { p.SetLate(1200 * time.Millisecond) },
	"1.4 s late":   func(p *escpostest.Printer) { p.SetLate(1400 * time.Millisecond) },
	"one behind":   func(p *escpostest.Printer) { p.SetBehind(true) },
	"behind, late": func(p *escpostest.Printer) { p.SetBehind(true); p.SetLate(350 * time.Millisecond) },
}

// states are what a printer may be in, with the drawer's switch open: its bit is another answer's "cover open".
var states = []struct {
	name  string
	set   func(p *escpostest.Printer, on bool)
	state hardware.State
	code  hardware.Code
}{
	{"well", func(*escpostest.Printer, bool) {}, hardware.Ready, ""},
	{"the drawer is open", func(p *escpostest.Printer, on bool) { p.SetDrawer(on) }, hardware.Ready, ""},
	{"the cover", func(p *escpostest.Printer, on bool) { p.SetCover(on) }, hardware.Faulty, hardware.PrinterCoverOpen},
	{"no paper", func(p *escpostest.Printer, on bool) { p.SetPaper(!on) }, hardware.Faulty, hardware.PrinterPaperOut},
	{"near its end", func(p *escpostest.Printer, on bool) { p.SetNearEnd(on) }, hardware.Warning, hardware.PrinterNearEnd},
	{"hot", func(p *escpostest.Printer, on bool) { p.SetHot(on) }, hardware.Faulty, hardware.PrinterRecoverable},
	{"broken", func(p *escpostest.Printer, on bool) { p.SetBroken(on) }, hardware.Faulty, hardware.PrinterBroken},
}

// patient is the driver's own patience: what a hall has.
var patient = escpos.Waits{}

// TestNoAnswerIsTakenForAnotherQuestions: however late the answers come, and one behind, the state told is the
// printer's. Each state comes and goes twice, with the drawer open and shut.
func TestNoAnswerIsTakenForAnotherQuestions(t *testing.T) {
	for how, slow := range answering {
		hardwaretest.Driven(t, how, func(t *testing.T) {
			r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, patient)
			slow(r.virtual)
			told := func(what string, state hardware.State, code hardware.Code) {
				r.t.Helper()
				for range 2 {
					if s, err := r.Status(t.Context()); s.State != state || s.Code != code {
						t.Errorf("%s: %s %q (%v), want %s %q", what, s.State, s.Code, err, state, code)
					}
				}
			}
			for _, drawer := range []bool{false, true} {
				r.virtual.SetDrawer(drawer)
				for _, s := range states {
					s.set(r.virtual, true)
					told(s.name, s.state, s.code)
					s.set(r.virtual, false)
					r.virtual.SetDrawer(drawer)
					told("after "+s.name, hardware.Ready, "")
				}
			}
		})
	}
}

// TestASlowPrinterPrints: once, whole, confirmed; three slips one after the other.
func TestASlowPrinterPrints(t *testing.T) {
	for how, slow := range answering {
		for _, drawer := range []bool{false, true} {
			hardwaretest.Driven(t, fmt.Sprint(how, " ", drawer), func(t *testing.T) {
				r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, patient)
				slow(r.virtual)
				r.virtual.SetDrawer(drawer)
				for range 3 {
					r.expect(hardware.Printed, "")
					if k := r.paper(); k.Torn {
						t.Error("torn")
					}
				}
				r.nothingMore()
				if errs := r.virtual.Errors(); len(errs) > 0 {
					t.Error(errs)
				}
			})
		}
	}
}

// TestAPrinterThatFallsBehindWhileItWorks: late, in step again, one behind, at random between questions and slips.
// Nothing false is told.
func TestAPrinterThatFallsBehindWhileItWorks(t *testing.T) {
	for seed := range uint64(12) {
		hardwaretest.Driven(t, fmt.Sprint(seed), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 24))
			r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, patient)
			for range 12 {
				switch dice.IntN(5) {
				case 0:
					r.virtual.SetLate(time.Duration(dice.IntN(500)) * time.Millisecond)
				case 1:
					r.virtual.SetBehind(dice.IntN(2) == 0)
				case 2:
					r.virtual.SetDrawer(dice.IntN(2) == 0)
				case 3:
					r.status(hardware.Ready, "")
				case 4:
					r.expect(hardware.Printed, "")
					r.paper()
				}
			}
		})
	}
}

// TestAnXONXOFFPrinterPrints: it stops the line at three quarters of a small buffer and loses what comes all the same.
func TestAnXONXOFFPrinterPrints(t *testing.T) {
	prints := func(r *rig) {
		r.virtual.SetXONXOFF(true)
		for range 2 {
			r.expect(hardware.Printed, "")
			r.paper()
		}
		if errs := r.virtual.Errors(); len(errs) > 0 {
			r.t.Error(errs)
		}
	}
	hardwaretest.Driven(t, "the driver hears it", func(t *testing.T) {
		prints(newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{Buffer: 24 << 10, RowsPerSec: 600}, escpos.Waits{Baud: 115200}))
	})
	t.Run("the system hears it", func(t *testing.T) {
		r := newRig(t, hardwaretest.OverTerminal, "80mm", escpostest.Config{Buffer: 16 << 10, RowsPerSec: 3000}, escpos.Waits{Baud: 115200})
		r.Printer.Close()
		r.Printer = escpos.New(r.line.Open(t, "?baud=115200&flow=xonxoff"), r.profile, fonts(t), escpos.Waits{Baud: 115200}, time.Now)
		prints(r)
	})
}

// TestXONAndXOFFAreNoNoise: a printer says XON when it is switched on, and now and then by itself.
func TestXONAndXOFFAreNoNoise(t *testing.T) {
	hardwaretest.Driven(t, "idle", func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
		for _, said := range []string{"\x11", "\x11\x11\x11\x11", "\x13\x11\x13\x11\x13\x11", "\x13"} {
			if _, err := r.line.WriteContext(t.Context(), []byte(said)); err != nil {
				t.Fatal(err)
			}
			r.status(hardware.Ready, "")
			r.expect(hardware.Printed, "")
			r.paper()
		}
	})
}

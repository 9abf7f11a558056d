package escpos_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

// TestASteadyDelayOfAnyLengthPrints: whatever a printer takes to answer, always the same, the first slip comes out
// while a visitor waits, and the next ones; nothing false is told of it.
func TestASteadyDelayOfAnyLengthPrints(t *testing.T) {
	for _, profile := range []string{"80mm", "tm-t20ii"} {
		for _, drawer := range []bool{false, true} {
			for _, tenths := range []int{2, 5, 6, 7, 8, 10, 11, 12, 14, 15, 16, 18, 20, 21, 22, 25, 29, 30, 31, 35, 40, 50, 60, 80} {
				late := time.Duration(tenths) * 100 * time.Millisecond
				hardwaretest.Driven(t, fmt.Sprint(profile, " ", drawer, " ", late), func(t *testing.T) {
					r := newRig(t, hardwaretest.InMemory, profile, escpostest.Config{}, escpos.Waits{Baud: 115200})
					r.virtual.SetDrawer(drawer)
					r.steady(late, profile == "tm-t20ii" && late > 5*time.Second)
				})
			}
		}
	}
}

// TestAPrinterThatTurnsSlowPrints: it was fast, and slow from one slip to the next, for some slips, and fast again.
func TestAPrinterThatTurnsSlowPrints(t *testing.T) {
	for _, late := range []time.Duration{800, 1200, 1700, 2400, 3000, 4500} {
		hardwaretest.Driven(t, fmt.Sprint(late*time.Millisecond), func(t *testing.T) {
			r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, escpos.Waits{Baud: 115200})
			r.steady(0, false)
			r.steady(late*time.Millisecond, false)
			r.virtual.SetLate(0)
			r.Status(t.Context()) // the first word may still be late
			time.Sleep(10 * time.Second)
			for range 2 {
				r.status(hardware.Ready, "")
				r.expect(hardware.Printed, "")
				r.paper()
			}
		})
	}
}

// TestAPrinterThatAnswersOneAtATimePrints: questions that come together take it as long as all of them.
func TestAPrinterThatAnswersOneAtATimePrints(t *testing.T) {
	for _, late := range []time.Duration{400, 600, 800, 1100, 1200, 1300, 1400, 1500, 1600, 1900, 2200, 3000, 4000} {
		for _, drawer := range []bool{false, true} {
			hardwaretest.Driven(t, fmt.Sprint(late*time.Millisecond, " ", drawer), func(t *testing.T) {
				r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, escpos.Waits{Baud: 115200})
				r.virtual.SetDrawer(drawer)
				r.virtual.SetSingle(true)
				r.steady(late*time.Millisecond, false)
			})
		}
	}
}

// steady prints three slips at one delay, a while apart, as a probe does: asked first, and within half a minute. off is
// a printer that must be taken for one that is switched off, the first time.
func (r *rig) steady(late time.Duration, off bool) {
	r.t.Helper()
	r.virtual.SetLate(late)
	for slip := range 3 {
		began := time.Now()
		s, err := r.Status(r.t.Context())
		asked := time.Since(began)
		ctx, cancel := context.WithTimeout(r.t.Context(), 30*time.Second)
		o, perr := r.Print(ctx, ticket())
		over := ctx.Err() != nil
		cancel()
		time.Sleep(10 * time.Second) // of the test's own clock: the next visitor
		switch refused := o.Result == hardware.NotPrinted; {
		case off && slip == 0 && refused && s.Code == hardware.PrinterSilent:
		case refused, over, asked > 15*time.Second, s.State == hardware.Faulty, o.Result == hardware.Uncertain && o.Reason != hardware.PrinterUnconfirmed:
			r.t.Errorf("slip %d: %s %q after %v (%v), then %+v (%v) over=%v", slip, s.State, s.Code, asked, err, o, perr, over)
		default:
			r.paper()
		}
	}
	r.nothingMore()
}

// TestADelayThatChangesLosesNoSlip: at random between questions and slips, up to more than is waited for. No slip is
// refused for it, nothing false is told, and nobody waits half a minute.
func TestADelayThatChangesLosesNoSlip(t *testing.T) {
	for seed := range uint64(24) {
		hardwaretest.Driven(t, fmt.Sprint(seed), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 7))
			r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, patient)
			for range 16 {
				switch began := time.Now(); dice.IntN(4) {
				case 0:
					r.virtual.SetLate(time.Duration(dice.IntN(2500)) * time.Millisecond)
				case 1:
					r.virtual.SetDrawer(dice.IntN(2) == 0)
				case 2:
					if s, err := r.Status(t.Context()); s.State == hardware.Faulty || time.Since(began) > 15*time.Second {
						t.Errorf("%s %q (%v) after %v", s.State, s.Code, err, time.Since(began))
					}
				case 3:
					o, err := r.Print(t.Context(), ticket())
					sent := o.Result == hardware.Printed || o == hardware.Outcome{Result: hardware.Uncertain, Reason: hardware.PrinterUnconfirmed}
					if !sent || time.Since(began) > 30*time.Second {
						t.Errorf("%+v (%v) after %v", o, err, time.Since(began))
					}
					r.paper()
				}
			}
		})
	}
}

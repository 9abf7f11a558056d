package escpos_test

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

// Opened, the printer is asked and nothing more: one ticket is one cut.
func TestTheFirstSlipIsNotPrecededByACut(t *testing.T) {
	hardwaretest.Driven(t, "first", func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
		r.expect(hardware.Printed, "")
		asked := []byte{0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4, 0x10, 4, 4, 0x1D, 'r', 1, 0x1B, '@'}
		if !bytes.HasPrefix(r.sent, asked) {
			t.Errorf("began with % X, want % X", r.sent[:len(asked)], asked)
		}
		r.reopen()
		r.sent = nil
		r.expect(hardware.Printed, "")
		if !bytes.HasPrefix(r.sent, asked) {
			t.Errorf("opened again it began with % X", r.sent[:len(asked)])
		}
	})
}

// A program that ended between two bands left half a slip that no question finds: the next program remembers, and cuts
// it off.
func TestAHalfPrintedSlipIsRememberedByTheNextProgram(t *testing.T) {
	for _, remembered := range []bool{true, false} {
		hardwaretest.Driven(t, map[bool]string{true: "remembered", false: "unknown"}[remembered], func(t *testing.T) {
			dir := t.TempDir()
			r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
			half := append([]byte{0x1B, '@', 0x1D, 'v', '0', 0, 72, 0, 20, 0}, bytes.Repeat([]byte{0xAA}, 72*20)...)
			r.Printer.Close()
			p := r.line.Open(t, "")
			if _, err := p.Write(t.Context(), half); err != nil {
				t.Fatal(err)
			}
			synctest.Wait() // it is printed
			p.Close()
			if remembered {
				escpos.NewTraces(dir).Broke(p.String(), true)
			}
			r.traces = escpos.NewTraces(dir)
			r.open(quick)
			r.expect(hardware.Printed, "")
			if remembered {
				if k := r.paper(); k.Image.Bounds().Dy() > 100 {
					t.Errorf("the rest is %v", k.Image.Bounds())
				}
			}
			r.paper()
			r.nothingMore()
			if escpos.NewTraces(dir).Broken(p.String()) {
				t.Error("the slip is out and still remembered as broken off")
			}
		})
	}
}

// The trace is there while a slip is under way, and what never reached the paper leaves none.
func TestWhatLeavesATrace(t *testing.T) {
	hardwaretest.Driven(t, "traces", func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
		at := r.Info().Where
		r.after(20000, func() {
			if !r.traces.Broken(at) {
				t.Error("none while it prints")
			}
			r.line.Unplug()
		})
		r.expect(hardware.Uncertain, hardware.Missing)
		if !r.traces.Broken(at) {
			t.Error("none of an unplug in the middle")
		}
	})
	hardwaretest.Driven(t, "no trace", func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
		at := r.Info().Where
		r.line.Unplug()
		r.expect(hardware.NotPrinted, hardware.Missing)
		if r.traces.Broken(at) {
			t.Error("one of what was never sent")
		}
	})
}

// A printer that tells its state and answers no queued question is not fed and not cut: nothing says that a slip hangs
// in it.
func TestAPrinterThatConfirmsNothingIsFedNothing(t *testing.T) {
	hardwaretest.Driven(t, "mute", func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
		r.virtual.SetMute(true)
		for range 2 {
			already := len(r.heard())
			began := time.Now()
			r.expect(hardware.Uncertain, hardware.PrinterUnconfirmed)
			asked := []byte{0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4, 0x10, 4, 4, 0x1D, 'r', 1}
			before, _, _ := bytes.Cut(r.heard()[already:], []byte{0x1B, '@'})
			if white := bytes.Repeat([]byte{0}, 100); !bytes.HasPrefix(before, asked) || bytes.Contains(before, white) || bytes.Contains(before, []byte{0x1D, 'V'}) {
				t.Errorf("%d bytes before the slip: % X", len(before), before[:min(len(before), 40)])
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("the slip was out after %s", took)
			}
			r.paper()
		}
		r.nothingMore()
	})
}

// One that is remembered to have broken off is fed and cut all the same.
func TestAPrinterThatConfirmsNothingAndBrokeOffIsCleared(t *testing.T) {
	hardwaretest.Driven(t, "mute", func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
		r.virtual.SetMute(true)
		r.traces.Broke(r.Info().Where, true)
		r.reopen()
		r.expect(hardware.Uncertain, hardware.PrinterUnconfirmed)
		if before, _, _ := bytes.Cut(r.heard(), []byte{0x1B, '@'}); !bytes.Contains(before, []byte{0, 0, 0, 0x1D, 'V', 0}) {
			t.Errorf("only % X before the slip", before)
		}
	})
}

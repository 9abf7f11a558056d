package hardwaretest

import (
	"context"
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

// PrinterRig is an opened printer and what its simulator can do.
type PrinterRig struct {
	Open interface {
		hardware.Device
		hardware.Printer
	}
	Paper  func(in bool) // loads paper or takes it out
	Pieces func() int    // of paper that have come out
	Unplug func()
}

// Plain is a slip any printer can print.
func Plain(job string) hardware.Slip {
	return hardware.Slip{Job: job, Blocks: []hardware.Block{
		hardware.Text{Text: "测试 Test", Size: hardware.Title, Bold: true}, hardware.Rule{}, hardware.Number{Text: "A001"}}}
}

// TestPrinter checks what every printer driver promises.
func TestPrinter(t *testing.T, rig func(t *testing.T, w Wiring) PrinterRig) {
	wired(t, "prints, confirms, one piece of paper a slip", true, func(t *testing.T, w Wiring) {
		r := rig(t, w)
		for i := 1; i <= 3; i++ {
			prints(t, r, hardware.Printed, "")
			if got := r.Pieces(); got != i {
				t.Fatalf("%d pieces after %d slips", got, i)
			}
		}
		state(t, r, hardware.Ready, "")
	})
	wired(t, "without paper nothing is sent, with paper it goes on", false, func(t *testing.T, w Wiring) {
		r := rig(t, w)
		r.Paper(false)
		prints(t, r, hardware.NotPrinted, hardware.PrinterPaperOut)
		state(t, r, hardware.Faulty, hardware.PrinterPaperOut)
		r.Paper(true)
		state(t, r, hardware.Ready, "")
		prints(t, r, hardware.Printed, "")
		if got := r.Pieces(); got != 1 {
			t.Fatalf("%d pieces", got)
		}
	})
	wired(t, "unplugged it is missing and prints nothing", true, func(t *testing.T, w Wiring) {
		r := rig(t, w)
		r.Unplug()
		prints(t, r, hardware.NotPrinted, hardware.Missing)
		state(t, r, hardware.Absent, hardware.Missing)
	})
	babbles(t, func(t *testing.T, w Wiring) func(context.Context) error {
		r := rig(t, w)
		return func(ctx context.Context) error { _, err := r.Open.Print(ctx, Plain("job")); return err }
	})
	wired(t, "a slip it cannot set is refused", false, func(t *testing.T, w Wiring) {
		r := rig(t, w)
		bad := hardware.Slip{Blocks: []hardware.Block{hardware.Barcode{Digits: "x"}}}
		o, err := r.Open.Print(t.Context(), bad)
		if o.Result != hardware.NotPrinted || hardware.CodeOf(err) != hardware.PrinterBadSlip {
			t.Fatalf("%+v %v", o, err)
		}
	})
}

func prints(t *testing.T, r PrinterRig, want hardware.Result, reason hardware.Code) {
	t.Helper()
	o, err := r.Open.Print(t.Context(), Plain("job"))
	if o.Result != want || o.Reason != reason || (err == nil) != (want == hardware.Printed) {
		t.Fatalf("ended %+v (%v), want %s %q", o, err, want, reason)
	}
}

func state(t *testing.T, r PrinterRig, want hardware.State, code hardware.Code) {
	t.Helper()
	s, err := r.Open.Status(t.Context())
	if s.State != want || s.Code != code {
		t.Fatalf("state %s %q (%v), want %s %q", s.State, s.Code, err, want, code)
	}
	if s.Since.IsZero() {
		t.Fatal("no time in the status")
	}
}

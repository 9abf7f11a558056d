package escpos_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

// A bad cable that is mended leaves a line full of what looks like answers: none of them is one.
func TestALineFullOfOldNoiseIsNoAnswer(t *testing.T) {
	for name, noise := range map[string][]byte{"the cutter is stuck": {0x1A}, "everything at once": {0x1A, 0xFF, 0x52, 0x18}, "nonsense": {0xFF}} {
		hardwaretest.Driven(t, name, func(t *testing.T) {
			r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
			r.status(hardware.Ready, "")
			if _, err := r.line.WriteContext(t.Context(), bytes.Repeat(noise, 2000)); err != nil {
				t.Fatal(err)
			}
			r.status(hardware.Ready, "")
		})
	}
}

// Random bytes hold every answer now and then, also that the printer is broken or that all is well: they are not
// believed.
func TestEndlessNoiseIsNoStateOfThePrinter(t *testing.T) {
	for name, ask := range map[string]func(r *rig, ctx context.Context) hardware.Code{
		"asked": func(r *rig, ctx context.Context) hardware.Code { s, _ := r.Status(ctx); return s.Code },
		"to print": func(r *rig, ctx context.Context) hardware.Code {
			o, err := r.Print(ctx, ticket())
			if o.Result != hardware.NotPrinted {
				r.t.Errorf("%+v", o)
			}
			return hardware.CodeOf(err)
		},
	} {
		hardwaretest.Driven(t, name, func(t *testing.T) {
			for seed := range 40 {
				b := hardwaretest.Babble{Text: make([]byte, 5000)}
				rand.NewChaCha8([32]byte{byte(seed)}).Read(b.Text)
				r := newRig(t, b.Over(hardwaretest.InMemory), "80mm", escpostest.Config{}, quick)
				b.Begin()
				if code := ask(r, t.Context()); code != hardware.Garbled {
					t.Errorf("%s", code)
				}
				b.Stop()
				r.Printer.Close()
			}
		})
	}
}

// A stray byte now and then beside true answers changes nothing.
func TestAStrayByteBesideTheAnswers(t *testing.T) {
	hardwaretest.Driven(t, "stray", func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
		r.virtual.SetCover(true)
		if _, err := r.line.WriteContext(t.Context(), []byte{0xFF}); err != nil {
			t.Fatal(err)
		}
		r.status(hardware.Faulty, hardware.PrinterCoverOpen)
	})
}

package all_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/sims"
)

// TestALineOfNoiseIsGarbled: random bytes without end are no state of any device, whatever some of them look like.
// Whoever opens such a line, or uses it, reads that it is not understood: the speed is wrong, or another device is
// there.
func TestALineOfNoiseIsGarbled(t *testing.T) {
	for _, name := range []string{"escpos", "gm65", "honeywell", "ssi", "syn6288", "xfs5152", "keys", "ict", "id003", "ccnet", "cctalk", "samv", "onbon", "ledmodbus", "megatec"} {
		hardwaretest.Driven(t, name, func(t *testing.T) {
			for seed := range 20 {
				if code := overNoise(t, name, byte(seed)); code != hardware.Garbled {
					t.Errorf("seed %d: %q", seed, code)
				}
			}
		})
	}
}

// overNoise is how a device ends that is opened and used over a line of noise.
func overNoise(t *testing.T, name string, seed byte) hardware.Code {
	t.Helper()
	b := hardwaretest.Babble{Text: make([]byte, 5000)}
	rand.NewChaCha8([32]byte{seed}).Read(b.Text)
	line := b.Over(hardwaretest.InMemory)(t, 9600)
	b.Begin()
	defer b.Stop()
	sim, _ := sims.Find(name)
	url := strings.Replace(sim.Example, "%s", line.URL(), 1)
	if sim.Kind == hardware.KindCash {
		url += "&journal=" + filepath.Join(t.TempDir(), "journal")
	}
	d, err := registry().Open(line.Context(), url)
	if err != nil {
		return hardware.CodeOf(err)
	}
	defer d.Close()
	return hardware.CodeOf(used(t.Context(), d))
}

// used is a device's main function.
func used(ctx context.Context, d hardware.Device) error {
	switch d := d.(type) {
	case hardware.Printer:
		_, err := d.Print(ctx, hardware.Slip{Job: "noise", Blocks: []hardware.Block{hardware.Text{Text: "noise"}}})
		return err
	case hardware.Scanner:
		return d.Scan(ctx, func(hardware.Scan) {})
	case hardware.Voice:
		return d.Say(ctx, hardware.Utterance{Number: "A001", Window: 1})
	case hardware.LED:
		return d.Show(ctx, hardware.Panel{Text: "A001", Number: "A001"})
	case hardware.Evaluator:
		_, err := d.Ask(ctx, hardware.Prompt{Ticket: "noise", Number: "A001", Window: 1})
		return err
	case hardware.CashAcceptor:
		return d.Take(ctx, hardware.Intake{Payment: "noise", Want: func(hardware.Cash) bool { return false }, Credit: func(hardware.Cash) error { return nil }})
	case hardware.IDReader:
		_, err := d.Read(ctx)
		return err
	case hardware.UPS:
		_, err := d.Power(ctx)
		return err
	}
	return nil
}

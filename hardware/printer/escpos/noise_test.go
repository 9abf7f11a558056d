package escpos_test

import (
	"bytes"
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

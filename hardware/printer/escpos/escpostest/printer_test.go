package escpostest_test

import (
	"image/color"
	"testing"

	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

// Rows of the command table, byte by byte.
func TestWhatThePrinterUnderstands(t *testing.T) {
	for _, c := range []struct {
		name    string
		bytes   []byte
		tickets int
		rows    int
		errs    int
	}{
		{"initialise and cut nothing", []byte{0x1B, 0x40, 0x1D, 0x56, 0x00}, 0, 0, 0},
		{"one row of eight dots", []byte{0x1D, 0x76, 0x30, 0, 1, 0, 1, 0, 0xA5, 0x1D, 0x56, 0x01}, 1, 1, 0},
		{"feed and cut", []byte{0x1D, 0x76, 0x30, 0, 1, 0, 1, 0, 0xA5, 0x1D, 0x56, 0x42, 9}, 1, 10, 0},
		{"feed lines and dots", []byte{0x1B, 0x64, 2, 0x1B, 0x4A, 5, 0x0A, 0x1D, 0x56, 0x00}, 1, 95, 0},
		{"an unknown byte", []byte{0x99, 0x1D, 0x56, 0x00}, 0, 0, 1},
		{"an unknown command", []byte{0x1B, 0x99, 0x00}, 0, 0, 1},
		{"wider than the paper", []byte{0x1D, 0x76, 0x30, 0, 73, 0, 0, 0}, 0, 0, 1},
	} {
		images, errs := escpostest.Render(576, c.bytes)
		if len(images) != c.tickets || len(errs) != c.errs {
			t.Errorf("%s: %d tickets, errors %v", c.name, len(images), errs)
			continue
		}
		if c.tickets > 0 && images[0].Bounds().Dy() != c.rows {
			t.Errorf("%s: %v", c.name, images[0].Bounds())
		}
	}
}

func TestTheLeftmostDotIsTheHighestBit(t *testing.T) {
	images, _ := escpostest.Render(576, []byte{0x1D, 0x76, 0x30, 0, 1, 0, 1, 0, 0x81, 0x1D, 0x56, 0x00})
	for x := range 9 {
		black := color.GrayModel.Convert(images[0].At(x, 0)).(color.Gray).Y == 0
		if want := x == 0 || x == 7; black != want {
			t.Errorf("dot %d is black: %v", x, black)
		}
	}
}

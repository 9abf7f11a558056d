package escpostest_test

import (
	"context"
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

// Dots that look like DLE DC4 open the drawer, as on the real ones, until GS ( D said that they are dots.
func TestAPulseInAPicture(t *testing.T) {
	picture := []byte{0x1D, 0x76, 0x30, 0x00, 0x05, 0x00, 0x01, 0x00, 0x10, 0x14, 0x01, 0x00, 0x02}
	kick := []byte{0x1B, 0x70, 0x00, 0x32, 0xFA}
	for name, c := range map[string]struct {
		bytes  []byte
		pulses int
	}{"a picture": {picture, 1}, "the command": {kick, 1}} {
		near, answered := &host{bytes: append(c.bytes, 0x1D, 0x72, 0x01)}, make(chan struct{})
		near.answered = func() { close(answered) }
		p := escpostest.New(escpostest.Config{})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); p.Serve(ctx, near) }()
		<-answered
		cancel()
		<-done
		if p.Pulses() != c.pulses || !p.DrawerOpen() || len(p.Errors()) > 0 {
			t.Errorf("%s: %d pulses, open %v, %v", name, p.Pulses(), p.DrawerOpen(), p.Errors())
		}
	}
}

// host sends its bytes and is told of the first answer.
type host struct {
	bytes    []byte
	answered func()
}

func (h *host) ReadContext(ctx context.Context, p []byte) (int, error) {
	if len(h.bytes) == 0 {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	n := copy(p, h.bytes)
	h.bytes = h.bytes[n:]
	return n, nil
}

func (h *host) WriteContext(_ context.Context, p []byte) (int, error) {
	h.answered()
	return len(p), nil
}

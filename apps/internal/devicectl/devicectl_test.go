package devicectl

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/sims"
)

// TestEverySimulatorHasItsDriver: the URL a simulator gives as its example is understood, as a device of its kind.
func TestEverySimulatorHasItsDriver(t *testing.T) {
	for _, s := range sims.All() {
		at := "serial:///dev/ttyS9"
		if s.Baud == 0 {
			at = "tcp://127.0.0.1:9"
		}
		kind, err := Registry().Check(fmt.Sprintf(s.Example, at))
		if err != nil || kind != s.Kind {
			t.Errorf("%s: %q is a %s, %v; want a %s", s.Name, s.Example, kind, err, s.Kind)
		}
	}
}

// line runs a simulator on a pseudo terminal and gives its driver's URL.
func line(t *testing.T, name string) (url string, d sims.Device, said chan string) {
	t.Helper()
	l, err := porttest.NewLine(t.TempDir(), "line", 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return simulate(t, name, l)
}

// simulate runs a simulator on a cable of either kind.
func simulate(t *testing.T, name string, l interface {
	hardwaretest.Line
	URL() string
}) (url string, d sims.Device, said chan string) {
	t.Helper()
	s, ok := sims.Find(name)
	if !ok {
		t.Fatalf("no simulator %q", name)
	}
	said = make(chan string, 100)
	d = s.Make(func(words string) { said <- words })
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); d.Serve(ctx, hardwaretest.Cable(ctx, l)) }()
	t.Cleanup(func() { cancel(); <-done })
	return fmt.Sprintf(s.Example, l.URL()), d, said
}

func probe(t *testing.T, url, what string) (Report, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var r Report
	err := (&Probe{URL: url, What: what}).probe(ctx, &r)
	return r, err
}

func TestAPictureIsPrinted(t *testing.T) {
	url, d, said := line(t, "escpos")
	if err := d.Act("save " + filepath.Join(t.TempDir(), "none.png")); err == nil {
		t.Error("a ticket was saved before one was printed")
	}
	r, err := probe(t, url, pattern(t))
	if err != nil || r.Kind != hardware.KindPrinter || r.Did != "printed" || r.Status.State != hardware.Ready {
		t.Fatalf("%+v %v", r, err)
	}
	if words := <-said; words == "" {
		t.Error("the printer says nothing of its ticket")
	}
	out := filepath.Join(t.TempDir(), "ticket.png")
	if err := d.Act("save " + out); err != nil {
		t.Fatal(err)
	}
	if black := blackOf(t, out); black < 40*40 {
		t.Errorf("%d black dots came out, the picture has %d", black, 40*40)
	}
}

func TestAPrinterWithoutPaperSaysSo(t *testing.T) {
	url, d, _ := line(t, "escpos")
	if err := d.Act("paper out"); err != nil {
		t.Fatal(err)
	}
	if r, err := probe(t, url, pattern(t)); hardware.CodeOf(err) != hardware.PrinterPaperOut {
		t.Errorf("%+v %v", r, err)
	}
	if err := d.Act("dance"); err == nil {
		t.Error("the printer dances")
	}
}

func TestAProbeTellsWhatTheRollStillGives(t *testing.T) {
	url, d, _ := line(t, "escpos")
	if err := d.Act("near on"); err != nil {
		t.Fatal(err)
	}
	if r, err := probe(t, url, pattern(t)); err != nil || r.Status.Code != hardware.PrinterNearEnd || r.Status.Left <= 0 {
		t.Errorf("%+v %+v %v", r, r.Status, err)
	}
}

// pattern is a picture with a black square.
func pattern(t *testing.T) string {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 200, 100))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	for y := range 40 {
		for x := range 40 {
			m.SetGray(x+10, y+10, color.Gray{})
		}
	}
	file := filepath.Join(t.TempDir(), "pattern.png")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
	return file
}

func blackOf(t *testing.T, file string) (n int) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			if c, _, _, _ := m.At(x, y).RGBA(); c < 0x8000 {
				n++
			}
		}
	}
	return n
}

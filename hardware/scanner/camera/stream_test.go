package camera_test

import (
	"context"
	"image"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/scanner/camera"
	"github.com/brighthall/brighthall/hardware/scanner/camera/cameratest"
)

// network runs a virtual camera on TCP and gives the driver's port, and what pulls the cable.
func network(t *testing.T, c *cameratest.Camera) (p port.Port, unplug func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if p, err = port.Open(t.Context(), "tcp://"+l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	link, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() { defer close(served); c.Serve(context.Background(), link) }()
	unplug = func() { link.Close(); <-served }
	t.Cleanup(func() { unplug(); p.Close() })
	return p, unplug
}

func TestNetworkCameraContract(t *testing.T) {
	hardwaretest.TestScanner(t, func(t *testing.T) hardwaretest.ScannerRig {
		sim, clock := cameratest.New(nil), &driven{}
		sim.Every = 0
		p, unplug := network(t, sim)
		source := &asked{Source: camera.NewStream(p)}
		return hardwaretest.ScannerRig{
			Open:   camera.New(source, camera.Options{Now: clock.Now}),
			Point:  sim.Show,
			Raw:    func(b []byte) error { sim.Send(b); return nil },
			Frame:  func(code string) []byte { return cameratest.Picture(drawn(t, code)) },
			Reads:  func() int { return int(source.n.Load()) },
			Unplug: unplug,
		}
	})
}

// TestFaultsOfANetworkCamera: what ails a camera, what is told of it and after how long, and that a code is read when
// it is well again.
func TestFaultsOfANetworkCamera(t *testing.T) {
	for _, c := range []struct {
		ill   string
		code  hardware.Code
		after time.Duration
	}{{"silent", hardware.ScannerNoPicture, 5 * time.Second}, {"damage", hardware.Garbled, 10 * time.Second}, {"garbage", hardware.Garbled, 10 * time.Second}, {"dark", "", 0}} {
		synctest.Test(t, func(t *testing.T) {
			m, sim := porttest.NewMemory("camera"), cameratest.New(nil)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			act(t, sim, c.ill+" on")
			go sim.Serve(ctx, hardwaretest.Cable(ctx, m))
			synctest.Wait()
			if start := time.Now(); c.code != "" {
				if err := scan(ctx, t, m, nil); hardware.CodeOf(err) != c.code || time.Since(start).Round(time.Second) != c.after {
					t.Fatalf("%s: %v after %v, want %s after %v", c.ill, err, time.Since(start), c.code, c.after)
				}
			}
			act(t, sim, c.ill+" off")
			act(t, sim, "scan 00132702314471")
			read, enough := context.WithCancel(ctx)
			got := ""
			if err := scan(read, t, m, func(s hardware.Scan) { got = s.Code; enough() }); err != context.Canceled || got != "00132702314471" {
				t.Errorf("%s, well again: %q %v", c.ill, got, err)
			}
		})
	}
}

func act(t *testing.T, sim *cameratest.Camera, words string) {
	t.Helper()
	if err := sim.Act(words); err != nil {
		t.Fatal(err)
	}
}

func scan(ctx context.Context, t *testing.T, m *porttest.Memory, found func(hardware.Scan)) error {
	t.Helper()
	p, err := m.Open()
	if err != nil {
		t.Fatal(err)
	}
	c := camera.New(camera.NewStream(p), camera.Options{})
	defer c.Close()
	return c.Scan(ctx, found)
}

// Pictures that pile up while one is read are left out: nobody wants to see his phone of a second ago.
func TestTheNewestPictureOfAStreamIsRead(t *testing.T) {
	m := porttest.NewMemory("camera")
	p, err := m.Open()
	if err != nil {
		t.Fatal(err)
	}
	s := camera.NewStream(p)
	defer s.Close()
	for _, side := range []int{40, 48, 56} {
		frame := cameratest.Picture(image.NewGray(image.Rect(0, 0, side, side)))
		if _, err := io.WriteString(memory{t.Context(), m}, "--frame\r\nContent-Type: image/jpeg\r\n\r\n"+string(frame)); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Next(t.Context()); err != nil || got.Rect.Dx() != 56 {
		t.Errorf("%v %v", got, err)
	}
}

type memory struct {
	ctx context.Context
	*porttest.Memory
}

func (m memory) Write(p []byte) (int, error) { return m.WriteContext(m.ctx, p) }

func TestWhatIsNoWordOfTheSimulator(t *testing.T) {
	for _, words := range []string{"", "dance", "dark", "dark maybe", "scan"} {
		if cameratest.New(nil).Act(words) == nil {
			t.Errorf("%q is understood", words)
		}
	}
}

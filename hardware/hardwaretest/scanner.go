package hardwaretest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// patience is how long a device may take for anything in a test.
const patience = 10 * time.Second

// ScannerRig is an opened scanner and what its simulator can do.
type ScannerRig struct {
	Open interface {
		hardware.Device
		hardware.Scanner
	}
	Point  func(code string) error // aims the scanner at a code
	Unplug func()
}

// TestScanner checks what every scanner driver promises.
func TestScanner(t *testing.T, rig func(t *testing.T) ScannerRig) {
	t.Run("reads codes in their order", func(t *testing.T) {
		r := rig(t)
		codes, _ := scanning(t, r)
		for _, want := range []string{"00132702314471", "H023", "http://hall.example/t/abc?x=1"} {
			point(t, r, want)
			if got := await(t, codes); got != want {
				t.Fatalf("read %q, want %q", got, want)
			}
		}
	})
	t.Run("twenty firings of one code are one scan", func(t *testing.T) {
		r := rig(t)
		codes, _ := scanning(t, r)
		for range 20 {
			point(t, r, "00132702314471")
		}
		point(t, r, "99999999999999")
		if a, b := await(t, codes), await(t, codes); a != "00132702314471" || b != "99999999999999" {
			t.Fatalf("read %q then %q", a, b)
		}
	})
	t.Run("unplugged, Scan ends with a missing device", func(t *testing.T) {
		r := rig(t)
		_, ended := scanning(t, r)
		r.Unplug()
		if err := await(t, ended); hardware.CodeOf(err) != hardware.Missing {
			t.Fatalf("ended with %v", err)
		}
	})
	t.Run("the context ends it", func(t *testing.T) {
		r := rig(t)
		defer r.Open.Close()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := r.Open.Scan(ctx, func(hardware.Scan) {}); !errors.Is(err, context.Canceled) {
			t.Fatalf("ended with %v", err)
		}
	})
}

func scanning(t *testing.T, r ScannerRig) (<-chan string, <-chan error) {
	codes, ended := make(chan string, 100), make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		ended <- r.Open.Scan(ctx, func(s hardware.Scan) { codes <- s.Code })
	}()
	t.Cleanup(func() { cancel(); <-done; r.Open.Close() })
	return codes, ended
}

func point(t *testing.T, r ScannerRig, code string) {
	t.Helper()
	if err := r.Point(code); err != nil {
		t.Fatal(err)
	}
}

func await[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatal("nothing came")
	}
	panic("unreachable")
}

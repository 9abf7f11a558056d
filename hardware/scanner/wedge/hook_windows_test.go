package wedge_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/scanner/wedge"
)

func hook(t *testing.T) *wedge.Hook {
	t.Helper()
	h, err := wedge.NewHook(wedge.Rules{}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// A counter goes to its next page and scans again at once.
func TestAHookScansAgainAtOnce(t *testing.T) {
	h := hook(t)
	for i := range 200 {
		ctx, stop := context.WithTimeout(t.Context(), 2*time.Millisecond)
		err := h.Scan(ctx, func(hardware.Scan) {})
		stop()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("scan %d: %v", i, err)
		}
	}
}

func TestAClosedHookEnds(t *testing.T) {
	h, ended := hook(t), make(chan error)
	go func() { ended <- h.Scan(t.Context(), func(hardware.Scan) {}) }()
	time.Sleep(50 * time.Millisecond)
	if err := hook(t).Scan(t.Context(), nil); hardware.CodeOf(err) != hardware.InUse {
		t.Errorf("a second one: %v", err)
	}
	h.Close()
	if err := <-ended; hardware.CodeOf(err) != hardware.Missing {
		t.Errorf("closed: %v", err)
	}
}

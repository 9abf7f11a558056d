//go:build !windows

package player_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware/voice/player"
)

func TestSilentTakesAsLongAsTheSound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		if err := (player.Silent{}).Play(t.Context(), make([]byte, 2*player.Rate*3)); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d != 3*time.Second {
			t.Errorf("took %v", d)
		}
	})
}

func TestTheProgramGetsEverySample(t *testing.T) {
	out := filepath.Join(t.TempDir(), "heard")
	p := player.Command("/bin/sh", "-c", "cat > "+out)
	pcm := []byte(strings.Repeat("ab", 100000))
	if err := p.Play(t.Context(), pcm); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(out); string(got) != string(pcm) {
		t.Errorf("%d bytes of %d arrived", len(got), len(pcm))
	}
}

func TestAProgramWithoutACardIsAnError(t *testing.T) {
	p := player.Command("/bin/sh", "-c", "echo no card >&2; exit 1")
	if err := p.Play(t.Context(), make([]byte, 1000)); err == nil || !strings.Contains(err.Error(), "no card") {
		t.Error(err)
	}
}

func TestAHangingProgramEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := player.Command("/bin/sleep", "60").Play(ctx, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

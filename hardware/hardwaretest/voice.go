package hardwaretest

import (
	"context"
	"errors"
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

// TestVoice checks what every voice promises: it speaks what can be spoken, refuses what
// cannot, and falls silent when the context ends.
func TestVoice(t *testing.T, open func(t *testing.T) hardware.Voice) {
	call := hardware.Utterance{ID: "1", Number: "H023", Window: 3, Languages: []string{"zh", "en"}, Text: "H023"}
	t.Run("says a call in both languages", func(t *testing.T) {
		if err := open(t).Say(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("refuses what it cannot say", func(t *testing.T) {
		bad := call
		bad.Number = "号"
		if err := open(t).Say(t.Context(), bad); hardware.CodeOf(err) != hardware.BadText {
			t.Fatalf("said it: %v", err)
		}
	})
	t.Run("ends with its context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := open(t).Say(ctx, call); !errors.Is(err, context.Canceled) {
			t.Fatalf("ended with %v", err)
		}
	})
}

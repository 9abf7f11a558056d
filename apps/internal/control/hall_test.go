package control_test

import (
	"testing"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
)

func TestAPINThatIsTriedFirstIsRefused(t *testing.T) {
	for _, weak := range []string{"123456", "000000", "654321", "123123", "100310", "12345", "1234567890123", "12345a", "１２３４５６", ""} {
		if _, err := control.HashPIN(weak, "1003"); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("%q is taken: %v", weak, err)
		}
	}
	hash, err := control.HashPIN("739164", "1003")
	if err != nil || !seal.MatchSecret(hash, "739164") {
		t.Errorf("a good one: %v", err)
	}
}

// TestAPINIsTakenAsItReachesTheProgram: the echo of Windows adds a blank, and a Chinese input method makes wide digits.
func TestAPINIsTakenAsItReachesTheProgram(t *testing.T) {
	for _, typed := range []string{"739164", "739164 ", " 739164", "７３９１６４", "\u3000７３９１６４\u3000"} {
		hash, err := control.HashPIN(typed, "1003")
		if err != nil || !seal.MatchSecret(hash, "739164") {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

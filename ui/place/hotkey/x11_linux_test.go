package hotkey

import (
	"testing"

	"github.com/jezek/xgb/xproto"
)

// The server repeats a key that is held down as a release and a press at one moment, the first time after two thirds of
// a second.
func TestAKeyThatIsHeldDownCountsOnce(t *testing.T) {
	for _, row := range []struct {
		press, release xproto.Timestamp
		want           bool
	}{{1000, 0, false}, {1660, 1660, true}, {1700, 1699, true}, {2000, 1900, false}, {3, 0xffffffff, true}} {
		if got := repeats(row.press, row.release); got != row.want {
			t.Errorf("a press at %d after a release at %d: %v", row.press, row.release, got)
		}
	}
}

package seal_test

import (
	"runtime"
	"testing"

	"github.com/brighthall/brighthall/sync/seal"
)

func TestSecret(t *testing.T) {
	hash := seal.HashSecret("246810")
	for _, c := range []struct {
		name, hash, secret string
		want               bool
	}{
		{"the same PIN fits", hash, "246810", true},
		{"another PIN does not", hash, "246811", false},
		{"an empty PIN does not", hash, "", false},
		{"two hashes of one PIN differ and both fit", seal.HashSecret("246810"), "246810", true},
		{"no hash fits nothing", "", "", false},
		{"a plain text is no hash", "246810", "246810", false},
		{"a hash with a monstrous cost is refused", "$argon2id$v=19$m=4294967295,t=2,p=1$AAAA$AAAA", "246810", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := seal.MatchSecret(c.hash, c.secret); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

// TestAHashThatNobodyHasTakesAsLong: the work for an unknown teller or person is that of a known one, or the time tells
// who exists.
func TestAHashThatNobodyHasTakesAsLong(t *testing.T) {
	work := func(match func(hash, secret string) bool, hash string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		match(hash, "246810")
		runtime.ReadMemStats(&after)
		return (after.TotalAlloc - before.TotalAlloc) >> 20
	}
	for name, c := range map[string]struct {
		match func(hash, secret string) bool
		hash  string
		want  uint64
	}{
		"a PIN": {seal.MatchSecret, seal.HashSecret("111111"), 19}, "a password": {seal.MatchPassword, seal.HashPassword("111111"), 64},
	} {
		if known, unknown := work(c.match, c.hash), work(c.match, ""); known != c.want || unknown != c.want {
			t.Errorf("%s: %d MB when known, %d when not; want %d", name, known, unknown, c.want)
		}
	}
}

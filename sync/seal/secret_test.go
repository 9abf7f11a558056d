package seal_test

import (
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

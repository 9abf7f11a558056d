package main

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// TestANameIsEnrolledAgainOnPurposeOnly: it made a second C01, and the first one's token lived on without a word.
func TestANameIsEnrolledAgainOnPurposeOnly(t *testing.T) {
	dir := aHall(t)
	enrol := func(more ...string) (string, string, int) {
		return hallctl(t, append([]string{"enrol", "--data", dir, "--kind", "counter", "--name", "C01"}, more...)...)
	}
	first, errs, code := enrol()
	if code != 0 {
		t.Fatal(errs)
	}
	if out, errs, code := enrol(); code == 0 || out != "" || !strings.Contains(errs, "--replace") {
		t.Errorf("again: %q %q %d", out, errs, code)
	}
	second, errs, code := enrol("--replace")
	if code != 0 || errs != "" {
		t.Fatal(errs)
	}
	if _, errs, code := hallctl(t, "revoke", "--data", dir, "C01-2"); code != 0 {
		t.Errorf("the new one is not C01-2: %s", errs)
	}
	third, errs, code := enrol() // nobody of this name is left
	if code != 0 {
		t.Fatal(errs)
	}
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, c := range []struct {
		token string
		good  bool
	}{{first, false}, {second, false}, {third, true}} {
		if got, err := s.Terminal(t.Context(), strings.TrimSpace(c.token)); (err == nil) != c.good || err != nil && hall.CodeOf(err) != hall.Unauthenticated {
			t.Errorf("%v, %v", got, err)
		}
	}
}

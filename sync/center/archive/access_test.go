package archive_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// TestTokensEnd: one of a hall half a year after its last use, one of a program on its day, one of a session with the password.
func TestTokensEnd(t *testing.T) {
	now := centertest.Start
	a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), "center.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	in := func(days int) hall.Millis { return hall.At(now.AddDate(0, 0, days)) }
	for hash, token := range map[string]archive.Token{"of a hall": {Kind: "outlet", Name: "a", Expires: in(180)},
		"of a program": {Kind: "admin", Name: "wang", Expires: in(300)}, "of a session": {Kind: "admin", Name: "wang", Session: true, Expires: in(300)}} {
		if err := a.PutToken(t.Context(), hash, token); err != nil {
			t.Fatal(err)
		}
	}
	known := func(what, hash string, want bool) {
		t.Helper()
		got, err := a.Token(t.Context(), hash)
		if (err == nil) != want || err != nil && hall.CodeOf(err) != hall.Unauthenticated {
			t.Errorf("%s: %v", what, err)
		}
		if err == nil && got.Session != (hash == "of a session") {
			t.Errorf("%s: %+v", what, got)
		}
	}
	now = now.AddDate(0, 0, 170)
	for _, hash := range []string{"of a hall", "of a program", "of a session"} {
		known("after 170 days", hash, true)
	}
	if err := a.PutPerson(t.Context(), "wang", "another password"); err != nil {
		t.Fatal(err)
	}
	known("a session after a new password", "of a session", false)
	known("a program after a new password", "of a program", true)
	now = now.AddDate(0, 0, 170)
	known("a hall at work", "of a hall", true)
	known("a program after its day", "of a program", false)
	now = now.AddDate(0, 0, 181)
	known("a hall that was silent for half a year", "of a hall", false)
}

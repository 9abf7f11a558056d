package archive_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// TestTokensEnd: one of a hall half a year after its last use, one of a program on its day, one of a session with the
// password.
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

// TestAWrongClockEndsNoToken: the center's clock is years ahead, or behind, for two seconds, and somebody signs in
// meanwhile. Every token was deleted, and the session of that moment lived for years.
func TestAWrongClockEndsNoToken(t *testing.T) {
	right := centertest.Start
	for _, wrong := range []time.Time{right.AddDate(5, 0, 0), right.AddDate(0, 0, 200), right.AddDate(8000, 0, 0), right.AddDate(-26, 0, 0), right.AddDate(0, 0, -3)} {
		now := right
		a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), "center.db"), func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		put := func(hash string, token archive.Token, good time.Duration) {
			t.Helper()
			token.Expires = hall.At(now.Add(good))
			if err := a.PutToken(t.Context(), hash, token); err != nil {
				t.Fatal(err)
			}
		}
		person := archive.Token{Kind: "admin", Name: "wang", Session: true}
		put("of a hall", archive.Token{Kind: "outlet", Name: "a"}, archive.OutletFor)
		put("of a program", archive.Token{Kind: "admin", Name: "report"}, 90*24*time.Hour)
		for _, hash := range []string{"1", "2", "3"} {
			put("session "+hash, person, 12*time.Hour)
		}
		now = wrong
		put("made meanwhile", person, 12*time.Hour)
		for _, hash := range []string{"of a hall", "of a program", "session 1", "made meanwhile"} {
			_, _ = a.Token(t.Context(), hash) // whatever that clock makes of them
		}
		now = right.Add(2 * time.Second)
		for _, hash := range []string{"of a hall", "of a program", "session 1", "session 2", "session 3"} {
			if _, err := a.Token(t.Context(), hash); err != nil {
				t.Errorf("%s after two seconds in %d: %v", hash, wrong.Year(), err)
			}
		}
		for now = right.AddDate(0, 0, 1); now.Before(right.AddDate(3, 0, 0)); now = now.AddDate(0, 2, 0) {
			if _, err := a.Token(t.Context(), "made meanwhile"); hall.CodeOf(err) != hall.Unauthenticated {
				t.Errorf("the session made in %d is good on %s: %v", wrong.Year(), now.Format(time.DateOnly), err)
			}
		}
	}
}

// TestAHallUsedByAWrongClockEndsInItsTime: the use gives it half a year of that clock, the next one half a year of the
// right one.
func TestAHallUsedByAWrongClockEndsInItsTime(t *testing.T) {
	now := centertest.Start
	a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), "center.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	err = a.PutToken(t.Context(), "of a hall", archive.Token{Kind: "outlet", Name: "a", Expires: hall.At(now.Add(archive.OutletFor))})
	for _, at := range []time.Time{now.AddDate(0, 0, 170), now.AddDate(0, 0, 2)} {
		now = at
		_, used := a.Token(t.Context(), "of a hall")
		err = errors.Join(err, used)
	}
	list, listed := a.Tokens(t.Context())
	if err = errors.Join(err, listed); err != nil || list[0].Expires != hall.At(now.Add(archive.OutletFor)) {
		t.Errorf("%+v %v", list, err)
	}
}

package sqlite_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/auth"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Place {
		dir := t.TempDir()
		var s *sqlite.Store
		return storetest.Place{Strict: true, Open: func() queue.Store {
			if s != nil {
				s.Close()
			}
			s = open(t, dir)
			return s
		}}
	})
}

func open(t testing.TB, dir string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func commit(t testing.TB, s queue.Store, changes ...queue.Change) {
	t.Helper()
	if err := s.Commit(t.Context(), changes); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyItsOwnerMayRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "hall")
	s := open(t, dir)
	commit(t, s, storetest.NewDay().Begin()...)
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the directory is %v %v", info.Mode(), err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) < 3 {
		t.Errorf("only %v", files)
	}
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v %v", f, info.Mode(), err)
		}
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	_, err := sqlite.Open(t.Context(), dir)
	if hall.CodeOf(err) != hall.Conflict || !strings.Contains(err.Error(), dir) {
		t.Errorf("the second got %v", err)
	}
	first.Close()
	open(t, dir)
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	exec(t, dir, `UPDATE meta SET value = '9999' WHERE key = 'schema'`)
	if _, err := sqlite.Open(t.Context(), dir); hall.CodeOf(err) != hall.Conflict {
		t.Errorf("got %v", err)
	}
}

func TestTerminals(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	token, id, err := s.Enrol(t.Context(), "kiosk", "K01")
	if err != nil || id != "K01" || len(token) != 43 {
		t.Fatalf("enrolled %q as %q, %v", token, id, err)
	}
	second, other, err := s.Enrol(t.Context(), "counter", "K01")
	if err != nil || other != "K01-2" || second == token {
		t.Fatalf("the second is %q %v", other, err)
	}
	s.Close()
	s = open(t, dir)
	if got, err := s.Terminal(t.Context(), token); err != nil || got.ID != "K01" || got.Kind != "kiosk" || got.Name != "K01" {
		t.Errorf("the token is of %+v %v", got, err)
	}
	for _, bad := range []string{"", "nobody", token + "x", token[1:]} {
		if _, err := s.Terminal(t.Context(), bad); hall.CodeOf(err) != hall.Unauthenticated {
			t.Errorf("token %q gave %v", bad, err)
		}
	}
	if err := s.Revoke(t.Context(), "K01"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Terminal(t.Context(), token); hall.CodeOf(err) != hall.Unauthenticated {
		t.Errorf("a revoked token gave %v", err)
	}
	if err := s.Revoke(t.Context(), "K01"); hall.CodeOf(err) != hall.NotFound {
		t.Errorf("revoked twice: %v", err)
	}
	if all, err := s.Terminals(t.Context()); err != nil || len(all) != 2 || all[0].Revoked == 0 || all[1].Revoked != 0 {
		t.Errorf("terminals %+v %v", all, err)
	}
	if found := grep(t, dir, token); found != "" {
		t.Errorf("the token itself is in %s", found)
	}
}

func TestOutboxGoesOnIntoTheNextEpoch(t *testing.T) {
	s, d := open(t, t.TempDir()), storetest.NewDay()
	commit(t, s, d.Begin()...)
	d.Epoch, d.Seq = 2, 0
	commit(t, s, d.Issue("a"))
	got, err := s.EventsAfter(t.Context(), hall.Cursor{Epoch: 1, Seq: 2}, 10)
	if err != nil || len(got) != 2 || got[0].Seq != 3 || got[1].Epoch != 2 {
		t.Errorf("got %+v %v", got, err)
	}
	for _, to := range []hall.Cursor{{Epoch: 1, Seq: 3}, {Epoch: 2, Seq: 1}, {Epoch: 1, Seq: 9}} {
		if err := s.Ack(t.Context(), "center", to); err != nil {
			t.Fatal(err)
		}
	}
	if c, err := s.Acked(t.Context(), "center"); err != nil || c != (hall.Cursor{Epoch: 2, Seq: 1}) {
		t.Errorf("acked to %s %v", c, err)
	}
}

func TestMirrorKeepsTheLastVersion(t *testing.T) {
	s := open(t, t.TempDir())
	for _, v := range []int64{3, 5, 4} {
		if err := s.PutMirror(t.Context(), "setup", v, []byte(`{"version":`+string(rune('0'+v))+`}`)); err != nil {
			t.Fatal(err)
		}
	}
	if v, body, err := s.Mirror(t.Context(), "setup"); err != nil || v != 5 || string(body) != `{"version":5}` {
		t.Errorf("version %d %s %v", v, body, err)
	}
	if v, body, err := s.Mirror(t.Context(), "media"); err != nil || v != 0 || body != nil {
		t.Errorf("what never came is version %d %s %v", v, body, err)
	}
}

func TestAnErasedPersonIsNowhere(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	canary := "canary-4f1e-of-a-sealed-row"
	row := sqlite.Private{ID: "c1", Kind: "customer", Blind: "b1", At: 5, Sealed: []byte(strings.Repeat(canary, 500))}
	if err := s.PutPrivate(t.Context(), row); err != nil {
		t.Fatal(err)
	}
	if got, err := s.PrivateByBlind(t.Context(), "customer", "b1"); err != nil || got.ID != "c1" || string(got.Sealed) != string(row.Sealed) {
		t.Fatalf("found %+v %v", got.ID, err)
	}
	if grep(t, dir, canary) == "" {
		t.Fatal("the canary is not stored, so its erasure proves nothing")
	}
	if err := s.Erase(t.Context(), "c1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Private(t.Context(), "c1"); hall.CodeOf(err) != hall.NotFound {
		t.Errorf("an erased row gave %v", err)
	}
	if found := grep(t, dir, canary); found != "" {
		t.Errorf("the erased row is still in %s", found)
	}
}

func TestReceiptsAreForgottenAfter30Days(t *testing.T) {
	s, d := open(t, t.TempDir()), storetest.NewDay()
	commit(t, s, d.Begin()...)
	old, young := d.Issue("old"), d.Issue("young")
	young.Receipt.At += hall.Millis((31 * 24 * time.Hour).Milliseconds())
	commit(t, s, old, young)
	s.Now = func() time.Time { return young.Receipt.At.Time() }
	if err := s.Prune(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := s.Receipt(t.Context(), "K01", "old"); ok {
		t.Error("an answer of 31 days ago is still there")
	}
	if _, ok, _ := s.Receipt(t.Context(), "K01", "young"); !ok {
		t.Error("an answer of today is gone")
	}
}

// grep tells which file in dir holds text.
func grep(t *testing.T, dir, text string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if raw, err := os.ReadFile(f); err == nil && strings.Contains(string(raw), text) {
			return f
		}
	}
	return ""
}

// TestWrongPINsAreCountedOverARestart: a program that is started again forgave every lock.
func TestWrongPINsAreCountedOverARestart(t *testing.T) {
	dir, now := t.TempDir(), time.Now
	try := func(s *sqlite.Store, pin string) hall.Code {
		return hall.CodeOf(auth.New(auth.Rules{Own: 5, All: 20, Place: 30, For: time.Minute, Together: 2}, s, now).
			Check(t.Context(), auth.Attempt{Account: "t01", Place: "C1"}, func() bool { return pin == "right" }))
	}
	for range 5 {
		s := open(t, dir)
		if got := try(s, "wrong"); got != hall.WrongPIN {
			t.Fatal(got)
		}
		s.Close()
	}
	s := open(t, dir)
	if got := try(s, "right"); got != hall.Locked {
		t.Errorf("the sixth start: %q", got)
	}
	if err := s.PutTries(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// belongings are the files of a hall, without the lock and the shared memory.
var belongings = []string{sqlite.File, sqlite.File + "-wal", sqlite.MarkFile, seal.HallKeyFile, seal.KeyFile}

// copyHall copies the files of a hall as they are now, as a kill leaves them.
func copyHall(t testing.TB, from, to string) {
	t.Helper()
	for _, name := range belongings {
		raw, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, fs.ErrNotExist) {
			os.Remove(filepath.Join(to, name))
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// aBusyHall is a hall with n tickets that were stored in a moment, marked as after a second, and still open.
func aBusyHall(t testing.TB, n int) (s *sqlite.Store, last hall.Cursor) {
	t.Helper()
	s = open(t, t.TempDir())
	d := storetest.NewDay()
	commit(t, s, d.Begin()...)
	for i := range n {
		commit(t, s, d.Issue(hall.TicketID(fmt.Sprint("t", i))))
	}
	if err := s.KeepMark(); err != nil {
		t.Fatal(err)
	}
	return s, hall.Cursor{Epoch: d.Epoch, Seq: d.Seq}
}

// TestAnEndThatWasLostIsNoticedAtTheStart: point 36. What is left is gone on from only when it holds together, and
// never in the epoch of what was lost.
func TestAnEndThatWasLostIsNoticedAtTheStart(t *testing.T) {
	for _, c := range []struct {
		name string
		hand func(t *testing.T, dir string, old string)
		want string // of what is told; empty: a refusal that names hallctl restore
	}{
		{"the log was deleted", func(t *testing.T, dir, _ string) { os.Remove(filepath.Join(dir, sqlite.File+"-wal")) }, "the end of the log is missing"},
		{"the log was cut in half", func(t *testing.T, dir, _ string) { half(t, filepath.Join(dir, sqlite.File+"-wal")) }, "the end of the log is missing"},
		{"older files were copied back", func(t *testing.T, dir, old string) { putBack(t, old, dir, sqlite.File, sqlite.File+"-wal") },
			"the end of the log is missing"},
		{"a database was copied here without its mark", func(t *testing.T, dir, old string) {
			putBack(t, old, dir, sqlite.File, sqlite.File+"-wal")
			os.Remove(filepath.Join(dir, sqlite.MarkFile))
		}, "without its mark"},
		{"the mark was changed", func(t *testing.T, dir, _ string) {
			flip(t, filepath.Join(dir, sqlite.MarkFile), func(int) int { return 100 })
		}, "without its mark"},
		{"everything but the tables was lost", func(t *testing.T, dir, _ string) {
			s := open(t, t.TempDir())
			s.Close()
			putBack(t, s.Dir(), dir, sqlite.File, sqlite.File+"-wal")
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, old := t.TempDir(), t.TempDir()
			s, d := open(t, t.TempDir()), storetest.NewDay()
			commit(t, s, d.Begin()...)
			for i := range 20 {
				commit(t, s, d.Issue(hall.TicketID(fmt.Sprint("t", i))))
				if i == 9 { // so much is in the database itself
					if err := errors.Join(s.CopyLog(t.Context()), s.CopyLog(t.Context())); err != nil {
						t.Fatal(err)
					}
					copyHall(t, s.Dir(), old)
				}
			}
			if err := s.KeepMark(); err != nil {
				t.Fatal(err)
			}
			copyHall(t, s.Dir(), dir)
			c.hand(t, dir, old)
			s, err := sqlite.Open(t.Context(), dir)
			if c.want == "" {
				if err == nil || !strings.Contains(err.Error(), "hallctl restore") {
					t.Errorf("it was opened: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			goesOn(t, s, c.want)
		})
	}
}

// goesOn lets a hall that has lost its end go on: above all 20 numbers it had given, in a later epoch and in no other.
func goesOn(t *testing.T, s *sqlite.Store, want string) {
	t.Helper()
	lost := s.Lost()
	if lost == nil || !strings.Contains(lost.String(), want) {
		t.Fatalf("it says %v, want %q", lost, want)
	}
	setup := halltest.Setup()
	given := lost.Given(&setup, hall.Millis(storetest.NewDay().At).Time())
	if given.Day != "2026-11-23" || given.Last["A"] < 20 || given.Seq < 20 {
		t.Errorf("given on %s: A up to %d, code %d", given.Day, given.Last["A"], given.Seq)
	}
	st, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d := storetest.NewDay()
	d.Epoch, d.Seq, d.At, d.Last["A"], d.State.Seq = st.Last.Epoch, st.Last.Seq, st.LastAt, 40, 40
	if err := s.Commit(t.Context(), []queue.Change{d.Issue("in the old epoch")}); hall.CodeOf(err) != hall.Conflict {
		t.Errorf("an event in the place of a lost one: %v", err)
	}
	d.Epoch, d.Seq, d.Last["A"], d.State.Seq = lost.After()+1, 0, 40, 40
	commit(t, s, d.Issue("in a new epoch"))
	if s.Lost() != nil {
		t.Errorf("it still says %s", s.Lost())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s = open(t, s.Dir()); s.Lost() != nil {
		t.Errorf("the next start says %s", s.Lost())
	}
}

// busy is how many tickets the hall gave in a moment, and flips how many bits are tried.
const busy = 100

func flips() int {
	if os.Getenv("BRIGHTHALL_SOAK") != "" {
		return 300
	}
	return 12
}

// TestNoFlippedBitOfTheLogIsSilent: point 36, where 58 of 60 were, and lost up to 300 events. A hall whose log has one
// bit flipped is whole, or says what it has lost, or is refused.
func TestNoFlippedBitOfTheLogIsSilent(t *testing.T) {
	quiet := func(s *sqlite.Store) error { return errors.Join(s.CopyLog(t.Context()), s.CopyLog(t.Context())) }
	for _, c := range []struct {
		name  string
		first func(s *sqlite.Store) error
		whole bool // nothing at all is lost
	}{
		{"killed in the midst of work", func(*sqlite.Store) error { return nil }, false},
		{"killed with the log copied and not begun anew", func(s *sqlite.Store) error { return s.CopyLog(t.Context()) }, false},
		{"killed after a quiet moment", quiet, true},
		{"closed", (*sqlite.Store).Close, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, last := aBusyHall(t, busy)
			if err := c.first(s); err != nil {
				t.Fatal(err)
			}
			chance := rand.New(rand.NewPCG(9, 36))
			told := 0
			for range flips() {
				dir := t.TempDir()
				copyHall(t, s.Dir(), dir)
				size := flip(t, filepath.Join(dir, sqlite.File+"-wal"), chance.IntN)
				what := heldAfter(t, dir, last)
				if what != "" {
					told++
				}
				if c.whole && what != "" {
					t.Errorf("a bit of %d bytes: %s", size, what)
				}
			}
			t.Logf("%d of %d flips cost something, and each was told", told, flips())
			if !c.whole && told == 0 {
				t.Error("no flip cost anything, so this proves nothing")
			}
		})
	}
}

// unsigned takes every fingerprint and the mark from a hall, as a hand may that wants its own rows taken for the
// hall's.
const unsigned = `UPDATE events SET mac = x''; UPDATE terminals SET mac = x''; UPDATE setup SET mac = x'';
	DELETE FROM meta WHERE key = 'terminals'; `

// TestAHallWithoutItsFingerprintsIsRefusedAndNeverSigned: they are never missing in a database that the hall wrote, so
// one where they are is not taken over, whatever is missing besides.
func TestAHallWithoutItsFingerprintsIsRefusedAndNeverSigned(t *testing.T) {
	const evil = `INSERT INTO terminals VALUES ('EVIL', 'admin', 'EVIL', 'x', 1, 0, x''); `
	const noEvents = `DELETE FROM events; DELETE FROM tickets; DELETE FROM numbers; DELETE FROM today; DELETE FROM receipts; `
	for name, statement := range map[string]string{
		"all of them":          unsigned + evil,
		"those of the log":     `UPDATE events SET mac = x''`,
		"that of the last one": `UPDATE events SET mac = x'' WHERE seq = (SELECT max(seq) FROM events)`,
		"that of the setup":    `UPDATE setup SET mac = x''`,
		"the terminals'":       `UPDATE terminals SET mac = x''; DELETE FROM meta WHERE key = 'terminals'`,
		"a terminal's":         evil,
		"all, and the events":  unsigned + noEvents + `DELETE FROM setup; ` + evil,
		"the setup's, alone":   noEvents + `UPDATE setup SET mac = x''`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := aDay(t)
			if err := os.Remove(filepath.Join(dir, sqlite.MarkFile)); err != nil {
				t.Fatal(err)
			}
			exec(t, dir, statement)
			for range 2 {
				if s, err := sqlite.Open(t.Context(), dir); err == nil {
					s.Close()
					t.Fatal("it was opened")
				} else if !strings.Contains(err.Error(), "hallctl restore") {
					t.Errorf("it is refused with %v", err)
				}
			}
			if got := verify(t, dir); got.Count < 2 { // the mark is one
				t.Errorf("verify finds %v", got.Problems)
			}
			if _, err := os.Stat(filepath.Join(dir, sqlite.MarkFile)); err == nil {
				t.Error("it was marked")
			}
		})
	}
}

// TestAHallWhoseRowsAreAllGoneIsNotBegunAnew: without its mark it looked like a first start that was cut short.
func TestAHallWhoseRowsAreAllGoneIsNotBegunAnew(t *testing.T) {
	for name, with := range map[string][]string{"with its key": {sqlite.MarkFile}, "alone": {sqlite.MarkFile, seal.HallKeyFile, seal.KeyFile}} {
		t.Run(name, func(t *testing.T) {
			dir := aDay(t)
			exec(t, dir, emptied(t, dir))
			for _, file := range with {
				if err := os.Remove(filepath.Join(dir, file)); err != nil {
					t.Fatal(err)
				}
			}
			if err := sqlite.Ready(t.Context(), dir); err == nil {
				t.Error("a start is said to be possible")
			}
			for range 2 {
				if s, err := sqlite.Open(t.Context(), dir); err == nil {
					s.Close()
					t.Fatal("it was opened")
				} else if !strings.Contains(err.Error(), "hallctl restore") {
					t.Errorf("it is refused with %v", err)
				}
			}
		})
	}
}

// emptied deletes every row of every table.
func emptied(t *testing.T, dir string) (statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		statements += `DELETE FROM ` + name + `; `
	}
	return statements
}

// TestARowThatTheHallDidNotWriteOpensNoDoor: a token put into the database of a hall beside its own is nobody's.
func TestARowThatTheHallDidNotWriteOpensNoDoor(t *testing.T) {
	dir := aDay(t)
	s := open(t, dir)
	token, _, err := s.Enrol(t.Context(), "kiosk", "K03")
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	for name, statement := range map[string]string{"": `SELECT 1`, "another kind": `UPDATE terminals SET kind = 'admin' WHERE id = 'K03'`,
		"another one's fingerprint": `UPDATE terminals SET kind = 'kiosk', mac = (SELECT mac FROM terminals WHERE id = 'K01') WHERE id = 'K03'`,
		"none":                      `UPDATE terminals SET mac = x'' WHERE id = 'K03'`} {
		was := t.TempDir()
		copyHall(t, dir, was)
		exec(t, was, statement)
		s := open(t, was)
		if _, err := s.Terminal(t.Context(), token); (err == nil) != (name == "") || err != nil && hall.CodeOf(err) != hall.Unauthenticated {
			t.Errorf("%s: %v", name, err)
		}
		s.Close()
	}
}

// heldAfter opens a hall that something was done to; what it tells of a loss is given, and a loss of which it tells
// nothing is an error.
func heldAfter(t *testing.T, dir string, last hall.Cursor) string {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		return err.Error()
	}
	defer s.Close()
	if s.Lost() != nil {
		return s.Lost().String()
	}
	st, err := s.Load(t.Context())
	if err != nil {
		return err.Error()
	}
	if st.Last != last || len(st.Tickets) != busy {
		t.Errorf("it says nothing and is at %s of %s with %d tickets", st.Last, last, len(st.Tickets))
	}
	return ""
}

// flip changes one bit of a file at a place below its size, and gives the size.
func flip(t *testing.T, file string, place func(int) int) int {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	raw[place(len(raw))] ^= 4
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return len(raw)
}

func half(t *testing.T, file string) {
	t.Helper()
	info, err := os.Stat(file)
	if err == nil {
		err = os.Truncate(file, info.Size()/2)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// putBack copies some files of another moment over those of a hall; what was not there then is removed.
func putBack(t *testing.T, from, to string, files ...string) {
	t.Helper()
	for _, name := range files {
		os.Remove(filepath.Join(to, name))
		if raw, err := os.ReadFile(filepath.Join(from, name)); err == nil {
			if err := os.WriteFile(filepath.Join(to, name), raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestACenterThatHasMoreIsRememberedUntilItTakesTheHallsLogAgain: point 36, against the center's cursor.
func TestACenterThatHasMoreIsRememberedUntilItTakesTheHallsLogAgain(t *testing.T) {
	for name, undone := range map[string]bool{"it has more": false, "a person undid the epoch of a copy": true} {
		t.Run(name, func(t *testing.T) {
			s, last := aBusyHall(t, 3)
			d := storetest.NewDay()
			d.Seq, d.At, d.State.Seq, d.Last["A"] = last.Seq, d.At+20, 3, 3
			for _, at := range []hall.Cursor{{Epoch: 1, Seq: 2}, last} {
				if news, err := s.Ahead(at); news || err != nil {
					t.Errorf("a center at %s is news: %v", at, err)
				}
			}
			commit(t, s, d.Issue("since the start"))
			if news, err := s.Ahead(hall.Cursor{Epoch: 2, Seq: 4}); !news || err != nil || s.Lost() != nil {
				t.Errorf("news %v, %v, %v", news, err, s.Lost())
			}
			if undone {
				if err := s.Ack(t.Context(), "center", hall.Cursor{Epoch: 1, Seq: d.Seq}); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			lost := open(t, s.Dir()).Lost()
			if undone != (lost == nil) || lost != nil && lost.After() != 2 {
				t.Errorf("the next start has lost %v", lost)
			}
		})
	}
}

// TestAnAcknowledgedEndThatIsNotHereIsLost: the log was torn, and the cursor told that the center has more of it.
func TestAnAcknowledgedEndThatIsNotHereIsLost(t *testing.T) {
	s, last := aBusyHall(t, 3)
	far := hall.Cursor{Epoch: last.Epoch, Seq: last.Seq + 4}
	if err := s.Ack(t.Context(), "center", far); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, s.Dir())
	if lost := s.Lost(); lost == nil || lost.Had != far || !strings.Contains(lost.Why, "center has more") {
		t.Errorf("lost: %v", lost)
	}
}

// TestWhatTheMarkHasRevokedStaysRevoked: an older database was copied back under it.
func TestWhatTheMarkHasRevokedStaysRevoked(t *testing.T) {
	s, _ := aBusyHall(t, 3)
	token, _, err := s.Enrol(t.Context(), "kiosk", "K01")
	if err != nil {
		t.Fatal(err)
	}
	kept, _, err := s.Enrol(t.Context(), "kiosk", "K02")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	old := t.TempDir()
	copyHall(t, s.Dir(), old)
	s = open(t, s.Dir())
	who, err := s.Terminal(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Revoke(t.Context(), who.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	putBack(t, old, s.Dir(), sqlite.File, sqlite.File+"-wal")
	for range 2 {
		s = open(t, s.Dir())
		if _, err := s.Terminal(t.Context(), token); hall.CodeOf(err) != hall.Unauthenticated {
			t.Errorf("the revoked token: %v", err)
		}
		if _, err := s.Terminal(t.Context(), kept); err != nil {
			t.Errorf("the other token: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

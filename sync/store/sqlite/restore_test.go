package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// restore puts a copy in the place of the hall in dir.
func restore(t testing.TB, dir, file string, with ...func(*queue.Options)) (kept string) {
	t.Helper()
	r, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{Skip: 100})
	if err != nil {
		t.Fatal(err)
	}
	begin(t, r, with...)
	if kept, err = r.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	return kept
}

// begin begins the epoch of a copy.
func begin(t testing.TB, r *sqlite.Restore, with ...func(*queue.Options)) {
	t.Helper()
	had, err := r.Store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o := queue.Options{Key: r.Store.Key(), NewEpoch: true, After: r.Lost.After(), Given: r.Lost.Given(had.Setup, had.LastAt.Time()),
		Now: func() time.Time { return had.LastAt.Time() }}
	for _, change := range with {
		change(&o)
	}
	if _, err := queue.New(t.Context(), r.Store, o); err != nil {
		t.Fatal(err)
	}
}

// aCopy is a hall with n tickets, a copy of it after the first, and its key.
func aCopy(t *testing.T, n int) (dir, file string) {
	t.Helper()
	dir, file = t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	s, d := open(t, dir), storetest.NewDay()
	commit(t, s, d.Begin()...)
	for i := range n {
		commit(t, s, d.Issue(hall.TicketID(fmt.Sprint("t", i))))
		if i == 0 {
			if err := s.Snapshot(t.Context(), file); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, file
}

func TestARestoreGoesOnLaterAndAboveWhateverWasSeen(t *testing.T) {
	dir, file := aCopy(t, 5)
	s := open(t, dir)
	if _, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{Skip: 100}); hall.CodeOf(err) != hall.Conflict {
		t.Fatalf("restored under a running hall: %v", err)
	}
	s.Close()
	for epoch := hall.Epoch(2); epoch < 4; epoch++ {
		kept := restore(t, dir, file)
		if _, err := os.Stat(kept); err != nil {
			t.Errorf("the replaced database is gone: %v", err)
		}
		s = open(t, dir)
		if st, err := s.Load(t.Context()); err != nil || st.Last.Epoch != epoch || len(st.Tickets) != 1 || st.Numbers["A"] != 5 || st.Day.Seq != 5 {
			t.Errorf("the hall is at %s with %d tickets after A%03d and code %d, %v", st.Last, len(st.Tickets), st.Numbers["A"], st.Day.Seq, err)
		}
		if s.Lost() != nil {
			t.Errorf("it takes itself for one that has lost something: %s", s.Lost())
		}
		s.Close()
		if got := verify(t, dir); got.Count != 0 {
			t.Errorf("verify finds %v", got.Problems)
		}
	}
}

func TestADamagedSnapshotIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "copy.db")
	for name, text := range map[string]string{"nothing": "", "no database": "this is no database at all, and long enough to be read as one"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		dir := aDay(t)
		if _, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{Skip: 100}); err == nil {
			t.Errorf("%s was restored", name)
		}
		if got := verify(t, dir); got.Count != 0 || got.Tickets != 6 {
			t.Errorf("after %s was refused the hall is %+v", name, got)
		}
	}
}

// TestACopyThatDoesNotHoldTogetherIsRefused: it was taken, and the hall that lay there was whole.
func TestACopyThatDoesNotHoldTogetherIsRefused(t *testing.T) {
	for name, statement := range map[string]string{
		"a row was deleted":   `DELETE FROM tickets WHERE no = 'A001'`,
		"a number taken back": `UPDATE numbers SET last = 0`,
		"a foreign trigger":   `CREATE TRIGGER zz AFTER INSERT ON tickets BEGIN DELETE FROM tickets WHERE id <> new.id; END`,
		"a foreign view":      `CREATE VIEW vv AS SELECT 1`,
	} {
		t.Run(name, func(t *testing.T) {
			dir, file := aCopy(t, 3)
			db, err := sql.Open("sqlite", file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
			db.Close()
			before := names(t, dir)
			_, err = sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{Skip: 100})
			if hall.CodeOf(err) != hall.Invalid || !strings.Contains(err.Error(), "does not hold together") {
				t.Fatalf("it gave %v", err)
			}
			if after := names(t, dir); after != before {
				t.Errorf("it left %s where %s was", after, before)
			}
			if got := verify(t, dir); got.Count != 0 {
				t.Errorf("the hall is %v", got.Problems)
			}
		})
	}
}

// TestARestoreWithoutTheHallsKeyIsRefusedUnlessTold: point 27. With a new key this morning's slips are forgeries.
func TestARestoreWithoutTheHallsKeyIsRefusedUnlessTold(t *testing.T) {
	for name, lose := range map[string]func(t *testing.T, dir string){
		"a directory without a key": func(t *testing.T, dir string) { os.RemoveAll(dir) },
		"the key was deleted":       func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, seal.HallKeyFile)) },
		"the key of another hall": func(t *testing.T, dir string) {
			os.Remove(filepath.Join(dir, seal.HallKeyFile))
			if _, err := seal.HallKey(dir); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, file := aCopy(t, 3)
			lose(t, dir)
			before := names(t, dir)
			_, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{Skip: 100})
			if err == nil || !strings.Contains(err.Error(), seal.HallKeyFile) || !strings.Contains(err.Error(), "--new-key") {
				t.Fatalf("it gave %v", err)
			}
			if after := names(t, dir); after != before {
				t.Errorf("it left %s where %s was", after, before)
			}
			r, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{NewKey: true, Skip: 100})
			if err != nil {
				t.Fatal(err)
			}
			begin(t, r)
			if _, err := r.Finish(t.Context()); err != nil {
				t.Fatal(err)
			}
			s := open(t, dir)
			if s.Lost() != nil {
				t.Errorf("it has lost %s", s.Lost())
			}
			s.Close()
			if got := verify(t, dir); got.Count != 0 {
				t.Errorf("under the new key verify finds %v", got.Problems)
			}
		})
	}
}

func names(t *testing.T, dir string) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		all[i] = filepath.Base(all[i])
	}
	return strings.Replace(strings.Join(all, " "), " lock", "", 1) // the lock's file stays
}

// TestRevocationsSurviveARestoreOfAnOlderCopy: point 35, whether the replaced database can be read or its mark alone.
func TestRevocationsSurviveARestoreOfAnOlderCopy(t *testing.T) {
	for name, lost := range map[string]bool{"the replaced database tells": false, "the mark alone tells": true} {
		t.Run(name, func(t *testing.T) {
			dir, file := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
			s, d := open(t, dir), storetest.NewDay()
			commit(t, s, d.Begin()...)
			tokens := map[string]string{}
			for _, name := range []string{"K01", "K02"} {
				tokens[name], _, _ = s.Enrol(t.Context(), "kiosk", name)
			}
			if err := s.Snapshot(t.Context(), file); err != nil {
				t.Fatal(err)
			}
			tokens["K03"], _, _ = s.Enrol(t.Context(), "kiosk", "K03")
			if err := errors.Join(s.Revoke(t.Context(), "K02"), s.Close()); err != nil {
				t.Fatal(err)
			}
			if lost {
				os.WriteFile(filepath.Join(dir, sqlite.File), []byte("scrap"), 0o600)
				os.Remove(filepath.Join(dir, sqlite.File+"-wal"))
			}
			r, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{Skip: 100})
			if err != nil {
				t.Fatal(err)
			}
			if !lost && (len(r.Gone) != 1 || r.Gone[0].ID != "K03") {
				t.Errorf("to be enrolled again: %+v", r.Gone)
			}
			begin(t, r)
			if _, err := r.Finish(t.Context()); err != nil {
				t.Fatal(err)
			}
			s = open(t, dir)
			for name, code := range map[string]hall.Code{"K01": "", "K02": hall.Unauthenticated, "K03": hall.Unauthenticated} {
				if _, err := s.Terminal(t.Context(), tokens[name]); hall.CodeOf(err) != code {
					t.Errorf("%s got %v", name, err)
				}
			}
			s.Close()
			if got := verify(t, dir); got.Count != 0 {
				t.Errorf("verify finds %v", got.Problems)
			}
		})
	}
}

// TestAnUnfinishedRestoreIsFinishedOrForgotten: point 35. However far the moves had come, the next start has the
// restored hall; a restore that was not decided leaves the old one; and nobody reads one in between.
func TestAnUnfinishedRestoreIsFinishedOrForgotten(t *testing.T) {
	for moves := 0; ; moves++ {
		dir, file := aCopy(t, 5)
		r, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{Skip: 100})
		if err != nil {
			t.Fatal(err)
		}
		begin(t, r)
		done := r.FinishHalf(t, moves)
		if _, err := sqlite.Look(t.Context(), dir); !done && moves > 0 && hall.CodeOf(err) != hall.Conflict {
			t.Errorf("after %d moves it can be read: %v", moves, err)
		}
		s := open(t, dir)
		st, err := s.Load(t.Context())
		want := hall.Epoch(2)
		if moves == 0 {
			want = 1
		}
		if err != nil || st.Last.Epoch != want || st.Numbers["A"] != 5 || s.Lost() != nil {
			t.Errorf("after %d moves the hall is at %s, A after %d, %v %v", moves, st.Last, st.Numbers["A"], s.Lost(), err)
		}
		s.Close()
		if got := verify(t, dir); got.Count != 0 {
			t.Errorf("after %d moves verify finds %v", moves, got.Problems)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, sqlite.File+".rest*")); len(left) > 0 {
			t.Errorf("after %d moves there is %v", moves, left)
		}
		if done {
			return
		}
	}
}

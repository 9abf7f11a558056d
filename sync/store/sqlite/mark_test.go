package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// aMove is a hall that gave 35 numbers on a day and whose clock then led it two days ahead, and a copy of it after the
// first; or that was copied two days ahead and gave the 35 numbers on the day to which it was put right.
func aMove(t *testing.T, back bool) (s *sqlite.Store, file, old string) {
	t.Helper()
	s, file, old = open(t, t.TempDir()), filepath.Join(t.TempDir(), "copy.db"), t.TempDir()
	d := storetest.NewDay()
	commit(t, s, d.Begin()...)
	commit(t, s, d.Issue("first"))
	if back {
		commit(t, s, d.Turn("2026-11-25"))
	}
	if err := errors.Join(s.Snapshot(t.Context(), file), s.CopyLog(t.Context()), s.CopyLog(t.Context())); err != nil {
		t.Fatal(err)
	}
	copyHall(t, s.Dir(), old)
	if back {
		commit(t, s, d.Turn("2026-11-23"))
		d.Last["A"], d.State.Seq = 1, 1
	}
	for i := range 34 {
		commit(t, s, d.Issue(hall.TicketID(fmt.Sprint("t", i))))
	}
	if !back {
		commit(t, s, d.Turn("2026-11-25"))
	}
	return s, file, old
}

// ofDay is what may have been given on a day, beside the others or among them.
func ofDay(g queue.Given, day hall.Day) queue.Given {
	i := slices.IndexFunc(g.Others, func(o queue.Given) bool { return o.Day == day })
	if g.Day == day || i < 0 {
		return g
	}
	return g.Others[i]
}

// TestADayThatAWrongClockLeftIsNotForgotten: the restored hall may return to it. Point 1: numbers came twice, and the
// copy was said to know all of them.
func TestADayThatAWrongClockLeftIsNotForgotten(t *testing.T) {
	setup, now := halltest.Setup(), hall.Millis(storetest.NewDay().At).Time()
	for name, back := range map[string]bool{"the clock led ahead since": false, "the clock was put right since": true} {
		for _, how := range []string{"the replaced database tells", "the mark alone tells", "older files"} {
			t.Run(name+", "+how, func(t *testing.T) {
				s, file, old := aMove(t, back)
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				var lost *sqlite.Lost
				switch how {
				case "older files":
					putBack(t, old, s.Dir(), sqlite.File, sqlite.File+"-wal")
					lost = open(t, s.Dir()).Lost()
				default:
					if how == "the mark alone tells" {
						os.WriteFile(filepath.Join(s.Dir(), sqlite.File), []byte("scrap"), 0o600)
						os.Remove(filepath.Join(s.Dir(), sqlite.File+"-wal"))
					}
					r, err := sqlite.BeginRestore(t.Context(), s.Dir(), file, sqlite.RestoreOptions{Skip: 100})
					if err != nil {
						t.Fatal(err)
					}
					defer r.Abandon()
					lost = r.Lost
				}
				if lost == nil {
					t.Fatal("it has lost nothing")
				}
				if g := ofDay(lost.Given(&setup, now), "2026-11-23"); g.Day != "2026-11-23" || g.Last["A"] < 35 || g.Seq < 35 {
					t.Errorf("of the day it knows %+v", g)
				}
			})
		}
	}
}

// TestABlindRestoreLeavesOutOfTodayAsWell: the copy is of a day to which a wrong clock had led, and the hall returns to
// today.
func TestABlindRestoreLeavesOutOfTodayAsWell(t *testing.T) {
	s, file, _ := aMove(t, true)
	if err := errors.Join(s.Close(), os.Remove(filepath.Join(s.Dir(), sqlite.MarkFile)), os.Remove(filepath.Join(s.Dir(), sqlite.File))); err != nil {
		t.Fatal(err)
	}
	r, err := sqlite.BeginRestore(t.Context(), s.Dir(), file, sqlite.RestoreOptions{Skip: 100})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Abandon()
	setup := halltest.Setup()
	g := r.Lost.Given(&setup, hall.Millis(storetest.NewDay().At).Time().AddDate(0, 0, 1))
	for _, day := range []hall.Day{"2026-11-23", "2026-11-25"} {
		if of := ofDay(g, day); of.Day != day || of.Last["A"] < 100 || of.Seq < 100 {
			t.Errorf("of %s it knows %+v", day, of)
		}
	}
}

// TestTheMarkKnowsOfEveryNumberThatWasTold: however many are given before it is written the next time, and whatever
// becomes of the database.
func TestTheMarkKnowsOfEveryNumberThatWasTold(t *testing.T) {
	for _, n := range []int{20, 100, 101, 350} {
		s, old := open(t, t.TempDir()), t.TempDir()
		d := storetest.NewDay()
		commit(t, s, d.Begin()...)
		if err := errors.Join(s.CopyLog(t.Context()), s.CopyLog(t.Context()), s.KeepMark()); err != nil {
			t.Fatal(err)
		}
		copyHall(t, s.Dir(), old)
		for i := range n {
			commit(t, s, d.Issue(hall.TicketID(fmt.Sprint("t", i))))
		}
		killed := t.TempDir()
		copyHall(t, s.Dir(), killed)
		putBack(t, old, killed, sqlite.File)
		os.Remove(filepath.Join(killed, sqlite.File+"-wal"))
		lost, setup := open(t, killed).Lost(), halltest.Setup()
		if lost == nil {
			t.Fatalf("after %d it has lost nothing", n)
		}
		if g := lost.Given(&setup, hall.Millis(d.At).Time()); g.Last["A"] < n || g.Seq < n || g.Day != "2026-11-23" {
			t.Errorf("after %d it goes on above %+v: %s", n, g, lost)
		}
	}
}

// TestNoNumberIsToldThatTheMarkCannotKnow: a mark that cannot be written lets only so many numbers pass as are left out
// beyond it, and none of another day.
func TestNoNumberIsToldThatTheMarkCannotKnow(t *testing.T) {
	s := open(t, t.TempDir())
	d := storetest.NewDay()
	commit(t, s, d.Begin()...)
	file := filepath.Join(s.Dir(), sqlite.MarkFile)
	if err := errors.Join(s.KeepMark(), os.Remove(file), os.MkdirAll(filepath.Join(file, "in the way"), 0o700)); err != nil {
		t.Fatal(err)
	}
	for i := range queue.UnknownMargin {
		commit(t, s, d.Issue(hall.TicketID(fmt.Sprint("t", i))))
	}
	seq := d.Seq
	more := d.Issue("more")
	d.Seq = seq
	for _, c := range []queue.Change{more, d.Turn("2026-11-24")} {
		if err := s.Commit(t.Context(), []queue.Change{c}); err == nil {
			t.Fatalf("%s was stored", c.Event.Kind)
		}
	}
	if st, err := s.Load(t.Context()); err != nil || len(st.Tickets) != queue.UnknownMargin {
		t.Errorf("%d tickets, %v", len(st.Tickets), err)
	}
	if err := os.RemoveAll(file); err != nil {
		t.Fatal(err)
	}
	commit(t, s, more)
}

// TestVerifyFindsNothingRightAfterARegainedStart: the new epoch is marked with its first commit.
func TestVerifyFindsNothingRightAfterARegainedStart(t *testing.T) {
	s, _, old := aMove(t, false)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	putBack(t, old, s.Dir(), sqlite.File, sqlite.File+"-wal")
	s = open(t, s.Dir())
	setup := halltest.Setup()
	lost := s.Lost()
	if lost == nil {
		t.Fatal("it has lost nothing")
	}
	o := queue.Options{Key: s.Key(), NewEpoch: true, After: lost.After(), Given: lost.Given(&setup, s.Now())}
	if _, err := queue.New(t.Context(), s, o); err != nil {
		t.Fatal(err)
	}
	if got := verify(t, s.Dir()); got.Count != 0 {
		t.Errorf("verify finds %v", got.Problems)
	}
}

package sqlite_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// lastSecond is a copy of a hall that was killed with n tickets stored since its mark was written, and before is its
// log without the last.
func lastSecond(t *testing.T, n int) (dir string, before []byte, last hall.Cursor) {
	t.Helper()
	s, d := open(t, t.TempDir()), storetest.NewDay()
	commit(t, s, d.Begin()...)
	for i := range 30 {
		commit(t, s, d.Issue(hall.TicketID(fmt.Sprint("early", i))))
	}
	if err := errors.Join(s.CopyLog(t.Context()), s.CopyLog(t.Context()), s.KeepMark()); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		before = readAll(t, wal(s.Dir()))
		commit(t, s, d.Issue(hall.TicketID(fmt.Sprint("t", i))))
	}
	dir = t.TempDir()
	copyHall(t, s.Dir(), dir)
	return dir, before, hall.Cursor{Epoch: d.Epoch, Seq: d.Seq}
}

func wal(dir string) string { return filepath.Join(dir, sqlite.File+"-wal") }

func readAll(t *testing.T, file string) []byte {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// with is a copy of a hall with another log.
func with(t *testing.T, dir string, log []byte) string {
	t.Helper()
	to := t.TempDir()
	copyHall(t, dir, to)
	if err := os.WriteFile(wal(to), log, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// frames are where the frames of the log begin, without those of an older one behind them.
func frames(log []byte) (at []int) {
	for i := 32; i+24+4096 <= len(log) && bytes.Equal(log[i+8:i+16], log[16:24]); i += 24 + 4096 {
		at = append(at, i)
	}
	return at
}

// TestALogThatIsDamagedInTheLastSecondIsNoticed: the mark was written before it, so the log alone tells.
func TestALogThatIsDamagedInTheLastSecondIsNoticed(t *testing.T) {
	dir, _, last := lastSecond(t, 20)
	log := readAll(t, wal(dir))
	all := frames(log)
	flipped := func(at int) []byte { l := bytes.Clone(log); l[at] ^= 4; return l }
	bad := map[string][]byte{
		"empty":        {},
		"zero":         make([]byte, len(log)),
		"cut":          log[:all[len(all)/4]+100],
		"of the first": log[:all[0]],
	}
	for at := 0; at < 32; at += 3 {
		bad[fmt.Sprint("its header flipped at ", at)] = flipped(at)
	}
	for i := 1; i < len(all); i += len(all)/6 + 1 {
		for _, in := range []int{0, 5, 9, 17, 24, 700, 4119} {
			bad[fmt.Sprint("frame ", i, " flipped at ", in)] = flipped(all[i] + in)
		}
	}
	for _, in := range []int{3, 7, 15, 20, 24, 4000} {
		bad[fmt.Sprint("the last frame flipped at ", in)] = flipped(all[len(all)-1] + in)
	}
	for name, log := range bad {
		lostAndTold(t, name, with(t, dir, log), 1)
	}
	gone := with(t, dir, nil)
	if err := os.Remove(wal(gone)); err != nil {
		t.Fatal(err)
	}
	lostAndTold(t, "gone", gone, 2)
	if what := heldBy(t, with(t, dir, log), last); what != "" {
		t.Errorf("the log as it was: %s", what)
	}
}

// lostAndTold opens a hall that has lost something: it says so, and so does the next start when this one is cut short.
func lostAndTold(t *testing.T, name, dir string, starts int) {
	t.Helper()
	for i := range starts {
		s, err := sqlite.Open(t.Context(), dir)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		lost := s.Lost()
		again := t.TempDir()
		copyHall(t, dir, again)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if lost == nil || !strings.Contains(lost.Why, "missing") {
			t.Errorf("%s, start %d: %v", name, i, lost)
			return
		}
		dir = again
	}
}

// heldBy opens a hall, and is what it has lost.
func heldBy(t *testing.T, dir string, last hall.Cursor) string {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		return err.Error()
	}
	defer s.Close()
	if s.Lost() != nil {
		return s.Lost().String()
	}
	if st, err := s.Load(t.Context()); err != nil || st.Last != last {
		return fmt.Sprint("it is at ", st.Last, " of ", last, ": ", err)
	}
	return ""
}

// TestACommitThatAPowerCutHasTornIsNoLoss: nobody was told of it. Any of its sectors may be missing, and the hall may
// be cut again at its next commit.
func TestACommitThatAPowerCutHasTornIsNoLoss(t *testing.T) {
	dir, before, last := lastSecond(t, 6)
	log := readAll(t, wal(dir))
	last.Seq--
	const sector = 512
	torn := func(was, is []byte, from int) []byte {
		l := bytes.Clone(is)
		n := copy(l[from:min(from+sector, len(l))], was[min(from, len(was)):])
		if n < sector && from+sector < len(l) {
			clear(l[from+n : from+sector])
		}
		return l
	}
	cuts := 0
	for from := 0; from < len(log); from += sector {
		cut := torn(before, log, from)
		if bytes.Equal(cut, log) || from%(5*sector) != 0 && from+2*sector < len(log) {
			continue
		}
		cuts++
		at := with(t, dir, cut)
		if what := heldBy(t, at, last); what != "" {
			t.Errorf("without the sector at %d of %d: %s", from, len(log), what)
		}
	}
	if cuts < 3 {
		t.Fatalf("only %d sectors were written", cuts)
	}
	tornAgain(t, with(t, dir, torn(before, log, frames(log)[len(frames(before))])), last)
}

// tornAgain opens a hall with a torn commit, and tears a smaller one that it writes next: what is left of the first
// lies behind it.
func tornAgain(t *testing.T, dir string, last hall.Cursor) {
	t.Helper()
	s := open(t, dir)
	before := readAll(t, wal(dir))
	if _, _, err := s.Enrol(t.Context(), "kiosk", "K01"); err != nil {
		t.Fatal(err)
	}
	again := t.TempDir()
	copyHall(t, dir, again)
	log := readAll(t, wal(dir))
	first := len(frames(before))
	copy(log[frames(log)[first]+24:frames(log)[first]+600], make([]byte, 600))
	if what := heldBy(t, with(t, again, log), last); what != "" {
		t.Errorf("cut twice: %s", what)
	}
}

// TestALogThatAPowerCutHasHalfBegunAnewIsNoLoss: all that the old one held is in the database.
func TestALogThatAPowerCutHasHalfBegunAnewIsNoLoss(t *testing.T) {
	s, d := open(t, t.TempDir()), storetest.NewDay()
	commit(t, s, d.Begin()...)
	for i := range 20 {
		commit(t, s, d.Issue(hall.TicketID(fmt.Sprint("t", i))))
	}
	was := readAll(t, wal(s.Dir()))
	if err := errors.Join(s.CopyLog(t.Context()), s.CopyLog(t.Context())); err != nil {
		t.Fatal(err)
	}
	is := readAll(t, wal(s.Dir()))
	if bytes.Equal(was[:32], is[:32]) {
		t.Fatal("the log was not begun anew")
	}
	if err := s.KeepMark(); err != nil {
		t.Fatal(err)
	}
	for cut := range 33 {
		dir := with(t, s.Dir(), append(append(bytes.Clone(is[:cut]), was[cut:32]...), was[32:]...))
		if what := heldBy(t, dir, hall.Cursor{Epoch: d.Epoch, Seq: d.Seq}); what != "" {
			t.Errorf("with %d bytes of the header: %s", cut, what)
		}
	}
}

// TestAHallThatWasClosedNeedsNoLog: all is in its database.
func TestAHallThatWasClosedNeedsNoLog(t *testing.T) {
	s, last := aBusyHall(t, 5)
	if err := errors.Join(s.Close(), os.Remove(wal(s.Dir()))); err != nil {
		t.Fatal(err)
	}
	if what := heldBy(t, s.Dir(), last); what != "" {
		t.Error(what)
	}
}

// TestWhatALostLogMayHaveGivenIsLeftOut: more than the few numbers of a second.
func TestWhatALostLogMayHaveGivenIsLeftOut(t *testing.T) {
	dir, _, _ := lastSecond(t, 40)
	if err := os.Remove(wal(dir)); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	setup := halltest.Setup()
	if given := s.Lost().Given(&setup, hall.Millis(storetest.NewDay().At).Time()); given.Last["A"] < 70 || given.Seq < 70 {
		t.Errorf("it goes on above %v and %d", given.Last, given.Seq)
	}
}

// TestARestoreBesideALostLogLeavesOutWhatItMayHaveGiven: the replaced database is whole in itself and knows less than
// was told.
func TestARestoreBesideALostLogLeavesOutWhatItMayHaveGiven(t *testing.T) {
	dir, _, _ := lastSecond(t, 40)
	file := filepath.Join(t.TempDir(), "copy.db")
	s := open(t, with(t, dir, readAll(t, wal(dir))))
	if err := errors.Join(s.Snapshot(t.Context(), file), os.Remove(wal(dir))); err != nil {
		t.Fatal(err)
	}
	r, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{Skip: 100})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Abandon()
	setup := halltest.Setup()
	if given := r.Lost.Given(&setup, hall.Millis(storetest.NewDay().At).Time()); given.Last["A"] < 70 {
		t.Errorf("it goes on above %v: %s", given.Last, r.Lost)
	}
}

package journal_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/journal"
)

func open(t testing.TB, path string) *journal.Journal {
	t.Helper()
	j, err := journal.Open(path, journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// deed is a record that was acknowledged: the file's size then, and what a person would have to settle if all ended
// here.
type deed struct {
	size int
	open []string
}

// TestTheFileIsCutAtEveryByte: what was acknowledged before the cut is there, the rest is dropped and told.
func TestTheFileIsCutAtEveryByte(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "cash.journal")
	j := open(t, path)
	deeds := []deed{{}}
	did := func(err error, left ...string) {
		t.Helper()
		must(t, err)
		text, err := os.ReadFile(path)
		must(t, err)
		deeds = append(deeds, deed{len(text), left})
	}
	note := journal.Note{Device: "d", Payment: "p", Currency: "CNY", Fen: 1000}
	a, err := j.Accept(note)
	did(err, a.ID)
	did(j.Stacked(a.ID), a.ID)
	did(j.Credited(a.ID))
	b, err := j.Accept(note)
	did(err, b.ID)
	did(j.Returned(b.ID))
	c, err := j.Accept(note)
	did(err, c.ID)
	did(j.Doubt(c.ID, hardware.DoubtLine), c.ID)
	did(j.Hint(c.ID, "later"), c.ID)
	d, err := j.Fell(note, "#1", journal.Mark{Count: 3, Armed: true})
	did(err, c.ID, d.ID)
	did(j.SetMark("#1", journal.Mark{Count: 4}), c.ID, d.ID)
	did(j.Settle(c.ID, hardware.CashVerdict{As: hardware.EndKept, By: "Li"}), d.ID)
	did(j.Credited(d.ID))
	text, err := os.ReadFile(path)
	must(t, err)
	for n := range len(text) + 1 {
		cut := filepath.Join(dir, "cut")
		must(t, os.WriteFile(cut, text[:n], 0o600))
		whole := 0
		for whole+1 < len(deeds) && deeds[whole+1].size <= n {
			whole++
		}
		want := deeds[whole]
		records, torn, err := journal.Read(cut)
		if err != nil || len(records) != whole || torn.Bytes != n-want.size || (torn.Line != 0) != (torn.Bytes != 0) {
			t.Fatalf("cut at %d: %d records, torn %+v, %v; want %d", n, len(records), torn, err, whole)
		}
		back, err := journal.Open(cut, journal.Options{})
		must(t, err)
		var left []string
		for _, d := range back.Doubts("") {
			left = append(left, d.ID)
		}
		if !slices.Equal(left, want.open) || back.Dropped() != n-want.size {
			t.Fatalf("cut at %d: doubts %v dropped %d, want %v %d", n, left, back.Dropped(), want.open, n-want.size)
		}
		must(t, back.Close())
	}
}

func TestWhyADoubtIsOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j := open(t, path)
	_, err := j.Accept(journal.Note{Device: "d", Fen: 100})
	must(t, err)
	b, err := j.Accept(journal.Note{Device: "d", Fen: 500})
	must(t, err)
	must(t, j.Stacked(b.ID))
	if len(j.Doubts("")) != 0 {
		t.Fatal("a note under way is no doubt")
	}
	must(t, j.Close())
	for range 2 { // a doubt stays through restarts
		j = open(t, path)
		all := j.Doubts("d")
		if len(all) != 2 || all[0].Why != hardware.DoubtPower || all[1].Why != hardware.DoubtHandover || len(j.Doubts("other")) != 0 {
			t.Fatalf("%+v", all)
		}
		must(t, j.Close())
	}
}

func TestAVerdictNeedsANameAndADoubt(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "j"))
	c, err := j.Accept(journal.Note{Device: "d", Fen: 100})
	must(t, err)
	must(t, j.Doubt(c.ID, hardware.DoubtJam))
	for _, bad := range []struct {
		id string
		v  hardware.CashVerdict
	}{{c.ID, hardware.CashVerdict{As: hardware.EndKept, By: " "}}, {c.ID, hardware.CashVerdict{As: "lost", By: "Li"}}, {"x", hardware.CashVerdict{As: hardware.EndKept, By: "Li"}}} {
		if hardware.CodeOf(j.Settle(bad.id, bad.v)) != hardware.BadConfig {
			t.Errorf("settled: %+v", bad)
		}
	}
	if len(j.Doubts("")) != 1 {
		t.Fatal("the doubt is gone")
	}
}

func TestADamagedFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j := open(t, path)
	for range 3 {
		_, err := j.Accept(journal.Note{Device: "d", Fen: 100})
		must(t, err)
	}
	must(t, j.Close())
	text, err := os.ReadFile(path)
	must(t, err)
	text[bytes.IndexByte(text, '\n')+20] ^= 1
	must(t, os.WriteFile(path, text, 0o600))
	if _, err := journal.Open(path, journal.Options{}); hardware.CodeOf(err) != hardware.CashJournal || !strings.Contains(err.Error(), "line 2") {
		t.Fatal(err)
	}
	if all, _, err := journal.Read(path); len(all) != 1 || hardware.CodeOf(err) != hardware.CashJournal {
		t.Fatal(len(all), err)
	}
}

func TestOnlyOneProgramHasIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j := open(t, path)
	if _, err := journal.Open(path, journal.Options{}); hardware.CodeOf(err) != hardware.CashJournal || !strings.Contains(err.Error(), "in use") {
		t.Fatal(err)
	}
	must(t, j.Close())
	open(t, path)
}

// TestABigFileIsPutAside: what is open, the marks, and which note was the last go on in the new one.
func TestABigFileIsPutAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j := open(t, path)
	left, err := j.Accept(journal.Note{Device: "d", Fen: 700})
	must(t, err)
	var last hardware.Cash
	for range 9 {
		last, err = j.Accept(journal.Note{Device: "d", Payment: strings.Repeat("p", 1<<20)})
		must(t, err)
		must(t, j.Credited(last.ID))
	}
	must(t, j.SetMark("#1", journal.Mark{Count: 9, Armed: true}))
	must(t, j.Close())
	for range 2 {
		j = open(t, path)
		m, ok := j.MarkOf("#1")
		if d := j.Doubts("d"); len(d) != 1 || d[0].ID != left.ID || d[0].Fen != 700 || j.Last("d") != (journal.Last{ID: last.ID, Credited: true}) || !ok || m.Count != 9 || !m.Armed {
			t.Fatalf("%+v %+v %+v", d, j.Last("d"), m)
		}
		must(t, j.Close())
	}
	if all, _ := filepath.Glob(path + ".2*"); len(all) != 1 {
		t.Fatal(all)
	}
}

// disk is a file in memory on a disk that can be full.
type disk struct {
	b    []byte
	pos  int
	room int
}

var errFull = errors.New("no space left")

func (d *disk) Read(p []byte) (int, error) {
	if d.pos >= len(d.b) {
		return 0, io.EOF
	}
	n := copy(p, d.b[d.pos:])
	d.pos += n
	return n, nil
}

func (d *disk) Write(p []byte) (int, error) {
	n := min(len(p), d.room)
	d.b = append(d.b[:d.pos], p[:n]...)
	d.pos, d.room = d.pos+n, d.room-n
	if n < len(p) {
		return n, errFull
	}
	return n, nil
}

func (d *disk) Seek(off int64, _ int) (int64, error) { d.pos = int(off); return off, nil }
func (d *disk) Truncate(n int64) error               { d.b = d.b[:n]; return nil }
func (d *disk) Sync() error                          { return nil }
func (d *disk) Close() error                         { return nil }

// TestAFullDisk: with every room there can be, what was refused is not there and what was acknowledged is.
func TestAFullDisk(t *testing.T) {
	for room := range 400 {
		d := &disk{room: room}
		j, err := journal.New(d, journal.Options{})
		must(t, err)
		var written []string
		for range 4 {
			c, err := j.Accept(journal.Note{Device: "d", Fen: 100})
			if err == nil {
				written = append(written, c.ID)
			} else if hardware.CodeOf(err) != hardware.CashJournal || !errors.Is(err, errFull) {
				t.Fatal(err)
			}
		}
		d.room = 1 << 20
		c, err := j.Accept(journal.Note{Device: "d", Fen: 200})
		must(t, err)
		written = append(written, c.ID)
		back, err := journal.New(&disk{b: d.b, room: 1 << 20}, journal.Options{})
		must(t, err)
		var left []string
		for _, d := range back.Doubts("") {
			left = append(left, d.ID)
		}
		if !slices.Equal(left, written) {
			t.Fatalf("room %d: %v, written %v", room, left, written)
		}
	}
}

func TestADoubtIsSeenThoughTheDiskIsFull(t *testing.T) {
	d := &disk{room: 1 << 20}
	j, err := journal.New(d, journal.Options{})
	must(t, err)
	c, err := j.Accept(journal.Note{Device: "d", Fen: 100})
	must(t, err)
	d.room = 0
	if err := j.Doubt(c.ID, hardware.DoubtJam); !errors.Is(err, errFull) {
		t.Fatal(err)
	}
	if all := j.Doubts("d"); len(all) != 1 || all[0].Why != hardware.DoubtJam {
		t.Fatalf("%+v", all)
	}
}

// FuzzRecords: a file of any bytes is read or refused; what was read is read the same again.
func FuzzRecords(f *testing.F) {
	d := &disk{room: 1 << 20}
	j, err := journal.New(d, journal.Options{})
	must(f, err)
	c, err := j.Accept(journal.Note{Device: "d", Fen: 100})
	must(f, err)
	must(f, j.Doubt(c.ID, hardware.DoubtJam))
	f.Add(d.b)
	f.Add(d.b[:len(d.b)-3])
	f.Add([]byte("00000000 {}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		d := &disk{b: slices.Clone(text), room: 1 << 20}
		j, err := journal.New(d, journal.Options{})
		if err != nil {
			return
		}
		again, err := journal.New(&disk{b: slices.Clone(d.b), room: 1 << 20}, journal.Options{})
		if err != nil || again.Dropped() != 0 || len(again.Doubts("")) != len(j.Doubts("")) {
			t.Fatalf("%v, dropped %d, %d doubts and %d", err, again.Dropped(), len(again.Doubts("")), len(j.Doubts("")))
		}
	})
}

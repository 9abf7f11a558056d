package sqlite_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// TestNotesOfAnEarlierVersionAreTakenOutOfTheLog: it wrote them into events, tickets and receipts. An open ticket keeps its note, sealed.
func TestNotesOfAnEarlierVersionAreTakenOutOfTheLog(t *testing.T) {
	dir := t.TempDir()
	s, d := open(t, dir), storetest.NewDay()
	commit(t, s, d.Begin()...)
	for _, id := range []hall.TicketID{"ended", "open"} {
		issued := d.Issue(id)
		noted := *issued.Ticket
		noted.Note = `Mr. "Big" <13812345678>, of ` + string(id)
		called := d.Act(noted, hall.Call)
		commit(t, s, issued, called)
		if id == "ended" {
			commit(t, s, d.Act(*called.Ticket, hall.Cancel))
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	exec(t, dir, `DELETE FROM meta WHERE key = 'notes'`)
	unmarked(t, dir)
	if !inFiles(t, dir, "13812345678") {
		t.Fatal("the earlier version is not what it was")
	}
	s = open(t, dir)
	st, err := s.Load(t.Context())
	if err != nil || len(st.Notes) != 1 || st.Notes["open"] != `Mr. "Big" <13812345678>, of open` {
		t.Errorf("the notes are %q %v", st.Notes, err)
	}
	if err := s.Erase(t.Context(), "nobody"); err != nil { // writes out the log of the database, which holds what it replaced
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if inFiles(t, dir, "13812345678") {
		t.Error("a note is still in a file")
	}
	if r := verify(t, dir); r.Count != 0 {
		t.Errorf("verify: %v", r.Problems)
	}
}

// TestANoteWhoseKeyIsLostIsGone: and the hall goes on.
func TestANoteWhoseKeyIsLostIsGone(t *testing.T) {
	dir := t.TempDir()
	s, d := open(t, dir), storetest.NewDay()
	commit(t, s, d.Begin()...)
	c := d.Issue("a")
	c.Note = &queue.Note{Ticket: "a", At: d.At, Text: "deaf"}
	commit(t, s, c)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "seal.key")); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if st, err := s.Load(t.Context()); err != nil || len(st.Notes) != 0 || len(st.Tickets) != 1 {
		t.Errorf("%q %v", st.Notes, err)
	}
	commit(t, s, d.Act(*c.Ticket, hall.Call))
}

func inFiles(t *testing.T, dir, word string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil && bytes.Contains(text, []byte(word)) {
			return true
		}
	}
	return false
}

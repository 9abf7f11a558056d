package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// TestANoteWhoseKeyIsLostIsGone: and the hall goes on, when a person has put a new key there.
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
	if _, err := seal.Open(seal.File(dir)); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if st, err := s.Load(t.Context()); err != nil || len(st.Notes) != 0 || len(st.Tickets) != 1 {
		t.Errorf("%q %v", st.Notes, err)
	}
	commit(t, s, d.Act(*c.Ticket, hall.Call))
}

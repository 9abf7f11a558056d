package archive_test

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// TestTheCenterKeepsNoNotes: a hall of an earlier version sends what a teller noted, and an earlier center kept it.
func TestTheCenterKeepsNoNotes(t *testing.T) {
	const word = `Mr. "Big" <13812345678>`
	file := filepath.Join(t.TempDir(), "center.db")
	reopen := func() *archive.Archive {
		a, err := archive.Open(t.Context(), file, func() time.Time { return centertest.Start })
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { a.Close() })
		return a
	}
	events := centertest.New("a").Visits(5).Events
	noted := -1
	for i, e := range events {
		b, err := e.Tell()
		if err != nil || b.Ticket == nil {
			continue
		}
		b.Ticket.Note, noted = word, i
		events[i].Body, _ = json.Marshal(b)
	}
	if noted < 0 {
		t.Fatal("no ticket among the events")
	}
	a := reopen()
	ingest(t, a, events)
	if _, again := ingest(t, a, events); again != 0 { // sent again after a lost answer
		t.Errorf("%d events were new the second time", again)
	}
	if told(t, a, "13812345678") {
		t.Error("the center keeps a note")
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}

	mended, err := os.ReadFile("migrations/0003_notes.sql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", file) // as an earlier center left it
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`UPDATE events SET body = json_set(body, '$.ticket.note', '13812345678') WHERE kind LIKE 'ticket.%'`,
		`UPDATE tickets SET body = json_set(body, '$.note', '13812345678')`, string(mended)} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	a = reopen()
	if told(t, a, "13812345678") {
		t.Error("the center still keeps a note")
	}
	ingest(t, a, events) // and takes the same events for the same
}

func told(t *testing.T, a *archive.Archive, word string) bool {
	t.Helper()
	events, err := a.Events(t.Context(), "a", hall.Cursor{}, 1000)
	if err != nil || len(events) == 0 {
		t.Fatal(len(events), err)
	}
	page, _, err := a.Tickets(t.Context(), archive.Filter{Outlet: "a", Limit: 1000})
	if err != nil || len(page) == 0 {
		t.Fatal(len(page), err)
	}
	text, err := json.Marshal([]any{events, page})
	return err != nil || strings.Contains(string(text), word)
}

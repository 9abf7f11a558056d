package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// TestAFullDiskStoresNothingOfACommand: it is told by its code, what was there stays, and with room again the same
// commands are stored; a turn of the day among them.
func TestAFullDiskStoresNothingOfACommand(t *testing.T) {
	dir := t.TempDir()
	s, d := open(t, dir), storetest.NewDay()
	commit(t, s, d.Begin()...)
	commit(t, s, d.Issue("first"))
	var many []queue.Change
	many = append(many, d.Turn("2026-11-24"))
	for i := range 500 {
		many = append(many, d.Issue(hall.TicketID("many"+string(rune('a'+i/26))+string(rune('a'+i%26)))))
	}
	s.LimitPages(t, 0)
	for range 3 {
		if err := s.Commit(t.Context(), many); hall.CodeOf(err) != hall.DiskFull {
			t.Fatalf("a commit without room: %v", err)
		}
		if st, err := s.Load(t.Context()); err != nil || len(st.Tickets) != 1 || st.Day.Day == "2026-11-24" {
			t.Fatalf("%d tickets on %s, %v", len(st.Tickets), st.Day.Day, err)
		}
	}
	s.LimitPages(t, 1<<20)
	commit(t, s, many...)
	if st, err := s.Load(t.Context()); err != nil || len(st.Tickets) != 501 || st.Day.Day != "2026-11-24" {
		t.Fatalf("%d tickets on %s, %v", len(st.Tickets), st.Day.Day, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if st, err := open(t, dir).Load(t.Context()); err != nil || len(st.Tickets) != 501 {
		t.Fatalf("after a restart %d tickets, %v", len(st.Tickets), err)
	}
}

// TestAStoreKeepsSomeRoomBack, and gives it up when there is no other.
func TestAStoreKeepsSomeRoomBack(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "reserve")
	sqlite.LayReserve(dir)
	if i, err := os.Stat(file); err != nil || i.Size() < 1<<20 {
		t.Fatal(i, err)
	}
	if !sqlite.SpendReserve(dir) || sqlite.SpendReserve(dir) {
		t.Error("it is spent once")
	}
}

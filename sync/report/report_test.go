package report_test

import (
	"database/sql"
	"testing"

	"github.com/brighthall/brighthall/sync/report"

	_ "modernc.org/sqlite" // a report reads any database with the table
)

// tickets is a table with the columns that reports read.
func tickets(t *testing.T, rows ...[]any) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(`CREATE TABLE tickets (outlet TEXT, day TEXT, state TEXT, ended_by TEXT, no_shows INT, called INT, wait_ms INT,
		served_ms INT, level INT, issued_at INT, ended_at INT)`); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if _, err := db.Exec(`INSERT INTO tickets VALUES (?,?,?,?,?,?,?,?,?,?,?)`, r...); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

const minute = 60_000

func TestDaily(t *testing.T) {
	db := tickets(t,
		[]any{"a", "2026-11-23", "finished", "teller", 0, 1, 5 * minute, 10 * minute, 5, 0, 0},
		[]any{"a", "2026-11-23", "finished", "teller", 1, 1, 25 * minute, 20 * minute, 2, 0, 0},
		[]any{"a", "2026-11-23", "finished", "teller", 0, 1, 12 * minute, 60 * minute, 0, 0, 0}, // asked, gave no answer
		[]any{"a", "2026-11-23", "finished", "system", 0, 1, 900 * minute, 900 * minute, nil, 0, 0},
		[]any{"a", "2026-11-23", "cancelled", "visitor", 0, 0, 0, 0, nil, 0, 0},
		[]any{"a", "2026-11-23", "cancelled", "system", 2, 1, 900 * minute, 0, nil, 0, 0},
		[]any{"a", "2026-11-23", "waiting", "", 0, 0, 0, 0, nil, 0, 0},
		[]any{"a", "2026-11-24", "waiting", "", 0, 0, 0, 0, nil, 0, 0},
		[]any{"b", "2026-11-23", "waiting", "", 0, 0, 0, 0, nil, 0, 0},
	)
	tests := []struct {
		name   string
		filter report.Filter
		want   []report.Day
	}{
		{"one day of one outlet; what the system ended stays out of averages", report.Filter{Outlet: "a", From: "2026-11-23", To: "2026-11-23"},
			[]report.Day{{Outlet: "a", Day: "2026-11-23", Issued: 7, Finished: 3, Cancelled: 1, BySystem: 2, NoShows: 2, Within20: 2,
				Wait:    report.Spread{N: 3, MeanMs: 14 * minute, MedianMs: 12 * minute, P90Ms: 25 * minute},
				Service: report.Spread{N: 3, MeanMs: 30 * minute, MedianMs: 20 * minute, P90Ms: 60 * minute}, Rated: 2, NotRated: 1, Satisfied: 1}}},
		{"both ends count", report.Filter{Outlet: "a", From: "2026-11-24", To: "2026-11-24"},
			[]report.Day{{Outlet: "a", Day: "2026-11-24", Issued: 1}}},
		{"all outlets, by day and outlet", report.Filter{From: "2026-11-24"}, []report.Day{{Outlet: "a", Day: "2026-11-24", Issued: 1}}},
		{"nothing", report.Filter{Outlet: "c"}, []report.Day{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := report.Daily(t.Context(), db, tt.filter)
			if err != nil || len(got) != len(tt.want) {
				t.Fatal(got, err)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Fatalf("got  %+v\nwant %+v", got[i], tt.want[i])
				}
			}
		})
	}
	if days, err := report.Daily(t.Context(), db, report.Filter{}); err != nil || len(days) != 3 {
		t.Fatal(days, err)
	}
	if share, ok := (report.Day{Rated: 4, Satisfied: 3}).Satisfaction(); !ok || share != .75 {
		t.Fatal(share, ok)
	}
	if _, ok := (report.Day{}).Satisfaction(); ok {
		t.Fatal("nobody rated, and yet a share")
	}
}

func TestArrivals(t *testing.T) {
	db := tickets(t,
		[]any{"a", "2026-11-23", "finished", "teller", 0, 1, 0, 0, nil, 60 * minute, 100 * minute},
		[]any{"a", "2026-11-23", "finished", "system", 0, 1, 0, 0, nil, 61 * minute, 101 * minute}, // ended by nobody
		[]any{"a", "2026-11-23", "waiting", "", 0, 0, 0, 0, nil, 75 * minute, 0},
		[]any{"b", "2026-11-23", "waiting", "", 0, 0, 0, 0, nil, 60 * minute, 0},
	)
	got, err := report.Arrivals(t.Context(), db, "a", "2026-11-23")
	want := []report.Quarter{{At: 60 * minute, Arrived: 2}, {At: 75 * minute, Arrived: 1}, {At: 90 * minute, Finished: 1}}
	if err != nil || len(got) != len(want) {
		t.Fatal(got, err)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	}
	if all, err := report.Arrivals(t.Context(), db, "", "2026-11-23"); err != nil || all[0].Arrived != 3 {
		t.Fatal(all, err)
	}
	if none, err := report.Arrivals(t.Context(), db, "a", "2026-11-24"); err != nil || len(none) != 0 {
		t.Fatal(none, err)
	}
}

// TestAVisitWithAWrongTimeLeavesTheOthersTheirPlaces: one ticket of 1970, or of a year to come, moved the day out of
// the chart of all halls.
func TestAVisitWithAWrongTimeLeavesTheOthersTheirPlaces(t *testing.T) {
	const day = int64(20_000 * 24 * 60 * minute)
	for name, wrong := range map[string]int64{"long ago": 1, "far ahead": 2 * day} {
		db := tickets(t,
			[]any{"a", "2026-11-23", "waiting", "", 0, 0, 0, 0, nil, wrong, 0},
			[]any{"b", "2026-11-23", "waiting", "", 0, 0, 0, 0, nil, day, 0},
			[]any{"b", "2026-11-23", "waiting", "", 0, 0, 0, 0, nil, day + 20*minute, 0},
		)
		got, err := report.Arrivals(t.Context(), db, "", "2026-11-23")
		if err != nil || len(got) != 2 || got[0].Arrived != 1 || got[1].Arrived != 1 {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

package archive_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
	"github.com/brighthall/brighthall/sync/report"
)

func opened(t testing.TB) *archive.Archive {
	t.Helper()
	a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), "center.db"), func() time.Time { return centertest.Start.AddDate(0, 0, 30) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func ingest(t testing.TB, a *archive.Archive, events []hall.Event) (hall.Cursor, int) {
	t.Helper()
	at, n, err := a.Ingest(t.Context(), events[0].Outlet, events)
	if hall.CodeOf(err) == hall.Conflict && accepted(t, a) {
		var more int
		at, more, err = a.Ingest(t.Context(), events[0].Outlet, events)
		n += more
	}
	if err != nil {
		t.Fatal(err)
	}
	return at, n
}

// accepted accepts every epoch that is asked for; false: none is.
func accepted(t testing.TB, a *archive.Archive) (any bool) {
	t.Helper()
	list, err := a.Epochs(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.State != archive.EpochAsked {
			continue
		}
		say(t, a, e.ID, archive.AcceptEpoch)
		any = true
	}
	return any
}

func TestIngestRules(t *testing.T) {
	ten := centertest.New("a").Visits(2).Events
	second := centertest.New("a").Visits(2)
	second.Epoch()
	second.Visits(1)
	opening := len(ten) // the place of epoch.opened in second

	other := append([]hall.Event{}, ten...)
	other[2].Body = json.RawMessage(`{"day":"2026-11-24"}`)
	swapped := append([]hall.Event{}, ten...)
	swapped[3], swapped[4] = swapped[4], swapped[3]

	tests := []struct {
		name     string
		before   []hall.Event
		events   []hall.Event
		code     hall.Code
		expected string
		stored   int
	}{
		{"a log begins at its first event", nil, ten[1:], hall.Gap, "1.1", 0},
		{"a whole log is stored", nil, ten, "", "", len(ten)},
		{"the same again stores nothing", ten, ten, "", "", 0},
		{"half known, half new", ten[:4], ten, "", "", len(ten) - 4},
		{"an overlap in the middle", ten[:6], ten[4:], "", "", len(ten) - 6},
		{"a hole is refused with the place expected", ten[:3], ten[5:], hall.Gap, "1.4", 0},
		{"a wrong order is a hole, and what stands before it stays", nil, swapped, hall.Gap, "1.4", 3},
		{"a hole inside", ten[:2], append(ten[2:3:3], ten[4:]...), hall.Gap, "1.4", 1},
		{"another event in a known place", ten, other, hall.Conflict, "", 0},
		{"the next epoch waits for a person", ten, second.Events[opening:], hall.Conflict, "", 0},
		{"what stands before the next epoch is stored", ten[:5], second.Events, hall.Conflict, "", opening - 5},
		{"a hall that is new here may begin at any epoch", nil, second.Events[opening:], hall.Gap, "1.1", 0},
		{"a new epoch that lacks its opening", ten, second.Events[opening+1:], hall.Gap, "2.1", 0},
		{"a new epoch while the old one's end is missing", ten[:5], second.Events[opening:], hall.Gap, "1.6", 0},
		{"an old epoch again, as sent before", second.Events, ten, "", "", 0},
		{"nothing stays before another event in a known place", ten[:2], append(ten[2:4:4], other[2]), hall.Conflict, "", 0},
		{"an old epoch takes nothing new", append(ten[:5:5], epochAfter(ten[:5])...), ten, hall.Conflict, "", 0},
		{"no events at all", ten, []hall.Event{}, "", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := opened(t)
			if tt.before != nil {
				ingest(t, a, tt.before)
			}
			_, stored, err := a.Ingest(t.Context(), "a", tt.events)
			if hall.CodeOf(err) != tt.code || stored != tt.stored {
				t.Fatalf("code %q, stored %d, want %q, %d: %v", hall.CodeOf(err), stored, tt.code, tt.stored, err)
			}
			if tt.expected != "" && hall.SubjectOf(err) != tt.expected {
				t.Fatalf("expected place %q, want %q", hall.SubjectOf(err), tt.expected)
			}
			log, err := a.Events(t.Context(), "a", hall.Cursor{}, 10_000)
			if err != nil {
				t.Fatal(err)
			}
			if want := len(tt.before) + tt.stored; len(log) != want {
				t.Fatalf("the log has %d events, want %d", len(log), want)
			}
		})
	}
}

// epochAfter is the opening of epoch 2 by a hall that lost what came after events.
func epochAfter(events []hall.Event) []hall.Event {
	last := events[len(events)-1]
	body, _ := json.Marshal(map[string]any{"previous": last.Cursor()})
	return []hall.Event{{Outlet: last.Outlet, Epoch: last.Epoch + 1, Seq: 1, Kind: hall.EpochOpened, At: last.At, V: 1, Body: body}}
}

func TestAnEventOfAnotherOutletIsDenied(t *testing.T) {
	a := opened(t)
	_, _, err := a.Ingest(t.Context(), "b", centertest.New("a").Events)
	if hall.CodeOf(err) != hall.Denied {
		t.Fatal(err)
	}
}

func TestAnUnreadableBodyIsKeptAndHoldsNothingUp(t *testing.T) {
	a := opened(t)
	l := centertest.New("a")
	l.Visits(1)
	l.Events[3].Body = json.RawMessage(`{"ticket":"what is this"}`)
	l.Visits(3)
	ingest(t, a, l.Events)
	log, err := a.Events(t.Context(), "a", hall.Cursor{Epoch: 1, Seq: 3}, 1)
	if err != nil || string(log[0].Body) != `{"ticket":"what is this"}` {
		t.Fatalf("%s %v", log[0].Body, err)
	}
}

// What five deliveries, cuts and any cutting into batches leave must be what one reading of the log gives.
func TestAnyDeliveryGivesTheSameArchive(t *testing.T) {
	l := centertest.New("a").Visits(50)
	l.Epoch()
	l.Visits(50)
	once := opened(t)
	ingest(t, once, l.Events)
	want := picture(t, once)
	for seed := range uint64(3) {
		chance := rand.New(rand.NewPCG(seed, 7))
		a := opened(t)
		for from := 0; from < len(l.Events); {
			to := min(len(l.Events), from+1+chance.IntN(90))
			for range 5 {
				ingest(t, a, l.Events[max(0, from-chance.IntN(40)):to])
			}
			from = to
		}
		if got := picture(t, a); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: the archive differs", seed)
		}
	}
}

func TestProjectionsEqualAReplay(t *testing.T) {
	a := opened(t)
	l := centertest.New("a").Visits(300)
	for from := 0; from < len(l.Events); from += 77 {
		ingest(t, a, l.Events[from:min(len(l.Events), from+77)])
	}
	before := picture(t, a)
	if err := a.Reproject(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if after := picture(t, a); !reflect.DeepEqual(before, after) {
		t.Fatalf("before %v\nafter %v", before.Days, after.Days)
	}
}

type shown struct {
	Days     []report.Day
	Quarters []report.Quarter
	Tickets  []hall.Ticket
	Today    hall.Today
	Line     archive.Line
	Counters []hall.Counter
	Outlets  []archive.Outlet
}

func picture(t testing.TB, a *archive.Archive) (s shown) {
	t.Helper()
	ctx := context.Background()
	var err [6]error
	s.Days, err[0] = report.Daily(ctx, a.Read(), report.Filter{Outlet: "a"})
	s.Quarters, err[1] = report.Arrivals(ctx, a.Read(), "a", centertest.Day)
	s.Tickets, _, err[2] = a.Tickets(ctx, archive.Filter{Outlet: "a", Limit: 10_000})
	s.Today, s.Line, err[3] = a.Today(ctx, "a", centertest.Day)
	s.Counters, err[4] = a.Counters(ctx, "a")
	s.Outlets, err[5] = a.Outlets(ctx)
	for _, e := range err {
		if e != nil {
			t.Fatal(e)
		}
	}
	return s
}

// The figures, counted again from the raw events by the plainest program there is.
func TestDailyEqualsACountOfTheEvents(t *testing.T) {
	a := opened(t)
	l := centertest.New("a").Visits(400)
	ingest(t, a, l.Events)
	last := map[hall.TicketID]hall.Ticket{}
	for _, e := range l.Events {
		if b, err := e.Tell(); err != nil {
			t.Fatal(err)
		} else if b.Ticket != nil {
			last[b.Ticket.ID] = *b.Ticket
		}
	}
	var want report.Day
	var wait, serve int64
	for _, v := range last {
		want.Issued++
		if v.NoShows > 0 {
			want.NoShows++
		}
		if v.BySystem() {
			want.BySystem++
			continue
		}
		if v.FirstCalledAt > 0 {
			want.Wait.N++
			wait += int64(v.Wait(0))
			if v.Wait(0) <= 20*60_000 {
				want.Within20++
			}
		}
		switch v.State {
		case hall.Cancelled:
			want.Cancelled++
		case hall.Finished:
			want.Finished++
			serve += v.ServedMs
		}
		switch e := v.Evaluation; {
		case e == nil:
		case e.Level == 0:
			want.NotRated++
		case e.Level >= 3:
			want.Rated, want.Satisfied = want.Rated+1, want.Satisfied+1
		default:
			want.Rated++
		}
	}
	got, err := report.Daily(t.Context(), a.Read(), report.Filter{Outlet: "a", From: centertest.Day, To: centertest.Day})
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	g := got[0]
	if g.Issued != want.Issued || g.Finished != want.Finished || g.Cancelled != want.Cancelled || g.BySystem != want.BySystem ||
		g.NoShows != want.NoShows || g.Within20 != want.Within20 || g.Rated != want.Rated || g.NotRated != want.NotRated ||
		g.Satisfied != want.Satisfied || g.Wait.N != want.Wait.N || g.Wait.MeanMs != wait/int64(want.Wait.N) ||
		g.Service.MeanMs != serve/int64(want.Finished) {
		t.Fatalf("got %+v\nwant %+v", g, want)
	}
	if g.BySystem == 0 || g.Satisfied == 0 || g.NoShows == 0 || g.Cancelled == 0 {
		t.Fatalf("the log proves nothing: %+v", g)
	}
}

func TestTicketsArePaged(t *testing.T) {
	a := opened(t)
	ingest(t, a, centertest.New("a").Visits(95).Events)
	ingest(t, a, centertest.New("b").Visits(5).Events)
	seen, after := map[hall.TicketID]bool{}, ""
	for pages := 0; ; pages++ {
		page, next, err := a.Tickets(t.Context(), archive.Filter{After: after, From: centertest.Day, To: centertest.Day, Limit: 30})
		if err != nil || pages > 4 {
			t.Fatal(err, pages)
		}
		for _, v := range page {
			if seen[v.ID] {
				t.Fatal("twice:", v.ID)
			}
			seen[v.ID] = true
		}
		if after = next; next == "" {
			break
		}
	}
	if len(seen) != 100 {
		t.Fatal(len(seen))
	}
	if none, _, err := a.Tickets(t.Context(), archive.Filter{From: "2026-11-24", Limit: 30}); err != nil || len(none) != 0 {
		t.Fatal(none, err)
	}
}

func TestHistoryIsTheTicketsEvents(t *testing.T) {
	a := opened(t)
	l := centertest.New("a").Visits(20)
	ingest(t, a, l.Events)
	want := 0
	for _, e := range l.Events {
		if e.Subject == "a-000006" {
			want++
		}
	}
	v, events, err := a.History(t.Context(), "a", "a-000006")
	if err != nil || len(events) != want || v.Version != want {
		t.Fatalf("%d events of %d: %v", len(events), want, err)
	}
	if _, _, err := a.History(t.Context(), "a", "nobody"); hall.CodeOf(err) != hall.NotFound {
		t.Fatal(err)
	}
}

func TestSetupIsChangedByOneAtATime(t *testing.T) {
	a := opened(t)
	s := *centertest.Setup("a")
	s.Tellers[0].PIN = "$argon2id$x"
	first, err := a.PutSetup(t.Context(), "a", s, "wang")
	if err != nil || first.Version != 1 {
		t.Fatal(first.Version, err)
	}
	if _, err := a.PutSetup(t.Context(), "a", s, "li"); hall.CodeOf(err) != hall.Conflict {
		t.Fatalf("made from version 0: %v", err)
	}
	first.Tellers = []hall.Teller{{ID: "t01", Badge: "009"}}
	second, err := a.PutSetup(t.Context(), "a", first, "li")
	if err != nil || second.Version != 2 || second.Tellers[0].PIN != "$argon2id$x" {
		t.Fatalf("%+v %v", second.Tellers, err)
	}
}

func TestASetupRisesAboveWhatTheHallLivesOn(t *testing.T) {
	a := opened(t)
	l := centertest.New("a")
	seen := centertest.Setup("a")
	seen.Version = 7
	l.Tell(hall.SetupApplied, "a", hall.Body{Setup: seen})
	ingest(t, a, l.Events)
	if stored, err := a.PutSetup(t.Context(), "a", *centertest.Setup("a"), "wang"); err != nil || stored.Version != 8 {
		t.Fatal(stored.Version, err)
	}
}

func BenchmarkIngest(b *testing.B) {
	l := centertest.New("a").Visits(20_000)
	a := opened(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if n+1000 > len(l.Events) {
			b.StopTimer()
			a, n = opened(b), 0
			b.StartTimer()
		}
		ingest(b, a, l.Events[n:n+1000])
		n += 1000
	}
	b.ReportMetric(float64(1000*b.N)/b.Elapsed().Seconds(), "events/s")
}

// TestOnlyAHallThatSentNothingIsForgotten: visits are never lost by a list that is tidied.
func TestOnlyAHallThatSentNothingIsForgotten(t *testing.T) {
	a := opened(t)
	day := centertest.New("a").Visits(1).Events
	ingest(t, a, day)
	if err := a.Forget(t.Context(), "a"); hall.CodeOf(err) != hall.Conflict {
		t.Errorf("with a log: %v", err)
	}
	if err := a.See(t.Context(), "b", 0); err != nil {
		t.Fatal(err)
	}
	if err := a.Forget(t.Context(), "b"); err != nil {
		t.Error(err)
	}
	if list, err := a.Outlets(t.Context()); err != nil || len(list) != 1 || list[0].ID != "a" {
		t.Errorf("left %+v %v", list, err)
	}
}

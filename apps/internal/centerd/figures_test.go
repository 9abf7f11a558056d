package centerd_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/desk"
	"github.com/brighthall/brighthall/sync/mirror"
	"github.com/brighthall/brighthall/sync/outbox"
	"github.com/brighthall/brighthall/sync/report"
	"github.com/brighthall/brighthall/sync/store/replay"
	"github.com/brighthall/brighthall/sync/synctest"
)

// A queue is what a mirror brings setups and orders to.
var _ mirror.Hall = (*queue.Queue)(nil)

// logbook is a memory store as an outbox reads it; acks tells how far the center is.
type logbook struct {
	*queuetest.Memory
	acks chan hall.Cursor
}

func (l logbook) Events(ctx context.Context, after hall.Cursor, limit int) ([]hall.Event, error) {
	after.Epoch = max(after.Epoch, 1)
	return l.Memory.Events(ctx, after, limit)
}
func (l logbook) Acked(context.Context) (hall.Cursor, error) { return hall.Cursor{}, nil }
func (l logbook) Ack(_ context.Context, at hall.Cursor) error {
	l.acks <- at
	return nil
}

// joined is a hall with a real queue, and a center that an outbox tells of it over a line that can fail.
type joined struct {
	*halltest.Hall
	q      *queue.Queue
	l      logbook
	box    *outbox.Outbox
	line   *synctest.Proxy
	outlet hall.OutletID
	data   string // the center's
	desk   *desk.Client
}

func join(t *testing.T) *joined {
	t.Helper()
	setup, clock, store := halltest.Setup(), halltest.NewClock(halltest.Opening), &queuetest.Memory{}
	q, err := queue.New(t.Context(), store, queue.Options{Key: halltest.Key, Now: clock.Now, CheckPIN: halltest.CheckPIN, Seed: &setup})
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	j := &joined{q: q, l: logbook{store, make(chan hall.Cursor, 10_000)}, outlet: setup.Outlet.ID, data: t.TempDir()}
	d, err := centerd.Open(t.Context(), centerd.Options{Data: j.data, Listen: "127.0.0.1:0", Now: clock.Now, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	token, err := d.EnrolOutlet(t.Context(), j.outlet)
	if err != nil {
		t.Fatal(err)
	}
	admin, err := d.Enrol(t.Context(), "admin", "test")
	if err != nil {
		t.Fatal(err)
	}
	j.desk = desk.New(d.URL, d.Pin)
	j.desk.UseToken(admin)
	j.line = synctest.NewProxy(t, strings.TrimPrefix(d.URL, "http://"))
	j.box = outbox.New(j.l, outbox.Options{Center: "http://" + j.line.Addr(), Token: token, Outlet: j.outlet, Poll: time.Millisecond,
		First: time.Millisecond, Longest: 10 * time.Millisecond, Log: quiet})
	j.Hall = (&halltest.Hall{Clock: clock, Tick: q.Tick, As: func(string, hall.TerminalID) hall.Authority { return q }}).With(t)
	for _, run := range []func(context.Context) error{q.Run, d.Run, j.box.Run} {
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- run(ctx) }()
		t.Cleanup(func() {
			stop()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
	return j
}

// arrived waits until the center has everything that the hall has.
func (j *joined) arrived() hall.Cursor {
	at := j.q.Cursor()
	for <-j.l.acks != at {
	}
	return at
}

// serve is one visit at a counter, from the call to the rating.
func (j *joined) serve(counter hall.CounterID, level int) {
	id := j.Next(counter).Ticket.ID
	j.Act(counter, id, hall.Start)
	j.Clock.Advance(4 * time.Minute)
	j.Act(counter, id, hall.Finish)
	j.Act(counter, id, hall.Evaluate, halltest.Level(level))
}

// A real queue has a scripted day; what the center says of it afterwards is what the hall says itself.
func TestTheCenterCountsAsTheHallDoes(t *testing.T) {
	j := join(t)
	j.Open("1", "3")
	for range 12 {
		j.Issue("A")
		j.Issue("H")
	}
	for i := range 5 {
		j.Clock.Advance(3 * time.Minute)
		for _, counter := range []hall.CounterID{"1", "3"} {
			if i == 2 {
				j.Act(counter, j.Next(counter).Ticket.ID, hall.NoShow)
				continue
			}
			j.serve(counter, 1+i)
		}
	}
	j.arrived()
	j.sameLive(t)
}

// sameLive compares the hall's own figures with the center's.
func (j *joined) sameLive(t *testing.T) {
	t.Helper()
	want, err := j.q.Hall(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := j.desk.Live(t.Context(), j.outlet)
	if err != nil {
		t.Fatal(err)
	}
	if got.Outlet.Today != want.Today || want.Today.Finished == 0 || got.Outlet.Waiting != len(want.Waiting) || got.Outlet.Day != want.Day {
		t.Fatalf("center %+v\nhall   %+v", got.Outlet, want.Today)
	}
	for i, g := range got.Groups {
		if v := want.Groups[i]; g.Code != v.Code || g.Waiting != v.Waiting {
			t.Errorf("group %s: center %d, hall %d", v.Code, g.Waiting, v.Waiting)
		}
	}
}

// The center is away for two hours of a day. The hall goes on, and afterwards the center knows it as if nothing had
// been.
func TestTheCenterIsAwayForTwoHours(t *testing.T) {
	j := join(t)
	j.Open("1", "3")
	hours := func(n int) {
		for end := j.Clock.Now().Add(time.Duration(n) * time.Hour); j.Clock.Now().Before(end); j.Clock.Advance(2 * time.Minute) {
			for _, group := range []string{"A", "A", "H"} {
				j.Issue(group)
			}
			j.serve("1", 5)
			j.serve("3", 2)
		}
	}
	hours(1)
	before := j.arrived()
	j.line.Down(true)
	hours(2)
	j.away(t, before)
	j.line.Down(false)
	hours(1)
	if err := j.q.CloseDay(t.Context()); err != nil {
		t.Fatal(err)
	}
	j.arrived()

	log, err := j.l.Events(t.Context(), hall.Cursor{}, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	j.sameLive(t)
	j.sameLog(t, log)
	j.sameDay(t, log)
}

// away checks that the center has learned nothing since before, and that the outbox says so.
func (j *joined) away(t *testing.T, before hall.Cursor) {
	t.Helper()
	for patience := time.After(time.Minute); j.box.State().Online; {
		select {
		case <-time.After(time.Millisecond):
		case <-patience:
			t.Fatal("the outbox does not notice that the center is away")
		}
	}
	outlets, err := j.desk.Outlets(t.Context())
	if err != nil || outlets[0].Cursor != before || j.box.State().Acked != before || j.q.Cursor().Seq < before.Seq+100 {
		t.Fatalf("the center is at %s, the outbox at %s, they were at %s and the hall is at %s, %v", outlets[0].Cursor, j.box.State().Acked,
			before, j.q.Cursor(), err)
	}
	if silent := hall.At(j.Clock.Now()) - outlets[0].LastSeen; silent < hall.Millis((2 * time.Hour).Milliseconds()) {
		t.Fatalf("the hall was silent for %d ms", silent)
	}
}

// sameLog compares the archived log with the hall's, event by event.
func (j *joined) sameLog(t *testing.T, log []hall.Event) {
	t.Helper()
	a := archived(t, filepath.Join(j.data, "center.db"))
	got, err := a.Events(t.Context(), j.outlet, hall.Cursor{}, 100_000)
	if err != nil || len(got) != len(log) {
		t.Fatalf("the archive has %d events, the hall %d, %v", len(got), len(log), err)
	}
	for i := range log {
		if want := log[i]; !reflect.DeepEqual(got[i], want) {
			t.Fatalf("archived %+v\nthe hall's %+v", got[i], want)
		}
	}
}

// sameDay compares the center's report with the log played again: by replay, by a plain count, and by a center that was
// never away.
func (j *joined) sameDay(t *testing.T, log []hall.Event) {
	t.Helper()
	again, numbers, last := replay.New(), map[hall.TicketNo]hall.TicketID{}, map[hall.TicketID]hall.Ticket{}
	for _, e := range log {
		again.Add(e)
		b, err := e.Tell()
		if err != nil {
			t.Fatal(err)
		}
		if b.Ticket != nil {
			last[b.Ticket.ID], numbers[b.Ticket.No] = *b.Ticket, b.Ticket.ID
		}
	}
	if problems, n := again.Problems(); n > 0 {
		t.Fatal(problems)
	}
	days, err := j.desk.Daily(t.Context(), j.outlet, again.Day.Day, again.Day.Day)
	if err != nil || len(days) != 1 {
		t.Fatal(days, err)
	}
	got, want := days[0], report.Day{Issued: again.Tickets()}
	for _, v := range last {
		switch {
		case v.BySystem():
			want.BySystem++
		case v.State == hall.Finished:
			want.Finished++
		}
		if v.Evaluation != nil {
			want.Rated++
		}
	}
	if got.Issued != want.Issued || len(numbers) != want.Issued || got.Finished != want.Finished || got.BySystem != want.BySystem ||
		got.Rated != want.Rated || want.BySystem == 0 || want.Finished == 0 {
		t.Errorf("the center counts %+v, the log tells %+v and %d different numbers", got, want, len(numbers))
	}
	near := archived(t, filepath.Join(t.TempDir(), "near.db"))
	if _, _, err := near.Ingest(t.Context(), j.outlet, log); err != nil {
		t.Fatal(err)
	}
	if same, err := report.Daily(t.Context(), near.Read(), report.Filter{}); err != nil || !reflect.DeepEqual(days, same) {
		t.Errorf("the center says %+v, one that was never away %+v, %v", days, same, err)
	}
}

func archived(t *testing.T, file string) *archive.Archive {
	t.Helper()
	a, err := archive.Open(t.Context(), file, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

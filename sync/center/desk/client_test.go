package desk_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
	"github.com/brighthall/brighthall/sync/center/desk"
)

func TestAPersonReadsADay(t *testing.T) {
	ctx := t.Context()
	now := func() time.Time { return centertest.Start.Add(time.Hour) }
	a, err := archive.Open(ctx, filepath.Join(t.TempDir(), "center.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	l := centertest.New("gaoyang").Visits(40)
	if _, _, err := a.Ingest(ctx, "gaoyang", l.Events); err != nil {
		t.Fatal(err)
	}
	c := center.New(a, now, slog.New(slog.DiscardHandler), "test")
	if err := c.AddPerson(ctx, "wang", "ein-langes-wort"); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(c.Handler())
	defer s.Close()

	d := desk.New(s.URL+"/", "")
	if _, err := d.Outlets(ctx); hall.CodeOf(err) != hall.Unauthenticated {
		t.Fatal("before signing in:", err)
	}
	if _, err := d.SignIn(ctx, "wang", "falsch"); hall.CodeOf(err) != hall.WrongPIN {
		t.Fatal(err)
	}
	session, err := d.SignIn(ctx, "wang", "ein-langes-wort")
	if err != nil || session.Expires <= hall.At(now()) {
		t.Fatal(session, err)
	}
	outlets, err := d.Outlets(ctx)
	if err != nil || len(outlets) != 1 || outlets[0].Today.Issued != 40 || outlets[0].Windows != 2 || outlets[0].Zone == "" {
		t.Fatalf("%+v %v", outlets, err)
	}
	page, err := d.Tickets(ctx, desk.Query{Outlet: "gaoyang", From: centertest.Day, To: centertest.Day})
	if err != nil || len(page.Tickets) != 40 {
		t.Fatal(len(page.Tickets), err)
	}
	finished, err := d.Tickets(ctx, desk.Query{Outlet: "gaoyang", State: hall.Finished, No: "A", Limit: 1000})
	if err != nil || len(finished.Tickets) == 0 || len(finished.Tickets) >= 20 {
		t.Fatal(len(finished.Tickets), err)
	}
	for _, v := range finished.Tickets {
		if v.State != hall.Finished || v.Prefix != "A" {
			t.Fatalf("%+v", v)
		}
	}
	h, err := d.History(ctx, "gaoyang", page.Tickets[0].ID)
	if err != nil || len(h.Events) != h.Ticket.Version {
		t.Fatalf("%+v %v", h, err)
	}
	days, err := d.Daily(ctx, "gaoyang", "", "")
	if err != nil || len(days) != 1 || days[0].Issued != 40 {
		t.Fatalf("%+v %v", days, err)
	}
	if share, ok := days[0].Satisfaction(); !ok || share <= 0 || share > 1 {
		t.Fatal(share, ok)
	}
	if quarters, err := d.Arrivals(ctx, "gaoyang", ""); err != nil || len(quarters) == 0 {
		t.Fatal(quarters, err)
	}
	if all, err := d.Arrivals(ctx, "", centertest.Day); err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	if live, err := d.Live(ctx, "gaoyang"); err != nil || len(live.Groups) != 2 {
		t.Fatalf("%+v %v", live, err)
	}
	setup, err := d.Setup(ctx, "gaoyang")
	if err != nil || setup.Version != 0 || len(setup.Groups) != 2 {
		t.Fatalf("%+v %v", setup, err)
	}
	setup.Outlet.Hotline = "95598"
	if stored, err := d.PutSetup(ctx, "gaoyang", setup); err != nil || stored.Version != 1 {
		t.Fatal(stored.Version, err)
	}
	if _, err := d.PutSetup(ctx, "gaoyang", setup); hall.CodeOf(err) != hall.Conflict {
		t.Fatal("an old edit was taken:", err)
	}
	if _, err := d.Order(ctx, "gaoyang", hall.Order{ID: "o1", Kind: "close_day"}); err != nil {
		t.Fatal(err)
	}
	if orders, err := d.Orders(ctx, "gaoyang"); err != nil || len(orders) != 1 || orders[0].By != "wang" {
		t.Fatalf("%+v %v", orders, err)
	}
	if _, err := d.History(ctx, "gaoyang", "no/such ticket"); hall.CodeOf(err) != hall.NotFound {
		t.Fatal(err)
	}
	if err := d.SignOut(ctx); err != nil {
		t.Fatal(err)
	}
	d.UseToken(session.Token)
	if _, err := d.Outlets(ctx); hall.CodeOf(err) != hall.Unauthenticated {
		t.Fatal(err)
	}
}

func TestWhatAnswersInsteadOfACenterIsUnavailable(t *testing.T) {
	tests := []struct {
		name string
		do   http.HandlerFunc
		code hall.Code
	}{
		{"a captive portal", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<html>welcome")) }, hall.Unavailable},
		{"a proxy", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502) }, hall.Unavailable},
		{"a cut line", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, hall.Unavailable},
		{"half an answer", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Write([]byte(`[{"id":`))
		}, hall.Unavailable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewUnstartedServer(tt.do)
			s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
			s.Start()
			defer s.Close()
			if _, err := desk.New(s.URL, "").Outlets(t.Context()); hall.CodeOf(err) != tt.code {
				t.Fatal(err)
			}
		})
	}
}

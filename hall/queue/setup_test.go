package queue_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

func TestApply(t *testing.T) {
	h := open(t)
	newer := halltest.Setup()
	newer.Version, newer.Outlet.Hotline = 2, "12398"
	other := halltest.Setup()
	other.Outlet.ID, other.Version = "elsewhere", 9
	broken := halltest.Setup()
	broken.Version, broken.Outlet.Zone = 3, "Nowhere/Town"
	for _, c := range []struct {
		name   string
		setup  hall.Setup
		want   hall.Code
		events hall.Seq
	}{
		{"the same again changes nothing", halltest.Setup(), "", 0},
		{"a newer one", newer, "", 1},
		{"an older one", halltest.Setup(), hall.Conflict, 0},
		{"another outlet's", other, hall.Invalid, 0},
		{"one that does not fit together", broken, hall.Invalid, 0},
	} {
		before := h.q.Cursor().Seq
		h.Refused(c.name, h.q.Apply(h.Context(), c.setup), c.want)
		if n := h.q.Cursor().Seq - before; n != c.events {
			t.Errorf("%s: %d events, want %d", c.name, n, c.events)
		}
	}
	if got := h.restart(t).Snapshot().Outlet.Hotline; got != "12398" {
		t.Errorf("after a restart the hotline is %s", got)
	}
	if got := h.q.Setup().Tellers[0].PIN; got != halltest.Hash {
		t.Errorf("the PIN hash is %q", got)
	}
}

func TestOrdersOfTheCenter(t *testing.T) {
	h := open(t)
	h.Open("1")
	now := hall.At(h.Clock.Now())
	for _, c := range []struct {
		id, kind, args string
		expires        hall.Millis
		want           hall.Code
	}{
		{"o1", "pause_group", `{"service":"A"}`, now + minute, ""},
		{"o2", "pause_group", `{"service":"Z"}`, now + minute, hall.NotFound},
		{"o3", "resume_group", `{"service":"A"}`, now - 1, hall.TooLate},
		{"o4", "dance", `{}`, 0, hall.Invalid},
		{"o5", "pause_group", `[`, 0, hall.Invalid},
		{"o6", "close_counter", `{"counter":"1"}`, 0, ""},
		{"o7", "close_counter", `{"counter":"1"}`, 0, hall.NotOpen},
		{"o8", "close_day", ``, 0, ""},
	} {
		cursor := h.q.Cursor()
		o := hall.Order{ID: c.id, Kind: c.kind, Args: json.RawMessage(c.args), Expires: c.expires}
		if c.id == "o5" {
			o.Args = json.RawMessage(`"A"`)
		}
		for range 2 { // delivered twice, done once
			r, err := h.q.Order(h.Context(), o)
			if err != nil || r.Code != c.want || r.ID != c.id {
				t.Errorf("%s %s: %+v, %v; want %q", c.id, c.kind, r, err, c.want)
			}
		}
		done := 0
		for _, e := range h.listen(t, cursor, int(h.q.Cursor().Seq-cursor.Seq)) {
			if e.Kind == hall.OrderDone {
				done++
			}
		}
		if done != 1 {
			t.Errorf("%s left %d results, want 1", c.id, done)
		}
	}
	_, err := h.TryIssue("A")
	h.Refused("a paused service", err, hall.Paused)
	if _, err := h.q.Order(h.Context(), hall.Order{ID: "o9", Kind: "resume_group", Args: json.RawMessage(`{"service":"A"}`)}); err != nil {
		t.Fatal(err)
	}
	h.Issue("A")
}

// TestStaffAtTheCenterIssueAndReprint: a number for a visitor who stands in the hall, once however often the order
// comes, and its slip at a terminal that they name.
func TestStaffAtTheCenterIssueAndReprint(t *testing.T) {
	h := open(t)
	h.Open("1")
	first := h.Issue("A")
	order := func(id, kind, args string) hall.OrderResult {
		t.Helper()
		r, err := h.q.Order(h.Context(), hall.Order{ID: id, Kind: kind, Args: json.RawMessage(args)})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	asked := func(id hall.TicketID) hall.TerminalID {
		st, err := h.q.Ticket(h.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return st.PrintAt
	}
	for range 2 {
		r := order("n1", hall.IssueOrder, `{"service":"A","terminal":"K1"}`)
		if r.Code != "" || r.No != "A002" || r.Ahead != 1 || asked("n1") != "K1" {
			t.Errorf("issued %+v, printed at %q", r, asked("n1"))
		}
	}
	if st := h.Ticket("n1"); st.Source != hall.FromCenter || st.State != hall.Waiting {
		t.Errorf("the ticket is %+v", st)
	}
	for _, c := range []struct {
		id, kind, args string
		want           hall.Code
	}{
		{"n2", hall.IssueOrder, `{"service":"A","priority":"care"}`, ""},
		{"n3", hall.IssueOrder, `{"service":"Z"}`, hall.NotFound},
		{"n4", hall.IssueOrder, `{"service":"A","priority":"booked"}`, hall.Invalid},
		{"p1", hall.PrintOrder, `{"ticket":"` + string(first.ID) + `","terminal":"C3"}`, ""},
		{"p2", hall.PrintOrder, `{"ticket":"nobody","terminal":"C3"}`, hall.NotFound},
		{"p3", hall.PrintOrder, `{"ticket":"` + string(first.ID) + `"}`, hall.Invalid},
	} {
		if r := order(c.id, c.kind, c.args); r.Code != c.want || c.want == "" && r.No == "" {
			t.Errorf("%s %s: %+v, want %q", c.id, c.args, r, c.want)
		}
	}
	if got := asked(first.ID); got != "C3" {
		t.Errorf("printed at %q", got)
	}
	h.Act("", first.ID, hall.Cancel, func(a *hall.Action) { a.EndedBy = hall.EndedByVisitor })
	if r := order("p4", hall.PrintOrder, `{"ticket":"`+string(first.ID)+`","terminal":"C3"}`); r.Code != hall.TooLate {
		t.Errorf("a slip of a visit that is over: %+v", r)
	}
}

func TestNewRefuses(t *testing.T) {
	setup := halltest.Setup()
	for _, c := range []struct {
		name string
		o    queue.Options
	}{
		{"a short key", queue.Options{Key: []byte("short"), Seed: &setup}},
		{"an empty store without a seed", queue.Options{Key: halltest.Key}},
		{"a seed that does not fit together", queue.Options{Key: halltest.Key, Seed: &hall.Setup{}}},
	} {
		if _, err := queue.New(t.Context(), &queuetest.Memory{}, c.o); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestPlanWait: the window of one who takes a ticket now, before anything is learned.
func TestPlanWait(t *testing.T) {
	g := hall.ServiceGroup{PlanMean: 9, PlanP90: 18}
	if w := queue.PlanWait(g, 3, 0); w.Known {
		t.Errorf("nobody serves it, yet the wait is known: %+v", w)
	}
	last := hall.Wait{}
	for ahead := range 20 {
		w := queue.PlanWait(g, ahead, 2)
		if !w.Known || w.LowMin >= w.HighMin || w.LowMin < last.LowMin || w.HighMin < last.HighMin {
			t.Errorf("%d ahead: %+v after %+v", ahead, w, last)
		}
		last = w
	}
	if one, two := queue.PlanWait(g, 10, 1), queue.PlanWait(g, 10, 2); two.HighMin >= one.HighMin {
		t.Errorf("a second counter does not help: %+v, %+v", one, two)
	}
}

// waits is a forecast of one answer.
type waits hall.Wait

func (w waits) Wait(*hall.Ticket, int) hall.Wait { return hall.Wait(w) }

func TestForecastTellsTheWindow(t *testing.T) {
	h := open(t)
	h.Open("1")
	h.q.UseWaits(waits{LowMin: 12, HighMin: 20, Known: true})
	if s := h.Issue("A"); s.WaitFor != (hall.Wait{LowMin: 12, HighMin: 20, Known: true}) {
		t.Errorf("told %+v", s.WaitFor)
	}
	if v := h.q.State(); len(v.Waiting) != 1 || len(v.Counters) != 8 || v.Setup == nil {
		t.Errorf("a forecast sees %d waiting at %d counters", len(v.Waiting), len(v.Counters))
	}
}

// TestLastCodeOfADay: the 14-digit codes of a day end at 7999; the tickets do not.
func TestLastCodeOfADay(t *testing.T) {
	if testing.Short() {
		t.Skip("8000 tickets")
	}
	h := start(t, &queuetest.Memory{Light: true}, halltest.Setup(), halltest.NewClock(halltest.Opening))
	codes := map[string]bool{}
	for range 7999 {
		s, err := h.TryIssue("A")
		if err != nil || len(s.Code) != 14 || codes[s.Code] {
			t.Fatalf("%s has code %q, %v", s.No, s.Code, err)
		}
		codes[s.Code] = true
		h.Clock.Advance(time.Millisecond)
	}
	if s := h.Issue("A"); s.Code != "" || s.URL == "" {
		t.Errorf("ticket 8000 has code %q and page %q", s.Code, s.URL)
	}
}

// lacking takes groups and counters out of a setup, and what refers to them.
func lacking(s hall.Setup, version int64, gone ...string) hall.Setup {
	s.Version = version
	is := func(id string) bool { return slices.Contains(gone, id) }
	s.Groups = slices.DeleteFunc(slices.Clone(s.Groups), func(g hall.ServiceGroup) bool { return is("group " + string(g.Code)) })
	s.Items = slices.DeleteFunc(slices.Clone(s.Items), func(i hall.ServiceType) bool { return is("group " + string(i.Group)) })
	s.Counters = slices.DeleteFunc(slices.Clone(s.Counters), func(c hall.CounterSetup) bool { return is("counter " + string(c.ID)) })
	for i := range s.Counters {
		s.Counters[i].Serves = slices.DeleteFunc(slices.Clone(s.Counters[i].Serves), func(k hall.Skill) bool {
			return is("group " + string(k.Group))
		})
	}
	return s
}

// TestARemovedServiceStrandsNobody: whoever waits when a service goes is served all the same; nobody new comes,
// and the setup after them lets it go.
func TestARemovedServiceStrandsNobody(t *testing.T) {
	var servers []string
	for _, c := range halltest.Setup().Counters {
		if _, ok := c.Level("H"); ok {
			servers = append(servers, "counter "+string(c.ID))
		}
	}
	for _, c := range []struct {
		name string
		gone []string
	}{
		{"the service", []string{"group H"}},
		{"the service and its counters", append([]string{"group H"}, servers...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := open(t)
			waiting := h.Issue("H")
			setup := lacking(halltest.Setup(), 2, c.gone...)
			if err := h.q.Apply(h.Context(), setup); err != nil {
				t.Fatal(err)
			}
			seq := h.q.Cursor()
			if err := h.q.Apply(h.Context(), setup); err != nil || h.q.Cursor() != seq {
				t.Errorf("the same again: %v, %v after %v", err, h.q.Cursor(), seq)
			}
			_, err := h.Kiosk().Issue(h.Context(), h.Request("H"))
			h.Refused("a new ticket", err, hall.Paused)
			called := false
			for _, k := range h.Snapshot().Counters {
				if k.Serves == nil || called {
					continue
				}
				h.Open(k.Counter.ID)
				p := h.Next(k.Counter.ID)
				called = !p.Nobody && p.Ticket.ID == waiting.ID
				if called {
					h.Act(k.Counter.ID, waiting.ID, hall.Start)
					h.Act(k.Counter.ID, waiting.ID, hall.Finish)
				}
			}
			if !called {
				t.Fatal("who waited is never called")
			}
			h.Pass(24 * time.Hour)
			setup.Version = 3
			if err := h.q.Apply(h.Context(), setup); err != nil {
				t.Fatal(err)
			}
			if _, ok := h.q.Setup().Group("H"); ok {
				t.Error("the group stays after them")
			}
		})
	}
}

// TestACounterThatGoesWhileSomebodyWorksThereStays: and who waited for a closed one alone waits for any.
func TestACounterThatGoesWhileSomebodyWorksThereStays(t *testing.T) {
	h := open(t)
	h.Open("1")
	if err := h.q.Apply(h.Context(), lacking(halltest.Setup(), 2, "counter 1", "counter 2")); err != nil {
		t.Fatal(err)
	}
	var left []hall.CounterID
	for _, c := range h.q.Setup().Counters {
		left = append(left, c.ID)
	}
	if !slices.Contains(left, "1") || slices.Contains(left, "2") {
		t.Errorf("counters %v", left)
	}
}

// TestAServiceThatNoCounterServesTakesNoNumbers: nobody could ever call them.
func TestAServiceThatNoCounterServesTakesNoNumbers(t *testing.T) {
	h := open(t)
	setup := halltest.Setup()
	setup.Version, setup.Counters = 2, slices.Clone(setup.Counters)
	for i, c := range setup.Counters {
		setup.Counters[i].Serves = slices.DeleteFunc(slices.Clone(c.Serves), func(s hall.Skill) bool { return s.Group == "Q" })
	}
	if err := h.q.Apply(h.Context(), setup); err != nil {
		t.Fatal(err)
	}
	_, err := h.q.Issue(h.Context(), hall.IssueRequest{ID: hall.TicketID(halltest.UUID("q")), Service: "Q", Source: hall.FromKiosk})
	h.Refused("a number of it", err, hall.Paused)
	for _, g := range h.Snapshot().Groups {
		if want := map[hall.GroupCode]hall.Code{"Q": hall.Paused}[g.Code]; g.Refusal != want {
			t.Errorf("the kiosk shows %s as %q", g.Code, g.Refusal)
		}
	}
}

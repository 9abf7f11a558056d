package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/admin/desk"
)

// fake is a center with two halls and some tickets.
type fake struct {
	signedOut int
	asks      bool // hall b goes on from a copy, and refuses its setup
	answers   []string
	now       time.Time
	down      bool
	expired   bool
	asked     []string
	tickets   int
	test      hall.Millis // asked for, as the hall's log tells
	results   []hall.SelfTest
	given     desk.Given
	slips     []hall.PaperState // told of every ticket
	faulty    bool              // a hall with a broken device, one offline, one without an open window
	ended     bool              // every ticket
}

var start = time.Date(2026, 11, 23, 15, 4, 0, 0, time.FixedZone("CST", 8*3600))

func (f *fake) err() error {
	switch {
	case f.down:
		return hall.E("fake", hall.Unavailable)
	case f.expired:
		return hall.E("fake", hall.Unauthenticated)
	}
	return nil
}

func (f *fake) SignOut(context.Context) error {
	f.signedOut++
	return nil
}

func (f *fake) SignIn(_ context.Context, name, password string) (desk.Person, error) {
	if password != "secret" {
		return desk.Person{}, hall.E("fake", hall.WrongPIN)
	}
	return desk.Person{Name: name}, f.err()
}

func (f *fake) AnswerEpoch(_ context.Context, question string, restored bool) error {
	f.answers = append(f.answers, fmt.Sprint(question, " ", restored))
	f.asks = f.asks && f.down
	return f.err()
}

func (f *fake) question() *desk.Question {
	if !f.asks {
		return nil
	}
	return &desk.Question{ID: "b-2-1f2e3d4c", Begun: hall.At(start)}
}

func (f *fake) Outlets(context.Context) ([]desk.Outlet, error) {
	f.asked = append(f.asked, "outlets")
	if f.faulty {
		return []desk.Outlet{{ID: "a", LastSeen: hall.At(f.now), Faults: 1}, {ID: "b", LastSeen: hall.At(start)},
			{ID: "c", LastSeen: hall.At(f.now), Waiting: 3, Windows: 2}}, f.err()
	}
	return []desk.Outlet{
		{ID: "a", Day: "2026-11-23", LastSeen: hall.At(f.now), Waiting: 5, Open: 5, Windows: 6,
			Today: hall.Today{Issued: 100, Finished: 80, Called: 90, WaitMs: 90 * 8 * 60000, ServedMs: 80 * 9 * 60000, Rated: 40, Satisfied: 39}},
		{ID: "b", Day: "2026-11-23", LastSeen: hall.At(start), Asks: f.question(), Stopped: f.asks, Refuses: f.asks, Today: hall.Today{Issued: 20, Finished: 20, Rated: 10, Satisfied: 10}},
	}, f.err()
}

func (f *fake) Live(_ context.Context, id hall.OutletID) (desk.Live, error) {
	f.asked = append(f.asked, "live "+string(id))
	return desk.Live{Outlet: desk.Outlet{ID: id}, Asked: f.test, Tests: f.results}, f.err()
}

func (f *fake) SelfTest(_ context.Context, id hall.OutletID) error {
	f.asked = append(f.asked, "test "+string(id))
	return f.err()
}

func (f *fake) Give(_ context.Context, id hall.OutletID, order string, g desk.Give) error {
	f.asked = append(f.asked, fmt.Sprintf("give %s %s %s %s", id, order, g.Group, g.Terminal))
	return f.err()
}

func (f *fake) Given(context.Context, hall.OutletID, string) (desk.Given, error) {
	return f.given, f.err()
}

func (f *fake) Arrivals(_ context.Context, id hall.OutletID, _ hall.Day) ([]desk.Quarter, error) {
	f.asked = append(f.asked, "arrivals "+string(id))
	return []desk.Quarter{{At: 1, Came: 3, Served: 2}}, f.err()
}

func (f *fake) Tickets(_ context.Context, q desk.Query) (desk.Page, error) {
	f.asked = append(f.asked, fmt.Sprintf("tickets %s %s %s%s", q.Outlet, q.State, q.No, q.After))
	from := 0
	fmt.Sscan(q.After, &from)
	var p desk.Page
	for i := from; i < min(from+q.Limit, f.tickets); i++ {
		p.Tickets = append(p.Tickets, hall.Ticket{ID: hall.TicketID(fmt.Sprint(i)), No: hall.Number("H", i+1), State: hall.Waiting})
	}
	if from+q.Limit < f.tickets {
		p.After = fmt.Sprint(from + q.Limit)
	}
	return p, f.err()
}

func (f *fake) History(_ context.Context, _ hall.OutletID, id hall.TicketID) (desk.History, error) {
	h := desk.History{Ticket: hall.Ticket{ID: id, No: "H001", State: hall.Waiting}, Events: []hall.Event{{Kind: hall.TicketIssued}}}
	if f.ended {
		h.Ticket.State = hall.Finished
	}
	for _, paper := range f.slips {
		e := hall.Event{Kind: hall.TicketPaper}
		e.Body, _ = json.Marshal(hall.Body{Ticket: &hall.Ticket{ID: id, Paper: paper}})
		h.Events = append(h.Events, e)
	}
	return h, f.err()
}

func newDesk(f *fake) *desk.Desk {
	f.now = start
	keys := 0
	return desk.New(desk.Config{Center: f, Now: func() time.Time { return f.now }, Run: func(work, done func()) { work(); done() },
		NewKey: func() string { keys++; return fmt.Sprint("o", keys) }})
}

func signedIn(f *fake) *desk.Desk {
	d := newDesk(f)
	d.SignIn("zhao", "secret")
	return d
}

func later(f *fake, d *desk.Desk, seconds int) {
	for range seconds {
		f.now = f.now.Add(time.Second)
		d.Tick()
	}
}

func TestSignIn(t *testing.T) {
	for _, c := range []struct {
		name, password string
		down           bool
		want           hall.Code
	}{
		{"zhao", "secret", false, ""},
		{"zhao", "", false, hall.Invalid},
		{"zhao", "wrong", false, hall.WrongPIN},
		{"zhao", "secret", true, hall.Unavailable},
	} {
		d := newDesk(&fake{down: c.down})
		d.SignIn(c.name, c.password)
		_, in := d.Signed()
		if _, failed := d.Signing(); failed != c.want || in != (c.want == "") {
			t.Errorf("%q: signed %v, failed %q", c.password, in, failed)
		}
	}
}

func TestEveryPageAsksOnlyForItself(t *testing.T) {
	f := &fake{}
	d := signedIn(f)
	for _, c := range []struct {
		place desk.Place
		want  string
	}{{desk.Today, "outlets arrivals a"}, {desk.Tickets, "outlets tickets a   live a"}, {desk.OneHall, "outlets live a"}} {
		f.asked = nil
		d.Go(c.place)
		if got := strings.Join(f.asked, " "); got != c.want {
			t.Errorf("%s asks %q, want %q", c.place, got, c.want)
		}
	}
	f.asked = nil
	later(f, d, 9)
	if len(f.asked) != 0 {
		t.Errorf("asked again too soon: %v", f.asked)
	}
	later(f, d, 1)
	if len(f.asked) == 0 {
		t.Error("not asked again after ten seconds")
	}
}

func TestTheCenterIsAway(t *testing.T) {
	f := &fake{}
	d := signedIn(f)
	f.down = true
	later(f, d, 30)
	at, away, why := d.Fresh()
	if !away || why != hall.Unavailable || !at.Equal(start) {
		t.Errorf("away %v because %q, true at %s", away, why, at)
	}
	later(f, d, 5*60)
	if n := len(d.Alarms()); n != 0 {
		t.Errorf("%d alarms about halls of which nothing is known", n)
	}
	if all, ok := d.Outlets(); !ok || len(all) != 2 {
		t.Error("the last facts are gone")
	}
	f.down = false
	later(f, d, 10)
	if _, away, _ := d.Fresh(); away {
		t.Error("still away")
	}
}

// TestAnActAfterTheSessionEndedLeadsToTheSignIn: it told the person that the machine is not enrolled.
func TestAnActAfterTheSessionEndedLeadsToTheSignIn(t *testing.T) {
	for name, act := range map[string]func(d *desk.Desk){
		"an answer":   func(d *desk.Desk) { d.AnswerEpoch("q", true) },
		"a self-test": func(d *desk.Desk) { d.SelfTest() },
	} {
		f := &fake{}
		d := signedIn(f)
		later(f, d, 10)
		d.Choose("a")
		f.expired = true
		act(d)
		if _, in := d.Signed(); in {
			t.Errorf("%s: still signed in", name)
		}
		if _, why := d.Signing(); why != hall.Unauthenticated {
			t.Errorf("%s: the sign-in page says %q", name, why)
		}
	}
}

func TestASessionThatEndedLeadsToTheSignIn(t *testing.T) {
	f := &fake{}
	d := signedIn(f)
	f.expired = true
	later(f, d, 10)
	if _, in := d.Signed(); in {
		t.Error("still signed in")
	}
	if all, _ := d.Outlets(); len(all) != 0 {
		t.Error("facts are left on the screen")
	}
}

func TestFiguresHaveTheirBase(t *testing.T) {
	f := &fake{}
	d := signedIn(f)
	later(f, d, 3*60)
	g := d.Figures()
	want := desk.Figures{Halls: 2, Online: 1, Issued: 120, Finished: 100, Waiting: 5, Called: 90, MeanWait: 8 * time.Minute,
		MeanService: 432 * time.Second, Satisfied: 98, Rated: 50, RatedShare: 50, WaitKnown: true, DidAny: true}
	if g != want {
		t.Errorf("got  %+v\nwant %+v", g, want)
	}
	if a := d.Alarms(); len(a) != 1 || a[0].Kind != desk.HallOffline || a[0].Outlet.ID != "b" || a[0].Minutes != 3 {
		t.Errorf("alarms %+v", a)
	}
}

func TestPages(t *testing.T) {
	f := &fake{tickets: 30}
	d := signedIn(f)
	d.Go(desk.Tickets)
	first := func() (hall.TicketNo, int) {
		p, n, _ := d.Page()
		return p.Tickets[0].No, n
	}
	for _, c := range []struct {
		act  func()
		no   hall.TicketNo
		page int
	}{
		{func() {}, "H001", 1}, {d.Next, "H013", 2}, {d.Next, "H025", 3}, {d.Next, "H025", 3}, {d.Previous, "H013", 2},
		{d.Previous, "H001", 1}, {d.Previous, "H001", 1}, {func() { d.Next(); d.Filter(hall.Finished, "H0") }, "H001", 1},
	} {
		c.act()
		if no, page := first(); no != c.no || page != c.page {
			t.Errorf("page %d begins with %s, want %d and %s", page, no, c.page, c.no)
		}
	}
	if got := f.asked[len(f.asked)-1]; got != "tickets a finished H0" {
		t.Errorf("asked %q", got)
	}
}

func TestTheDrawer(t *testing.T) {
	f := &fake{tickets: 3}
	d := signedIn(f)
	d.Go(desk.Tickets)
	d.Open("1")
	if _, h, failed, open := d.Drawer(); !open || h == nil || len(h.Events) != 1 || failed != "" {
		t.Errorf("drawer %v %v %q", open, h, failed)
	}
	d.Close()
	f.down = true
	d.Open("2")
	if _, h, failed, open := d.Drawer(); !open || h != nil || failed != hall.Unavailable {
		t.Errorf("drawer while away %v %v %q", open, h, failed)
	}
	d.Go(desk.Today)
	if _, _, _, open := d.Drawer(); open {
		t.Error("open on another page")
	}
}

func TestALateAnswerDoesNotReplaceANewerPage(t *testing.T) {
	f := &fake{}
	f.now = start
	var waiting []func()
	d := desk.New(desk.Config{Center: f, Now: func() time.Time { return f.now }, Run: func(work, done func()) {
		waiting = append(waiting, func() { work(); done() })
	}})
	drain := func() {
		for len(waiting) > 0 {
			next := waiting[0]
			waiting = waiting[1:]
			next()
		}
	}
	d.SignIn("zhao", "secret")
	drain()
	if day, ok := d.Chart(); !ok || len(day) != 1 {
		t.Error("the chart is not known after its answer")
	}
	d.Choose("b")
	if day, ok := d.Chart(); ok || day != nil {
		t.Error("another hall's day is shown for b")
	}
	drain()
	d.Choose("a")
	d.Go(desk.OneHall)
	d.Choose("b")
	f.asked = nil
	drain()
	if l, _ := d.Live(); l.Outlet.ID != "b" {
		t.Errorf("shows %q, asked %v", l.Outlet.ID, f.asked)
	}
}

func TestASelfTestIsFollowedToItsEnd(t *testing.T) {
	f := &fake{}
	d := newDesk(f)
	d.SignIn("zhao", "secret")
	d.Go(desk.Devices)
	is := func(when string, want desk.TestState, failed hall.Code) {
		t.Helper()
		if state, _, code := d.Test(); state != want || code != failed {
			t.Errorf("%s: %s %q, want %s %q", when, state, code, want, failed)
		}
	}
	later := func(by time.Duration) { f.now = f.now.Add(by); d.Tick() }
	is("at first", desk.NoTest, "")

	f.down = true
	d.SelfTest()
	is("the center is away", desk.NoTest, hall.Unavailable)
	f.down = false
	d.SelfTest()
	is("on its way", desk.TestAsking, "")
	later(2 * time.Second)
	is("the hall has not got it yet", desk.TestAsking, "")

	f.test = hall.At(f.now)
	later(2 * time.Second)
	is("the terminals are at it", desk.TestRunning, "")
	f.results = []hall.SelfTest{{Terminal: "K1", At: f.test.Add(time.Second)}, {Terminal: "D1", At: f.test.Add(-time.Hour)}}
	later(2 * time.Second)
	is("one has not answered", desk.TestRunning, "")
	later(3 * time.Minute)
	is("it will not", desk.TestOver, "")
	f.results[1].At = f.test.Add(time.Minute)
	later(10 * time.Second)
	is("both have", desk.TestOver, "")

	d.SelfTest()
	is("another one", desk.TestAsking, "")
	later(4 * time.Minute)
	is("which never reached the hall", desk.TestOver, "")
}

// TestSigningOutEndsTheSessionAtTheCenter: it was forgotten in the window alone, and good for twelve hours more.
func TestSigningOutEndsTheSessionAtTheCenter(t *testing.T) {
	f := &fake{}
	d := newDesk(f)
	d.SignIn("zhao", "secret")
	d.SignOut()
	if _, signed := d.Signed(); signed || f.signedOut != 1 {
		t.Errorf("signed in %v, the center was told %d times", signed, f.signedOut)
	}
}

// TestAHallThatWaitsForAPersonIsAnAlarm: a restored hall's log and a refused setup stay as they are until somebody
// looks.
func TestAHallThatWaitsForAPersonIsAnAlarm(t *testing.T) {
	d := signedIn(&fake{asks: true})
	var kinds []desk.AlarmKind
	for _, a := range d.Alarms() {
		if a.Outlet.ID == "b" {
			kinds = append(kinds, a.Kind)
		}
	}
	if !slices.Equal(kinds, []desk.AlarmKind{desk.HallAsks, desk.HallStopped, desk.HallRefuses}) {
		t.Errorf("alarms %v", kinds)
	}
}

// TestAnAnswerGoesToItsQuestion: and one that did not arrive leaves the question standing.
func TestAnAnswerGoesToItsQuestion(t *testing.T) {
	f := &fake{asks: true}
	d := signedIn(f)
	d.Choose("b")
	f.down = true
	d.AnswerEpoch("b-2-1f2e3d4c", true)
	if o, _ := d.Chosen(); d.Answered() != hall.Unavailable || o.Asks == nil {
		t.Errorf("the center is away: %q, %+v", d.Answered(), o)
	}
	f.down = false
	d.AnswerEpoch("b-2-1f2e3d4c", false)
	if o, _ := d.Chosen(); d.Answered() != "" || o.Asks != nil {
		t.Errorf("answered: %q, %+v", d.Answered(), o)
	}
	if !slices.Equal(f.answers, []string{"b-2-1f2e3d4c true", "b-2-1f2e3d4c false"}) {
		t.Error(f.answers)
	}
}

// TestTheWorstAlarmComesFirst, in whatever order the halls stand.
func TestTheWorstAlarmComesFirst(t *testing.T) {
	f := &fake{faulty: true}
	d := signedIn(f)
	later(f, d, 3*60)
	var kinds []desk.AlarmKind
	for _, a := range d.Alarms() {
		kinds = append(kinds, a.Kind)
	}
	if !slices.Equal(kinds, []desk.AlarmKind{desk.NobodyOpen, desk.HallOffline, desk.HallFaults}) {
		t.Errorf("alarms %v", kinds)
	}
}

package flow_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

func TestOneVisit(t *testing.T) {
	o := newOffice()
	o.Issue("H023")
	d := newDesk(o)
	signIn(o, d)
	d.Press("F1")
	if v := d.Customer(); v.Kind != flow.CustomerCalled || v.No != "H023" || v.Window != "3" {
		t.Errorf("customer sees %+v", v)
	}
	d.Scanned(codeOf("H023")) // the called ticket: the service starts
	if d.Phase() != flow.Serving {
		t.Fatalf("after the scan: %s, notice %+v", d.Phase(), d.Notice())
	}
	d.Press("F5")
	if d.WhyEnd().Key != "counter.why.outcome" {
		t.Errorf("without an outcome F5 is off because %q", d.WhyEnd().Key)
	}
	d.Digit(2)
	d.Press("F5")
	if v := d.Customer(); v.Kind != flow.CustomerRating || v.Outcome != hall.Done || v.Left != 20 {
		t.Errorf("customer sees %+v", v)
	}
	d.Rate(5)
	if v := d.Customer(); v.Kind != flow.CustomerThanks {
		t.Errorf("after rating: %s", v.Kind)
	}
	later(o, d, 4)
	if v := d.Customer(); v.Kind != flow.CustomerIdle || v.No != "" {
		t.Errorf("after the thanks: %+v", v)
	}
	want := []string{"open window 3", "call H023", "start H023", "finish H023", "evaluate H023 5"}
	if !slices.Equal(o.Did, want) {
		t.Errorf("did %v, want %v", o.Did, want)
	}
}

func TestSignIn(t *testing.T) {
	for _, c := range []struct {
		name, teller, pin string
		notice            hall.Code
		phase             flow.Phase
	}{
		{"by badge", "0312", "246810", "", flow.Idle},
		{"by id", "t01", "246810", "", flow.Idle},
		{"wrong PIN", "0312", "111111", hall.WrongPIN, flow.Closed},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice()
			d := newDesk(o)
			d.SignIn("", c.teller, c.pin)
			if d.Phase() != c.phase || d.Notice().Code != c.notice {
				t.Errorf("phase %s, notice %+v", d.Phase(), d.Notice())
			}
			if c.phase == flow.Idle && (o.Windows["3"].Teller != "t01" || d.Badge() != "0312") {
				t.Errorf("teller %q, badge %q", o.Windows["3"].Teller, d.Badge())
			}
		})
	}
}

// TestAnInputMethodAtThePINIsToldAndNotSent: full-width digits are digits, Chinese letters are not sent, so they cost
// no try.
func TestAnInputMethodAtThePINIsToldAndNotSent(t *testing.T) {
	o := newOffice()
	d := newDesk(o)
	d.SignIn("", "0312", "密码246810")
	if d.Phase() != flow.Closed || d.Notice().Say.Key != "counter.why.pin_digits" || d.Notice().Code != "" {
		t.Errorf("phase %s, notice %+v", d.Phase(), d.Notice())
	}
	d.SignIn("", "０３１２", "２４６８１０")
	if d.Phase() != flow.Idle || d.Badge() != "0312" {
		t.Errorf("phase %s, notice %+v", d.Phase(), d.Notice())
	}
}

// TestWhatWasDoneWhileAwayIsSlowedAndNotRefused: a node that is told much at once asks to wait; nothing of it is lost.
func TestWhatWasDoneWhileAwayIsSlowedAndNotRefused(t *testing.T) {
	o := newOffice()
	o.Issue("H023")
	d := newDesk(o)
	signIn(o, d)
	d.Press("F1")
	d.Do(flow.Start)
	o.Down = true
	d.Press("F5")
	d.Digit(2)
	d.Press("F5")
	later(o, d, 6)
	o.Down, o.Slow = false, 2
	later(o, d, 20)
	if got := o.Get("H023"); got.State != hall.Finished {
		t.Errorf("the visit is %s; done was %v, notice %+v", got.State, o.Did, d.Notice())
	}
}

func TestARestartGoesOnWithTheSameTicketAndCallsNobodyTwice(t *testing.T) {
	o := newOffice()
	o.Issue("H023", "H024")
	d := newDesk(o)
	into["serving"](o, d)
	before := len(o.Did)

	again := newDesk(o)
	if again.Phase() != flow.Serving || again.Badge() != "0312" {
		t.Fatalf("phase %s, badge %q", again.Phase(), again.Badge())
	}
	if c, _ := again.Case(); c.Ticket.No != "H023" {
		t.Errorf("ticket %s", c.Ticket.No)
	}
	if len(o.Did) != before {
		t.Errorf("did %v", o.Did[before:])
	}
	stranger := newDesk(o, func(c *flow.Config) { c.Terminal = "C99" })
	if stranger.Phase() != flow.Closed {
		t.Errorf("another program took the counter up: %s", stranger.Phase())
	}
}

func TestALostAnswerCallsOneVisitorOnly(t *testing.T) {
	for lost := 1; lost <= 5; lost++ {
		o := newOffice()
		o.Issue("H023", "H024")
		d := newDesk(o)
		signIn(o, d)
		o.Lose = 1
		if lost > 1 {
			o.Down = true
		}
		d.Press("F1")
		later(o, d, lost)
		o.Down = false
		later(o, d, 6)
		if d.Phase() == flow.Idle {
			d.Press("F1")
			later(o, d, 3)
		}
		calls := 0
		for _, s := range o.Did {
			if s == "call H023" || s == "call H024" {
				calls++
			}
		}
		if c, _ := d.Case(); calls != 1 || c.Ticket.No != "H023" {
			t.Errorf("away for %d s: %d calls, at the desk %q, did %v", lost, calls, c.Ticket.No, o.Did)
		}
	}
}

func TestTheNodeIsAway(t *testing.T) {
	o := newOffice()
	o.Issue("H023", "H024", "H025")
	d := newDesk(o)
	into["away serving"](o, d)
	if _, away := d.Away(); !away {
		t.Fatal("not away")
	}
	before := len(o.Did)
	finish(d)
	if d.Phase() != flow.Rating || d.Waiting() == 0 {
		t.Fatalf("the end is not shown: %s, %d waiting", d.Phase(), d.Waiting())
	}
	d.Rate(4)
	later(o, d, 5)
	d.Scanned(codeOf("H025")) // the visitor shows the paper
	if _, ok := d.Offer(); !ok {
		t.Fatalf("no offer, notice %+v", d.Notice())
	}
	d.Take()
	if c, _ := d.Case(); d.Phase() != flow.Serving || c.Ticket.No != "H025" {
		t.Fatalf("phase %s, ticket %s", d.Phase(), c.Ticket.No)
	}
	finish(d)
	later(o, d, 30)
	if len(o.Did) != before {
		t.Fatalf("reached the node while away: %v", o.Did[before:])
	}
	o.Down = false
	later(o, d, 6)
	want := []string{"finish H023", "evaluate H023 4", "call H025", "start H025", "finish H025", "evaluate H025 0"}
	if !slices.Equal(o.Did[before:], want) {
		t.Errorf("caught up with %v, want %v", o.Did[before:], want)
	}
	if _, away := d.Away(); away || d.Waiting() != 0 || d.Phase() != flow.Idle {
		t.Errorf("away %v, %d waiting, phase %s", away, d.Waiting(), d.Phase())
	}
}

func TestAnActThatCameTooLateIsToldAndTheNodeIsBelieved(t *testing.T) {
	o := newOffice()
	o.Issue("H023", "H024")
	d := newDesk(o)
	into["away called"](o, d)
	d.Press("F8")
	finish(d)
	o.Tickets["id-H023"].State, o.Windows["3"].Ticket = hall.Cancelled, "" // the center closed the day meanwhile
	o.Down = false
	later(o, d, 8)
	if n := d.Notice(); n.Say.Key != "counter.sorry.late" || n.Code != hall.Conflict {
		t.Errorf("notice %+v", n)
	}
	if d.Phase() != flow.Rating && d.Phase() != flow.Idle || d.Waiting() != 0 {
		t.Errorf("phase %s, %d waiting", d.Phase(), d.Waiting())
	}
}

func TestScans(t *testing.T) {
	for _, c := range []struct {
		name, text, notice string
		offer              bool
	}{
		{"no ticket at all", "6901234567892", "counter.scan.unknown", false},
		{"a text", "hello", "counter.scan.unknown", false},
		{"of another hall", "00200000000000", "counter.scan.foreign", false},
		{"check digits wrong", "00178000010000", "counter.scan.forged", false},
		{"of yesterday", "00177900011111", "counter.scan.old", false},
		{"lost by a restore", "00178000022222", "counter.scan.lost", false},
		{"already served", codeOf("H020"), "counter.scan.used", false},
		{"called at window 5", codeOf("H021"), "counter.scan.elsewhere", false},
		{"missed, may come back", codeOf("H022"), "", true},
		{"waiting", codeOf("H024"), "", true},
		{"its number", "H024", "", true},
		{"its number in small full-width letters", "ｈ２４", "", true},
		{"the number of a care ticket", "L002", "", true},
		{"the number of a booked one", "y003", "", true},
		{"the number of a missed one", "H022", "", true},
		{"the number that is at window 5", "H021", "counter.scan.elsewhere", false},
		{"a number that nobody has", "L009", "counter.scan.no_such_number", false},
		{"the number of one already served", "H020", "counter.scan.no_such_number", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice()
			o.Issue("H020", "H021", "H022", "H023", "H024", "L002", "Y003")
			d := newDesk(o)
			signIn(o, d)
			o.Windows["5"].Ticket = "id-H021"
			o.Tickets["id-H020"].State = hall.Finished
			o.Tickets["id-H021"].State, o.Tickets["id-H021"].Counter = hall.Called, "5"
			o.Tickets["id-H022"].State = hall.Missed
			later(o, d, 15)
			d.Scanned(c.text)
			if _, ok := d.Offer(); ok != c.offer || d.Notice().Say.Key != c.notice {
				t.Errorf("offer %v, notice %+v", ok, d.Notice())
			}
		})
	}
}

func TestAScannedVisitorIsCalledOutOfTurn(t *testing.T) {
	o := newOffice()
	o.Issue("H023", "H024")
	d := newDesk(o)
	signIn(o, d)
	d.Scanned(codeOf("H024"))
	if f, _ := d.Offer(); !f.On || f.Label.Key != "counter.act.call_this" {
		t.Errorf("offer %+v", f)
	}
	d.Take()
	if c, _ := d.Case(); c.Ticket.No != "H024" || c.Why.Key != "counter.picked.chosen" {
		t.Errorf("case %s because %q", c.Ticket.No, c.Why.Key)
	}
	d.Scanned(codeOf("H023"))
	if f, ok := d.Offer(); !ok || f.On || f.Why.Key != "counter.why.called" {
		t.Errorf("while another is called: %+v", f)
	}
}

func TestRating(t *testing.T) {
	for _, c := range []struct {
		name    string
		act     func(*office, *flow.Desk)
		level   int
		reasons []string
	}{
		{"nobody touches for 20 s: not rated", func(o *office, d *flow.Desk) { later(o, d, 20) }, 0, nil},
		{"a good level is sent at once", func(o *office, d *flow.Desk) { d.Rate(3) }, 3, nil},
		{"a bad level waits for reasons", func(o *office, d *flow.Desk) {
			d.Rate(2)
			d.Reason("wait")
			d.Reason("manner")
			d.Reason("wait")
			d.Submit()
		}, 2, []string{"manner"}},
		{"reasons may be left out", func(o *office, d *flow.Desk) { d.Rate(1); d.Submit() }, 1, nil},
		{"a bad level counts when the visitor walks off", func(o *office, d *flow.Desk) { d.Rate(1); d.Reason("steps"); later(o, d, 20) }, 1, []string{"steps"}},
		{"changed mind", func(o *office, d *flow.Desk) { d.Rate(1); d.Reason("steps"); d.ChangeLevel(); d.Rate(5) }, 5, nil},
		{"touching refills the ring", func(o *office, d *flow.Desk) { later(o, d, 15); d.Touched(); later(o, d, 15); d.Rate(4) }, 4, nil},
		{"the second touch of a double tap changes nothing", func(o *office, d *flow.Desk) { d.Rate(4); d.Rate(1); d.Submit() }, 4, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice()
			o.Issue("H023")
			d := newDesk(o)
			into["rating"](o, d)
			c.act(o, d)
			e := o.Get("H023").Evaluation
			if e == nil || e.Level != c.level || !slices.Equal(e.Reasons, c.reasons) {
				t.Errorf("evaluation %+v, want %d %v", e, c.level, c.reasons)
			}
		})
	}
}

func TestTheTellerCannotCutARatingShort(t *testing.T) {
	o := newOffice()
	o.Issue("H023", "H024")
	d := newDesk(o)
	into["rating"](o, d)
	d.Press("F1")
	if v := d.Customer(); v.Kind != flow.CustomerRating || v.No != "H023" {
		t.Errorf("the next call took the rating away: %+v", v)
	}
	if b := d.Button(flow.Start); b.On || b.Why.Key != "counter.why.rating" || b.Why.Args["s"] != 20 {
		t.Errorf("start %+v", b)
	}
	later(o, d, 20)
	if v := d.Customer(); v.Kind != flow.CustomerCalled || v.No != "H024" || !d.Button(flow.Start).On {
		t.Errorf("after the ring: %+v", v)
	}
}

func TestTheClockAgainstTheNorm(t *testing.T) {
	o := newOffice()
	o.Issue("H023")
	d := newDesk(o)
	into["serving"](o, d)
	for _, c := range []struct {
		min  int
		pace flow.Pace
	}{{0, flow.InTime}, {14, flow.InTime}, {15, flow.NearNorm}, {19, flow.NearNorm}, {20, flow.OverNorm}} {
		o.Now = start.Add(time.Duration(c.min) * time.Minute)
		d.Tick()
		k, _ := d.Case()
		if k.Clock.Pace != c.pace || k.Clock.Elapsed != time.Duration(c.min)*time.Minute {
			t.Errorf("after %d min: %s %s", c.min, k.Clock.Pace, k.Clock.Elapsed)
		}
	}
}

func TestTheNodesClockCounts(t *testing.T) {
	o := newOffice()
	o.Issue("H023")
	d := newDesk(o, func(c *flow.Config) { c.Now = func() time.Time { return o.Now.Add(-37 * time.Minute) } })
	into["serving"](o, d)
	if c, _ := d.Case(); c.Clock.Elapsed != 0 {
		t.Errorf("a counter whose clock is wrong shows %s", c.Clock.Elapsed)
	}
}

func TestTransferAndHold(t *testing.T) {
	o := newOffice()
	o.Issue("H023", "H024")
	d := newDesk(o)
	into["serving"](o, d)
	groups, counters := d.Targets()
	if len(groups) != 1 || groups[0].On || groups[0].Why.Key != "counter.why.nobody_serves" {
		t.Errorf("groups %+v", groups)
	}
	if len(counters) != 1 || counters[0].On || counters[0].Why.Key != "counter.why.counter_closed" {
		t.Errorf("counters %+v", counters)
	}
	d.Hold(false, 0, "")
	if o.Get("H023").State != hall.Held || d.Phase() != flow.Idle {
		t.Fatalf("hold: %s, %s", o.Get("H023").State, d.Phase())
	}
	later(o, d, 1)
	held, _ := d.Aside()
	if len(held) != 1 {
		t.Fatalf("held %v", held)
	}
	d.Show(held[0].Ticket)
	d.Take()
	if d.Phase() != flow.Serving {
		t.Errorf("resume: %s", d.Phase())
	}
	d.TransferTo(flow.Target{Counter: "5"}, "needs the meter reading")
	if o.Get("H023").State != hall.Waiting || d.Phase() != flow.Idle {
		t.Errorf("transfer: %s, %s", o.Get("H023").State, d.Phase())
	}
}

func TestAnEndCanBeTakenBackForAMinute(t *testing.T) {
	o := newOffice()
	o.Issue("H023")
	d := newDesk(o)
	into["rating"](o, d)
	later(o, d, 21)
	if no, left, ok := d.CanUndo(); !ok || no != "H023" || left != 39 {
		t.Errorf("undo %s %d %v", no, left, ok)
	}
	d.Undo()
	if d.Phase() != flow.Serving {
		t.Errorf("after undo: %s, %+v", d.Phase(), d.Notice())
	}
	finish(d)
	later(o, d, 60)
	if _, _, ok := d.CanUndo(); ok {
		t.Error("still possible after a minute")
	}
}

func TestARatedEndStays(t *testing.T) {
	for name, rate := range map[string]func(*office, *flow.Desk){
		"here": func(_ *office, d *flow.Desk) { d.Rate(4) },
		"on the device": func(o *office, d *flow.Desk) {
			done := o.Get("H023")
			done.Evaluation, done.Version = &hall.Evaluation{Level: 2}, done.Version+1
			body, _ := json.Marshal(hall.Body{Ticket: &done})
			d.Told(hall.Event{Kind: hall.TicketEvaluated, At: hall.At(o.Now), Body: body})
		},
	} {
		o := newOffice()
		o.Issue("H023")
		d := newDesk(o)
		into["rating"](o, d)
		if _, _, ok := d.CanUndo(); !ok {
			t.Fatalf("%s: not yet rated, and it cannot be taken back", name)
		}
		rate(o, d)
		if _, _, ok := d.CanUndo(); ok {
			t.Errorf("%s: a rated end can be taken back", name)
		}
	}
}

func TestOthersActOnThisCounter(t *testing.T) {
	o := newOffice()
	o.Issue("H023")
	d := newDesk(o)
	into["called"](o, d)
	gone := o.Get("H023")
	gone.State, gone.Version = hall.Waiting, gone.Version+1
	body, _ := json.Marshal(hall.Body{Ticket: &gone})
	d.Told(hall.Event{Kind: hall.TicketReleased, At: hall.At(o.Now.Add(time.Second)), Body: body})
	if d.Phase() != flow.Idle {
		t.Errorf("after a release: %s", d.Phase())
	}
	*o.Windows["3"] = hall.Counter{ID: "3", State: hall.CounterClosed, Since: hall.At(o.Now)}
	later(o, d, 6)
	if d.Phase() != flow.Closed || d.Notice().Say.Key != "counter.notice.closed_by_other" {
		t.Errorf("after the center closed the counter: %s, %+v", d.Phase(), d.Notice())
	}
}

func TestAnOldEventDoesNotBringAFinishedTicketBack(t *testing.T) {
	o := newOffice()
	o.Issue("H023")
	d := newDesk(o)
	into["serving"](o, d)
	old := o.Get("H023")
	o.Now = o.Now.Add(time.Minute)
	finish(d)
	body, _ := json.Marshal(hall.Body{Ticket: &old})
	d.Told(hall.Event{Kind: hall.TicketStarted, At: old.ServingSince, Body: body})
	if d.Phase() != flow.Rating {
		t.Errorf("phase %s", d.Phase())
	}
}

func TestTheCustomerWindowKnowsNobody(t *testing.T) {
	for phase, want := range map[string]flow.CustomerKind{"closed": flow.CustomerClosed, "idle": flow.CustomerIdle, "called": flow.CustomerCalled,
		"serving": flow.CustomerServing, "rating": flow.CustomerRating, "paused": flow.CustomerPaused} {
		o := newOffice()
		o.Issue("H023")
		d := newDesk(o)
		into[phase](o, d)
		if got := d.Customer(); got.Kind != want {
			t.Errorf("%s: the customer sees %s", phase, got.Kind)
		}
		d.Blank(true)
		if got := d.Customer(); got.Kind != flow.CustomerBlank || got.No != "" {
			t.Errorf("%s covered: %+v", phase, got)
		}
	}
}

func TestSignOut(t *testing.T) {
	o := newOffice()
	o.Issue("H023")
	d := newDesk(o)
	into["serving"](o, d)
	if d.WhySignOut().Key != "counter.why.serving" {
		t.Errorf("sign-out while serving: %q", d.WhySignOut().Key)
	}
	finish(d)
	d.SignOut()
	later(o, d, 6)
	if d.Phase() != flow.Closed || o.Windows["3"].State != hall.CounterClosed {
		t.Errorf("phase %s, window %s", d.Phase(), o.Windows["3"].State)
	}
}

// TestTheTypedBadgeStandsUntilTheHallTellsIt: a counter that joins from afar has no list of tellers, and the node
// answers its sign-in with the teller's inner id. No screen shows that, not even for the second until the next
// snapshot.
func TestTheTypedBadgeStandsUntilTheHallTellsIt(t *testing.T) {
	o := newOffice()
	o.Badges = map[string]hall.TellerID{"0312": "t01"}
	far := func(c *flow.Config) { c.Tellers = nil }
	d := newDesk(o, far)
	d.SignIn("", "0312", "246810")
	if d.Phase() != flow.Idle || d.Badge() != "0312" || d.Customer().Badge != "0312" {
		t.Fatalf("phase %s, badge %q", d.Phase(), d.Badge())
	}
	later(o, d, 15) // of a hall that tells none
	if d.Badge() != "0312" {
		t.Errorf("after a snapshot: %q", d.Badge())
	}
	again := newDesk(o, far) // started again: nobody has typed here
	later(o, again, 15)
	if again.Phase() != flow.Idle || again.Badge() != "" {
		t.Errorf("phase %s, badge %q", again.Phase(), again.Badge())
	}
	o.Dress = func(s *hall.Snapshot) { s.Counters[0].Badge = "0312" }
	o.Did = append(o.Did, "")
	later(o, again, 15)
	if again.Badge() != "0312" {
		t.Errorf("told by the hall: %q", again.Badge())
	}
}

package flow_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// The ways to bring a desk into each phase.
var into = map[string]func(*office, *flow.Desk){
	"closed":          func(*office, *flow.Desk) {},
	"idle":            signIn,
	"called":          func(o *office, d *flow.Desk) { signIn(o, d); d.Press("F1") },
	"called 20 s ago": func(o *office, d *flow.Desk) { signIn(o, d); d.Press("F1"); later(o, d, 20) },
	"serving":         func(o *office, d *flow.Desk) { signIn(o, d); d.Press("F1"); d.Press("F8") },
	"rating":          func(o *office, d *flow.Desk) { signIn(o, d); d.Press("F1"); d.Press("F8"); finish(d) },
	"paused":          func(o *office, d *flow.Desk) { signIn(o, d); d.PauseFor("rest") },
	"away idle": func(o *office, d *flow.Desk) {
		signIn(o, d)
		cut(o, d)
	},
	"away called":  func(o *office, d *flow.Desk) { signIn(o, d); d.Press("F1"); cut(o, d) },
	"away serving": func(o *office, d *flow.Desk) { signIn(o, d); d.Press("F1"); d.Press("F8"); cut(o, d) },
}

func signIn(_ *office, d *flow.Desk) { d.SignIn("", "0312", "246810"); d.Tick() }

func finish(d *flow.Desk) {
	d.Press("F5")
	d.Digit(2)
	d.Press("F5")
}

func cut(o *office, d *flow.Desk) {
	o.Down = true
	later(o, d, 6)
}

// The table of the house: in each phase, what each key does ("on") or why it is off.
func TestKeyTable(t *testing.T) {
	rows := []struct {
		phase string
		want  map[string]string // by key; "" is on
		green flow.Act
	}{
		{"closed", keys("closed", "closed", "closed", "closed", "closed", "closed", "closed", "closed"), ""},
		{"idle", keys("", "no_ticket", "no_ticket", "no_ticket", "no_ticket", "", "no_ticket", ""), flow.Next},
		{"called", keys("called", "too_soon", "", "", "not_started", "called", "", ""), flow.Start},
		{"called 20 s ago", keys("called", "", "", "", "not_started", "called", "", ""), flow.Start},
		{"serving", keys("serving", "already_here", "already_here", "", "", "serving", "already_started", ""), flow.Finish},
		{"rating", keys("", "no_ticket", "no_ticket", "no_ticket", "no_ticket", "", "no_ticket", ""), flow.Next},
		{"paused", keys("paused", "no_ticket", "no_ticket", "no_ticket", "no_ticket", "", "no_ticket", ""), flow.Pause},
		{"away idle", keys("away", "away", "no_ticket", "away", "no_ticket", "away", "no_ticket", ""), ""},
		{"away called", keys("away", "away", "", "away", "not_started", "away", "", ""), flow.Start},
		{"away serving", keys("away", "away", "already_here", "away", "", "away", "already_started", ""), flow.Finish},
	}
	for _, r := range rows {
		t.Run(r.phase, func(t *testing.T) {
			o := newOffice()
			o.Issue("H023", "H024")
			d := newDesk(o)
			into[r.phase](o, d)
			for _, b := range d.Buttons() {
				want := r.want[b.Key]
				if want != "" {
					want = "counter.why." + want
				}
				if b.Why.Key != want || b.On != (want == "") {
					t.Errorf("%s (%s): off because %q, want %q", b.Key, b.Act, b.Why.Key, want)
				}
				if b.Next != (b.Act == r.green) {
					t.Errorf("%s (%s): green %v, the green key is %q", b.Key, b.Act, b.Next, r.green)
				}
			}
		})
	}
}

func keys(why ...string) map[string]string {
	m := map[string]string{"F11": "", "F12": "no_printer"}
	for i, reason := range why {
		m[flow.Keys[i].Key] = reason
	}
	if first := why[0]; first == "closed" || first == "away" {
		m["F11"], m["F12"] = first, first
	}
	return m
}

func TestAKeyThatIsOffSaysWhyAndDoesNothing(t *testing.T) {
	o := newOffice()
	o.Issue("H023", "H024")
	d := newDesk(o)
	into["serving"](o, d)
	before := len(o.Did)
	d.Press("F1")
	if n := d.Notice(); n.Say.Key != "counter.why.serving" || n.Say.Args["no"] != hall.TicketNo("H023") {
		t.Errorf("notice %+v", n)
	}
	if len(o.Did) != before || d.Phase() != flow.Serving {
		t.Errorf("did %v, phase %s", o.Did[before:], d.Phase())
	}
}

func TestNobodyComes(t *testing.T) {
	o := newOffice()
	o.Issue("H023", "H024")
	d := newDesk(o)
	into["called"](o, d)
	green := func() flow.Act {
		for _, b := range d.Buttons() {
			if b.Next {
				return b.Act
			}
		}
		return ""
	}
	if got := d.Button(flow.Recall).Fact; got.Args["n"] != 1 || got.Args["limit"] != 3 {
		t.Errorf("after the first call: %+v", got)
	}
	for call := 2; call <= 3; call++ {
		later(o, d, 30)
		if green() != flow.Recall {
			t.Errorf("call %d: after 30 s the green key is %s", call, green())
		}
		d.Press("F2")
	}
	if d.Button(flow.Recall).Fact.Key != "counter.act.recall_last" {
		t.Errorf("at the limit the key says %q", d.Button(flow.Recall).Fact.Key)
	}
	later(o, d, 30)
	if green() != flow.NoShow {
		t.Errorf("after the last call the green key is %s", green())
	}
	d.Press("F2")
	if d.Phase() != flow.Idle || o.Get("H023").State != hall.Missed || d.Notice().Say.Key != "counter.notice.missed" {
		t.Errorf("phase %s, ticket %s, notice %q", d.Phase(), o.Get("H023").State, d.Notice().Say.Key)
	}
}

// TestANoShowInHasteIsAskedAbout: within a minute of the first call F3 asks, whatever was called since; later it does
// not.
func TestANoShowInHasteIsAskedAbout(t *testing.T) {
	for _, row := range []struct {
		name    string
		seconds int
		recall  bool
		asks    bool
	}{
		{"at once", 0, false, true}, {"59 s after the call", 59, false, true}, {"a minute after", 60, false, false},
		{"40 s after, called again meanwhile", 40, true, true}, {"61 s after, called again a moment ago", 61, true, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := newOffice()
			o.Issue("H023", "H024")
			d := newDesk(o)
			into["called"](o, d)
			later(o, d, row.seconds)
			if row.recall {
				d.Press("F2")
			}
			d.Press("F3")
			if asks := d.Panel() == flow.NoShowPanel; asks != row.asks || asks == (o.Get("H023").State == hall.Missed) {
				t.Fatalf("asks %v, want %v; the ticket is %s", asks, row.asks, o.Get("H023").State)
			}
			if !row.asks {
				return
			}
			d.Typed('1') // the first answer waits
			if d.Panel() != flow.NoPanel || d.Phase() != flow.Called {
				t.Errorf("after waiting: panel %q, %s", d.Panel(), d.Phase())
			}
			d.Press("F3")
			d.Typed('2')
			if o.Get("H023").State != hall.Missed || d.Phase() != flow.Idle {
				t.Errorf("after the answer: %s, %s", o.Get("H023").State, d.Phase())
			}
		})
	}
}

// TestTheClockCountsFromTheFirstCall, so that a teller sees how long the visitor has had.
func TestTheClockCountsFromTheFirstCall(t *testing.T) {
	o := newOffice()
	o.Issue("H023")
	d := newDesk(o)
	into["called"](o, d)
	later(o, d, 25)
	d.Press("F2")
	later(o, d, 10)
	if c, _ := d.Case(); c.Clock.Elapsed != 35*time.Second {
		t.Errorf("the clock shows %s, want 35 s", c.Clock.Elapsed)
	}
	if b := d.Button(flow.Recall); b.On || b.Why.Args["s"] != 10 {
		t.Errorf("the recall key: on %v, %+v", b.On, b.Why)
	}
}

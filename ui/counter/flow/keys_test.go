package flow_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// The ways to bring a desk into each phase.
var into = map[string]func(*office, *flow.Desk){
	"closed":  func(*office, *flow.Desk) {},
	"idle":    signIn,
	"called":  func(o *office, d *flow.Desk) { signIn(o, d); d.Press("F1") },
	"serving": func(o *office, d *flow.Desk) { signIn(o, d); d.Press("F1"); d.Press("F8") },
	"rating":  func(o *office, d *flow.Desk) { signIn(o, d); d.Press("F1"); d.Press("F8"); finish(d) },
	"paused":  func(o *office, d *flow.Desk) { signIn(o, d); d.PauseFor("rest") },
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
		{"called", keys("called", "", "", "", "not_started", "called", "", ""), flow.Start},
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

package flow_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// atCounter are the numbers of the hall that were given out at the counter.
func (m *morning) atCounter() (all []hall.Ticket) {
	m.t.Helper()
	s, err := m.cable.Queue.Hall(m.t.Context())
	if err != nil {
		m.t.Fatal(err)
	}
	for _, x := range s.Waiting {
		if x.Source == hall.FromCounter {
			all = append(all, x)
		}
	}
	return all
}

// number asks for the i-th number of the panel.
func (m *morning) number(i int) {
	m.t.Helper()
	m.desk.Press("F11")
	if m.desk.Panel() != flow.IssuePanel {
		m.t.Fatalf("F11: panel %q, notice %+v", m.desk.Panel(), m.desk.Notice())
	}
	m.desk.Choose(i)
}

// commandsOnly lets commands and slips go and come, and the desk try again until it gives up. What reads the hall stays
// on its way.
func (m *morning) commandsOnly() {
	for range 6 {
		m.atOnce()
		m.pass(1)
	}
}

// atOnce is the same in no time.
func (m *morning) atOnce() {
	for {
		i := slices.IndexFunc(m.errands, func(e *errand) bool { return !e.reads() })
		if i < 0 {
			return
		}
		m.deliver(i)
	}
}

// oldRead brings home a read that saw the hall at this moment, after what do does.
func (m *morning) oldRead(do func()) {
	m.t.Helper()
	for range 6 {
		if m.pass(1); len(m.errands) > 0 {
			break
		}
	}
	read := m.errands[0]
	if !read.reads() || read.asked {
		m.t.Fatal("no read begins")
	}
	m.deliver(0)
	do()
	m.deliver(slices.Index(m.errands, read))
}

// TestALostAnswerTakesOneNumberOnly: F11 pressed again after a lost answer is the same number, for whichever service;
// it is told and printed once, by itself when the hall shows it.
func TestALostAnswerTakesOneNumberOnly(t *testing.T) {
	for name, again := range map[string]func(m *morning){
		"nobody presses again":        func(*morning) {},
		"the same again":              func(m *morning) { m.number(0) },
		"another service":             func(m *morning) { m.number(1) },
		"again, and lost again":       func(m *morning) { m.cable.lose = 3; m.number(0); m.commandsOnly() },
		"the disk is full meanwhile":  func(m *morning) { m.cable.full = true; m.number(0); m.commandsOnly(); m.cable.full = false },
		"the line is cut for an hour": func(m *morning) { m.cut(); m.minutes(60); m.mend() },
	} {
		m := newMorning(t, 1)
		m.oldRead(func() {
			m.cable.lose = 3
			m.number(0)
			m.commandsOnly()
			if n := m.desk.Notice(); n.Say.Key != "counter.sorry.issue_unsure" {
				t.Errorf("%s: the teller is told %+v", name, n)
			}
		})
		if got := m.atCounter(); len(got) != 1 || len(m.slips) != 0 {
			t.Fatalf("%s: %d numbers and %d slips before", name, len(got), len(m.slips))
		}
		again(m)
		m.settle()
		got := m.atCounter()
		if len(got) != 1 || m.slips[got[0].ID] != 1 || m.told("counter.notice.printed").Args["no"] != got[0].No {
			t.Errorf("%s: numbers %v, slips %v, told %v", name, got, m.slips, m.told("counter.notice.printed"))
		}
		m.number(0)
		m.settle()
		if got := m.atCounter(); len(got) != 2 || len(m.slips) != 2 {
			t.Errorf("%s: the next visitor has no number of his own: %d numbers, %d slips", name, len(got), len(m.slips))
		}
	}
}

// TestANumberThatNeverGotThereIsAskedForOnce: nothing is taken behind the teller's back, and F11 takes one.
func TestANumberThatNeverGotThereIsAskedForOnce(t *testing.T) {
	m := newMorning(t, 1)
	m.cable.down = true
	m.number(0)
	m.commandsOnly()
	m.cable.down = false
	m.settle()
	if got := m.atCounter(); len(got) != 0 {
		t.Fatalf("%d numbers that nobody has asked for since", len(got))
	}
	m.number(0)
	m.settle()
	if got := m.atCounter(); len(got) != 1 || m.slips[got[0].ID] != 1 {
		t.Errorf("%d numbers, slips %v", len(got), m.slips)
	}
}

// TestAReadFromBeforeALostAnswerSaysNothingOfIt: the read began before the call, whose answer was lost; F1 again is the
// same call.
func TestAReadFromBeforeALostAnswerSaysNothingOfIt(t *testing.T) {
	m := newMorning(t, 1)
	m.oldRead(func() {
		m.cable.lose = 3
		m.desk.Press("F1")
		m.commandsOnly()
	})
	m.desk.Press("F1")
	m.commandsOnly()
	if c, _ := m.desk.Case(); c.Ticket.ID != m.issued[0].ID || m.desk.Notice().Tone == flow.Danger {
		t.Errorf("at the desk %q, notice %+v", c.Ticket.No, m.desk.Notice())
	}
}

// TestACommandGivenUpIsToldWhileReadsGoOn: the teller reads why nothing happened, however soon the node answers
// something else. It goes by the next act, after half a minute, or when the hall shows that it was done after all.
func TestACommandGivenUpIsToldWhileReadsGoOn(t *testing.T) {
	acts := map[string]func(m *morning){
		"next":         func(m *morning) { m.desk.Press("F1") },
		"pause":        func(m *morning) { m.desk.Press("F6"); m.desk.PauseFor("rest") },
		"issue_unsure": func(m *morning) { m.number(0) },
	}
	for act, press := range acts {
		for _, deaf := range []bool{true, false} { // the command never got there, or its answer was lost
			m := newMorning(t, 1)
			if m.cable.deaf = deaf; !deaf {
				m.cable.lose = 3
			}
			press(m)
			m.commandsOnly()
			want := "counter.sorry." + act
			if n := m.desk.Notice(); n.Say.Key != want {
				t.Fatalf("%s: given up, and told %+v", act, n)
			}
			for range 15 {
				m.pass(1)
				m.home()
			}
			if n := m.desk.Notice(); deaf && n.Say.Key != want {
				t.Errorf("%s: reads go on, and after 15 s the teller is told %+v", act, n)
			}
			if n := m.desk.Notice(); !deaf && n.Tone == flow.Danger {
				t.Errorf("%s: it was done, and the teller is told %+v", act, n)
			}
			m.pass(30)
			m.home()
			if n := m.desk.Notice(); n.Tone == flow.Danger {
				t.Errorf("%s: for ever told %+v", act, n)
			}
		}
	}
}

// TestARefusalStaysWhenTheLineShakes: the node is away for a second and there again.
func TestARefusalStaysWhenTheLineShakes(t *testing.T) {
	m := newMorning(t, 1)
	m.cable.refuse = 1
	m.desk.Press("F1")
	m.home()
	m.cut()
	m.pass(2)
	m.home()
	m.mend()
	m.pass(4)
	m.home()
	if n := m.desk.Notice(); n.Say.Key != "counter.sorry.next" {
		t.Errorf("told %+v", n)
	}
}

// TestALostNumberIsToldToTheNextTeller: the hall refuses the key of another person, which tells that the number is
// there.
func TestALostNumberIsToldToTheNextTeller(t *testing.T) {
	m := newMorning(t, 1)
	m.oldRead(func() {
		m.cable.lose = 3
		m.number(0)
		m.commandsOnly()
	})
	m.desk.SignOut()
	m.atOnce()
	m.desk.SignIn("", "1004", halltest.PIN)
	m.atOnce()
	m.number(0)
	m.atOnce()
	if got := m.atCounter(); len(got) != 1 || m.slips[got[0].ID] != 1 {
		t.Errorf("%d numbers, slips %v, notice %+v", len(got), m.slips, m.desk.Notice())
	}
}

// lostNumber is a morning in which F11 took a number whose answer was lost; the event of it has not
// come.
func lostNumber(t *testing.T) (*morning, hall.Ticket) {
	m := serving(t)
	m.oldRead(func() {
		m.cable.lose = 3
		m.number(0)
		m.commandsOnly()
	})
	m.cut()
	return m, m.atCounter()[0]
}

// meanwhile is what became of a number while the counter's line was cut.
var meanwhile = map[string][]hall.Verb{"number.missed": {hall.Call, hall.NoShow}, "number.serving": {hall.Call, hall.Start},
	"number.held": {hall.Call, hall.Start, hall.Hold}, "number.finished": {hall.Call, hall.Start, hall.Finish}, "number.cancelled": {hall.Cancel}}

// elsewhere does verbs on a ticket at window 4, or at the kiosk.
func (m *morning) elsewhere(x hall.Ticket, verbs []hall.Verb) {
	m.t.Helper()
	for _, v := range verbs {
		a := hall.Action{Key: halltest.UUID("number " + string(v)), Ticket: x.ID, Verb: v, Counter: "4",
			By: hall.Actor{Terminal: "C4", Teller: "t04", Staff: true}}
		switch v {
		case hall.Finish:
			a.Outcomes = map[hall.ItemCode]hall.Outcome{}
			for _, item := range x.Items {
				a.Outcomes[item] = hall.Done
			}
		case hall.Cancel:
			a.Counter, a.EndedBy, a.By = "", hall.EndedByVisitor, hall.Actor{Terminal: "K1"}
		}
		if _, err := m.cable.Queue.Act(m.t.Context(), a); err != nil {
			m.t.Fatal(v, err)
		}
	}
}

// TestALostNumberThatIsOverIsToldAndNotPrinted: the visitor went his own way during the cut.
// However the desk hears of his number, by the stream, by a look at the hall or by F11, nobody gets
// its slip, and the next F11 takes a new one.
func TestALostNumberThatIsOverIsToldAndNotPrinted(t *testing.T) {
	hears := map[string]func(m *morning, x hall.Ticket){
		"by the stream": func(m *morning, x hall.Ticket) {
			raw, err := json.Marshal(hall.Body{Ticket: &x})
			if err != nil {
				t.Fatal(err)
			}
			m.desk.Told(hall.Event{Epoch: 1, Kind: hall.TicketIssued, At: x.IssuedAt, Body: raw})
		},
		"by a look or F11":           func(m *morning, _ hall.Ticket) { m.settle(); m.number(0) },
		"by F11 for another service": func(m *morning, _ hall.Ticket) { m.settle(); m.number(1) },
	}
	for key, verbs := range meanwhile {
		for name, hear := range hears {
			m, x := lostNumber(t)
			m.minutes(1)
			m.elsewhere(x, verbs)
			m.minutes(14)
			m.mend()
			hear(m, x)
			m.settle()
			if n := m.told("counter." + key); n.Args["no"] != x.No || m.slips[x.ID] != 0 {
				t.Errorf("%s, %s: %d slips, told %+v", key, name, m.slips[x.ID], m.said)
			}
			before := len(m.slips)
			m.number(0)
			m.settle()
			if len(m.slips) != before+1 || m.slips[x.ID] != 0 {
				t.Errorf("%s, %s: the next F11 printed %v", key, name, m.slips)
			}
		}
	}
}

// TestALostNumberThatIsCalledNowIsPrinted, and its visitor is sent to that window.
func TestALostNumberThatIsCalledNowIsPrinted(t *testing.T) {
	m, x := lostNumber(t)
	m.elsewhere(x, []hall.Verb{hall.Call})
	m.mend()
	m.settle()
	if n := m.told("counter.notice.printed_called"); n.Args["no"] != x.No || fmt.Sprint(n.Args["window"]) != "[4]" || m.slips[x.ID] != 1 {
		t.Errorf("slips %v, told %+v", m.slips, m.said)
	}
}

// TestANumberLostYesterdayIsNobodysToday: the first F11 of the next morning takes a number of that
// morning.
func TestANumberLostYesterdayIsNobodysToday(t *testing.T) {
	m, x := lostNumber(t)
	m.clock.Advance(24 * time.Hour)
	m.tickHall()
	m.mend()
	m.settle()
	m.desk.SignIn("", "1003", halltest.PIN)
	m.settle()
	m.number(0)
	m.settle()
	got := m.atCounter()
	if len(got) != 1 || got[0].ID == x.ID || m.slips[got[0].ID] != 1 || m.slips[x.ID] != 0 {
		t.Errorf("numbers %v, slips %v, notice %+v", got, m.slips, m.desk.Notice())
	}
}

// TestALostNumberStaysAtItsDesk: a teller who moves to another desk takes a new number there.
func TestALostNumberStaysAtItsDesk(t *testing.T) {
	o := newOffice()
	o.Dress = func(s *hall.Snapshot) { s.Groups[0].Open = true }
	d := newDesk(o, func(c *flow.Config) { c.Counter = "" })
	take := func() {
		d.Press("F11")
		d.Choose(0)
	}
	d.SignIn("3", "0312", "246810")
	later(o, d, 6)
	o.Lose = 1
	take()
	o.Deaf = true
	later(o, d, 6)
	o.Deaf = false
	d.SignOut()
	d.SignIn("5", "0312", "246810")
	later(o, d, 6)
	take()
	later(o, d, 6)
	if got := slices.DeleteFunc(slices.Clone(o.Did), func(did string) bool { return !strings.HasPrefix(did, "issue ") }); len(got) != 2 {
		t.Errorf("numbers %v of %v, notice %+v", got, o.Did, d.Notice())
	}
}

// TestAFrozenNodeIsAwaySoon: it takes every question and answers none. The teller is told a few seconds later than of a
// node that is gone, and not more than that once it answers.
func TestAFrozenNodeIsAwaySoon(t *testing.T) {
	gone := func(m *morning, answer func()) (seconds int) {
		for seconds = range 30 {
			if _, away := m.desk.Away(); away {
				return seconds
			}
			m.pass(1)
			answer()
		}
		return seconds
	}
	dead := newMorning(t, 1)
	dead.cut()
	sooner := gone(dead, dead.home)
	frozen := newMorning(t, 1)
	later := gone(frozen, func() {})
	if later > sooner+5 {
		t.Errorf("a dead node is told after %d s, a frozen one after %d s", sooner, later)
	}
	if !frozen.desk.Notice().Say.Nothing() {
		t.Errorf("the band is hidden by %+v", frozen.desk.Notice())
	}
	frozen.home()
	if _, away := frozen.desk.Away(); away {
		t.Error("it answers, and is told as away")
	}
}

// TestAnAnswerThatABusyScreenTakesLateIsOne: drawing may hold up the answers of a node that is well.
func TestAnAnswerThatABusyScreenTakesLateIsOne(t *testing.T) {
	m := newMorning(t, 1)
	for len(m.errands) == 0 {
		m.pass(1)
	}
	m.deliver(0) // asked and answered
	m.pass(20)
	if _, away := m.desk.Away(); away {
		t.Error("a node that has answered is told as away")
	}
}

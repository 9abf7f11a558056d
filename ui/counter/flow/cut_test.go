package flow_test

import (
	"fmt"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// serving is a morning with the first visitor at window 3, and window 4 open beside it.
func serving(t *testing.T) *morning {
	m := newMorning(t, 1)
	open := hall.CounterAction{Key: halltest.UUID("window 4"), Counter: "4", Verb: hall.OpenCounter, Teller: "t04", PIN: halltest.PIN, By: hall.Actor{Terminal: "C4", Teller: "t04"}}
	if _, err := m.cable.Queue.Desk(t.Context(), open); err != nil {
		t.Fatal(err)
	}
	m.desk.Press("F1")
	m.settle()
	m.desk.Press("F8")
	m.settle()
	m.phase("begun", flow.Serving)
	return m
}

func (m *morning) phase(when string, want flow.Phase) {
	m.t.Helper()
	if got := m.desk.Phase(); got != want {
		m.t.Fatalf("%s: %s, want %s; notice %+v", when, got, want, m.desk.Notice())
	}
}

// minutes pass for the desk and for the hall.
func (m *morning) minutes(n int) {
	for range n {
		m.pass(60)
		m.tickHall()
		for len(m.errands) > 0 {
			m.deliver(0)
		}
	}
}

// home lets everything on the way arrive, in no time.
func (m *morning) home() {
	for len(m.errands) > 0 {
		m.deliver(0)
	}
}

func (m *morning) first() hall.Ticket {
	m.t.Helper()
	st, err := m.cable.Queue.Ticket(m.t.Context(), m.issued[0].ID)
	if err != nil {
		m.t.Fatal(err)
	}
	return st.Ticket
}

// at4 does something at window 4, which has its line.
func (m *morning) at4(v hall.Verb) {
	m.t.Helper()
	a := hall.Action{Key: halltest.UUID(fmt.Sprint("4", v)), Ticket: m.issued[0].ID, Verb: v, Counter: "4", By: hall.Actor{Terminal: "C4", Teller: "t04"}}
	if _, err := m.cable.Queue.Act(m.t.Context(), a); err != nil {
		m.t.Fatal(err)
	}
}

// TestWhatWasServedDuringACutIsRegistered: the band says so, and it is true however long the cut was. The visitor
// queues no more, and his word is there.
func TestWhatWasServedDuringACutIsRegistered(t *testing.T) {
	for _, long := range []int{1, 3, 60, 300} {
		m := serving(t)
		m.cut()
		m.minutes(2)
		finish(m.desk)
		m.desk.Rate(2)
		m.desk.Submit()
		m.minutes(long)
		m.mend()
		m.settle()
		got := m.first()
		if got.State != hall.Finished || got.Counter != "3" || !got.Rated() || got.Evaluation.Level != 2 {
			t.Errorf("a cut of %d min: %s at %s with %+v; notice %+v", long, got.State, got.Counter, got.Evaluation, m.desk.Notice())
		}
		if served := got.ServedMs / 60000; served < 2 || served > 4 {
			t.Errorf("a cut of %d min: served for %d min, want about 3", long, served)
		}
		if !m.desk.Notice().Say.Nothing() {
			t.Errorf("a cut of %d min: notice %+v", long, m.desk.Notice())
		}
		m.desk.Press("F1") // and work goes on: the pause of a silent program is over
		m.settle()
		m.phase("the next", flow.Called)
		if c, _ := m.desk.Case(); c.Ticket.ID != m.issued[1].ID {
			t.Errorf("called %s", c.Ticket.No)
		}
	}
}

// TestAVisitorBegunAndEndedDuringACut: the hall knows the call alone.
func TestAVisitorBegunAndEndedDuringACut(t *testing.T) {
	m := newMorning(t, 1)
	m.desk.Press("F1")
	m.settle()
	m.cut()
	m.desk.Press("F8")
	m.minutes(5)
	finish(m.desk)
	m.minutes(5)
	m.mend()
	m.settle()
	if got := m.first(); got.State != hall.Finished || got.ServedMs/60000 < 4 {
		t.Errorf("%s after %d ms", got.State, got.ServedMs)
	}
}

// TestAVisitorWhoStillSitsHereStays when the line comes back, though the hall gave up on the counter and another window
// called him.
func TestAVisitorWhoStillSitsHereStays(t *testing.T) {
	for name, meanwhile := range map[string][]hall.Verb{"he waited": nil, "he was called": {hall.Call}, "he was missed": {hall.Call, hall.NoShow}} {
		m := serving(t)
		m.cut()
		m.minutes(10)
		for _, v := range meanwhile {
			m.at4(v)
		}
		m.desk.Press("F5") // the question about him stays open
		m.mend()
		m.settle()
		if m.desk.Phase() != flow.Serving || m.desk.Panel() != flow.FinishPanel {
			t.Errorf("%s: %s with panel %q, notice %+v", name, m.desk.Phase(), m.desk.Panel(), m.desk.Notice())
		}
		if got := m.first(); got.State != hall.Serving || got.Counter != "3" || got.ServedMs != 0 {
			t.Errorf("%s: the hall has him %s at %s", name, got.State, got.Counter)
		}
		m.desk.Digit(2)
		m.desk.Press("F5")
		m.settle()
		if got := m.first(); got.State != hall.Finished {
			t.Errorf("%s: in the end %s", name, got.State)
		}
	}
}

// TestAVisitorServedElsewhereSinceIsToldTruly: he keeps his place there, and what was done here is noted.
func TestAVisitorServedElsewhereSinceIsToldTruly(t *testing.T) {
	for name, ended := range map[string]bool{"ended here": true, "still on the desk": false} {
		m := serving(t)
		m.cut()
		m.minutes(1)
		if ended {
			finish(m.desk)
		}
		m.minutes(5)
		m.at4(hall.Call)
		m.at4(hall.Start)
		m.mend()
		m.settle()
		got, want := m.first(), map[bool]string{true: "counter.notice.elsewhere", false: "counter.notice.sits_at"}[ended]
		if got.State != hall.Serving || got.Counter != "4" || ended != (len(got.Broken) == 1 && got.Broken[0].EndedAt > 0) {
			t.Errorf("%s: %s at %s, noted %+v", name, got.State, got.Counter, got.Broken)
		}
		if n := m.told(want); fmt.Sprint(n.Args["window"]) != "[4]" {
			t.Errorf("%s: the desk is told %+v", name, n)
		}
		if m.desk.Phase() == flow.Serving {
			t.Errorf("%s: the desk still serves him", name)
		}
	}
}

// TestWhatWasServedOnAFullDiskIsRegistered when there is room again: the node answered, so its refusal was taken for
// the last word and the visitor was called again by another window.
func TestWhatWasServedOnAFullDiskIsRegistered(t *testing.T) {
	for _, long := range []int{1, 60} {
		m := serving(t)
		m.cable.full = true
		m.minutes(1)
		finish(m.desk)
		m.home()
		m.desk.Rate(2)
		m.desk.Submit()
		m.minutes(long)
		if n := m.desk.Notice(); n.Code != hall.DiskFull || m.desk.Phase() == flow.Serving || m.desk.Waiting() == 0 {
			t.Errorf("full for %d min: %s, %d acts wait, notice %+v", long, m.desk.Phase(), m.desk.Waiting(), n)
		}
		m.cable.full = false
		m.settle()
		got := m.first()
		if got.State != hall.Finished || !got.Rated() || got.Evaluation.Level != 2 || m.desk.Waiting() != 0 {
			t.Errorf("full for %d min: %s with %+v, %d acts wait", long, got.State, got.Evaluation, m.desk.Waiting())
		}
		if !m.desk.Notice().Say.Nothing() {
			t.Errorf("there is room, and the notice says %+v", m.desk.Notice())
		}
	}
}

// TestACallOnAFullDiskIsRefusedAtOnce: a visitor called minutes later is helped by nobody.
func TestACallOnAFullDiskIsRefusedAtOnce(t *testing.T) {
	m := serving(t)
	finish(m.desk)
	m.settle()
	m.cable.full = true
	m.desk.Press("F1")
	for range 9 {
		m.home()
		m.pass(1)
	}
	if n := m.desk.Notice(); n.Code != hall.DiskFull || n.Say.Key != "counter.sorry.next" || m.desk.Waiting() != 0 {
		t.Errorf("%d acts wait, notice %+v", m.desk.Waiting(), n)
	}
}

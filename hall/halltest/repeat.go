package halltest

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// said is one command as it was sent, with the answer it got.
type said struct {
	name   string
	again  func() (any, error)
	answer string
}

// told plays commands and remembers them.
type told struct {
	*Hall
	all []said
}

func tell[T any](h *told, name string, send func() (T, error)) T {
	h.t.Helper()
	answer, err := send()
	h.must(name, err)
	h.all = append(h.all, said{name, func() (any, error) { return send() }, asText(answer)})
	h.Clock.Advance(30 * time.Second)
	return answer
}

func asText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // answers are plain words and numbers
	}
	return string(raw)
}

func (h *told) desk(id hall.CounterID, v hall.CounterVerb) {
	h.t.Helper()
	a := hall.CounterAction{Key: h.Key(), Counter: id, Verb: v, By: h.by(id)}
	if v == hall.OpenCounter {
		a.Teller, a.PIN = Teller(id), PIN
	}
	if v == hall.PauseCounter {
		a.Reason = "rest"
	}
	tell(h, string(v)+" counter "+string(id), func() (hall.Counter, error) { return h.Desk(id).Desk(h.Context(), a) })
}

func (h *told) issue(service string, how ...func(*hall.IssueRequest)) hall.TicketID {
	h.t.Helper()
	r := h.Request(service)
	for _, f := range how {
		f(&r)
	}
	return tell(h, "issue "+service, func() (hall.Standing, error) { return h.Kiosk().Issue(h.Context(), r) }).ID
}

func (h *told) next(at hall.CounterID) {
	h.t.Helper()
	r := hall.NextRequest{Key: h.Key(), Counter: at, By: h.by(at)}
	tell(h, "next at "+string(at), func() (hall.Pick, error) { return h.Desk(at).Next(h.Context(), r) })
}

func (h *told) act(at hall.CounterID, id hall.TicketID, v hall.Verb, how ...func(*hall.Action)) {
	h.t.Helper()
	a := hall.Action{Key: h.Key(), Ticket: id, Verb: v, Counter: at, By: h.by(at)}
	auth := func() hall.Authority { return h.Desk(at) }
	if at == "" {
		a.By, auth = hall.Actor{Terminal: "K1"}, h.Kiosk
	}
	for _, f := range how {
		f(&a)
	}
	tell(h, string(v), func() (hall.Ticket, error) { return auth().Act(h.Context(), a) })
}

func (h *told) report(r hall.Report) {
	h.t.Helper()
	r.Key, r.By = h.Key(), hall.Actor{Terminal: "K1"}
	tell(h, "report", func() (bool, error) { return true, h.Kiosk().Report(h.Context(), r) })
}

// everyCommand sends each command there is, at least once.
func (h *told) everyCommand() {
	h.desk("1", hall.OpenCounter)
	h.desk("2", hall.OpenCounter)
	a, b, c := h.issue("A"), h.issue("B20", CarePriority), h.issue("A", Of("somebody"))
	h.act("", a, hall.Print, func(a *hall.Action) { a.Paper = hall.PaperPrinted })
	h.next("1") // b, for the care credit
	h.act("1", b, hall.Recall)
	h.act("1", b, hall.NoShow)
	h.act("1", b, hall.Requeue)
	h.act("1", a, hall.Call)
	h.act("1", a, hall.Release)
	h.act("1", a, hall.Call)
	h.act("1", a, hall.Start)
	h.act("1", a, hall.Hold, HoldMin(20))
	h.act("1", a, hall.Resume)
	h.act("1", a, hall.Hold, ForAnyone)
	h.act("1", a, hall.Resume)
	h.act("1", a, hall.Finish, func(a *hall.Action) { a.Outcomes = map[hall.ItemCode]hall.Outcome{hall.WholeItem: hall.Done} })
	h.act("1", a, hall.Reopen)
	h.act("1", a, hall.Finish)
	h.act("1", a, hall.Evaluate, Level(4))
	h.act("1", c, hall.Transfer, ToCounter("2"))
	h.act("", c, hall.Cancel)
	h.desk("1", hall.PauseCounter)
	h.desk("1", hall.ReopenCounter)
	h.desk("2", hall.CloseCounter)
	h.report(hall.Report{Fault: &hall.Fault{Device: "printer", Code: "printer.paper-out", Severity: "look"}})
	h.report(hall.Report{Test: &hall.SelfTest{Checks: []hall.TestCheck{{Name: "printer", Kind: "printer", Result: hall.TestGood}}}})
}

// repeated sends every command again: the answers are the first ones, and the log does not grow.
func (h *told) repeated(when string) {
	before := h.Snapshot().Cursor
	for _, s := range h.all {
		answer, err := s.again()
		if got := asText(answer); err != nil || got != s.answer {
			h.t.Errorf("%s, %s again: %v\n%s, was\n%s", when, s.name, err, got, s.answer)
		}
	}
	if now := h.Snapshot().Cursor; now != before {
		h.t.Errorf("%s: the repeated commands moved the log from %s to %s", when, before, now)
	}
}

// everyRepeats: a command sent again under its key has its effect once and gives the first answer, whether the
// authority still has it in memory, has forgotten it among others, or was started again since.
func everyRepeats(t *testing.T, h *Hall) {
	said := &told{Hall: h}
	said.everyCommand()
	said.repeated("at once")
	h.others(600)
	said.repeated("600 commands later")
	h.Restart()
	said.repeated("after a restart")
	said.repeated("once more")
}

// others lets a display send n commands of its own, several at a time.
func (h *Hall) others(n int) {
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			for range n / 20 {
				err := h.Board().Report(h.Context(), hall.Report{Key: h.Key(), By: hall.Actor{Terminal: "D1"},
					Fault: &hall.Fault{Device: "voice", Code: "device.offline", Severity: "look"}})
				if err != nil {
					h.t.Errorf("another command: %v", err)
				}
			}
		})
	}
	all.Wait()
}

package queue_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// TestRequestsThatMakeNoSense are refused before anything is decided.
func TestRequestsThatMakeNoSense(t *testing.T) {
	h := open(t)
	h.Open("1")
	before := h.q.Cursor()
	for what, change := range map[string]func(*hall.IssueRequest){
		"no id":               func(r *hall.IssueRequest) { r.ID = "" },
		"an endless id":       func(r *hall.IssueRequest) { r.ID = hall.TicketID(strings.Repeat("x", 65)) },
		"an unknown source":   func(r *hall.IssueRequest) { r.Source = "moon" },
		"an unknown language": func(r *hall.IssueRequest) { r.Language = "fr" },
		"an unknown priority": func(r *hall.IssueRequest) { r.Priority = "friend" },
		"an unknown market":   func(r *hall.IssueRequest) { r.Market = "black" },
		"an endless market":   func(r *hall.IssueRequest) { r.Market = hall.Market(strings.Repeat("x", 60_000)) },
		"an endless customer": func(r *hall.IssueRequest) { r.Customer = hall.CustomerID(strings.Repeat("x", 65)) },
		"too many items":      func(r *hall.IssueRequest) { r.Items = make([]hall.ItemCode, 21) },
	} {
		_, err := h.TryIssue("A", change)
		h.Refused(what, err, hall.Invalid)
	}
	if h.q.Cursor() != before {
		t.Error("a refusal left an event")
	}
	id := h.Issue("A").ID
	for _, c := range []struct {
		what   string
		at     hall.CounterID
		verb   hall.Verb
		change func(*hall.Action)
		want   hall.Code
	}{
		{"a verb there is not", "1", "dance", nil, hall.Invalid},
		{"issue is no verb of a ticket that is there", "1", hall.Issue, nil, hall.Invalid},
		{"day close is nobody's verb", "1", hall.Close, nil, hall.Invalid},
		{"a teller's verb without a counter", "", hall.Call, nil, hall.Invalid},
		{"an unknown counter", "99", hall.Call, nil, hall.NotFound},
		{"a stale version", "1", hall.Call, func(a *hall.Action) { a.Version = 7 }, hall.Conflict},
		{"no key", "1", hall.Call, func(a *hall.Action) { a.Key = "" }, hall.Invalid},
		{"an endless note", "1", hall.Call, func(a *hall.Action) { a.Note = strings.Repeat("x", 501) }, hall.Invalid},
		{"to a service there is not", "1", hall.Transfer, halltest.To("Z"), hall.NotFound},
		{"given up by the system", "1", hall.Cancel, func(a *hall.Action) { a.EndedBy = hall.EndedBySystem }, hall.Invalid},
		{"an unknown state of paper", "", hall.Print, func(a *hall.Action) { a.Paper = "wet" }, hall.Invalid},
		{"a group the counter does not serve", "3", hall.Call, nil, hall.Denied},
	} {
		if c.at == "3" {
			h.Open("3")
		}
		if c.change == nil {
			c.change = func(*hall.Action) {}
		}
		_, err := h.TryAct(c.at, id, c.verb, c.change)
		h.Refused(c.what, err, c.want)
	}
	h.Next("1")
	h.Act("1", id, hall.Start)
	_, err := h.TryAct("1", id, hall.Hold, halltest.HoldMin(-1))
	h.Refused("a hold of minus one minute", err, hall.Invalid)
	_, err = h.TryAct("1", id, hall.Finish, func(a *hall.Action) { a.Outcomes = map[hall.ItemCode]hall.Outcome{"B05": hall.Done} })
	h.Refused("an outcome for another item", err, hall.Invalid)
	_, err = h.TryAct("1", id, hall.Finish, func(a *hall.Action) { a.Outcomes = map[hall.ItemCode]hall.Outcome{"": "eaten"} })
	h.Refused("an unknown outcome", err, hall.Invalid)
	h.Act("1", id, hall.Finish)
	_, err = h.TryAct("1", id, hall.Evaluate, halltest.Level(6))
	h.Refused("six stars", err, hall.Invalid)
	_, err = h.TryAct("3", id, hall.Evaluate, halltest.Level(5))
	h.Refused("a rating at another counter", err, hall.Denied)
	why := func(reasons ...string) func(*hall.Action) {
		return func(a *hall.Action) { a.Level, a.Reasons = new(1), append([]string{"wait"}, reasons...) }
	}
	for what, reason := range map[string]string{"an endless reason": strings.Repeat("x", 65), "free words": "the teller Li swore", "a number": "11010519491231002X",
		"a key of another list": "rest", "other letters": "Wait"} {
		_, err = h.TryAct("1", id, hall.Evaluate, why(reason))
		h.Refused(what, err, hall.Invalid)
		if c := hall.ChoiceOf(err); c == nil || c.Field != "reasons" || len(c.Words) != len(hall.RatingReasons) {
			t.Errorf("%s: the allowed words are not told: %v", what, err)
		}
	}
	h.Act("1", id, hall.Evaluate, why(hall.RatingReasons...))
}

// TestAPauseHasAReasonOfTheList, or none: it is in the log of the hall and of the center in clear.
func TestAPauseHasAReasonOfTheList(t *testing.T) {
	h := open(t)
	h.Open("1")
	for _, reason := range []string{"Wang Wu is in hospital", "13800138000", "gone", "wait", strings.Repeat("x", 201), "REST"} {
		_, err := h.Desk("1").Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: "1", Verb: hall.PauseCounter, Reason: reason, By: hall.Actor{Terminal: halltest.Program("1")}})
		h.Refused(reason, err, hall.Invalid)
		if c := hall.ChoiceOf(err); c == nil || c.Field != "reason" || len(c.Words) != len(hall.TellerReasons) {
			t.Errorf("%q: the allowed words are not told: %v", reason, err)
		}
	}
	for _, reason := range slices.Concat([]string{""}, hall.TellerReasons) {
		c, err := h.Desk("1").Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: "1", Verb: hall.PauseCounter, Reason: reason, By: hall.Actor{Terminal: halltest.Program("1")}})
		if err != nil || c.Reason != reason {
			t.Errorf("%q: %+v %v", reason, c, err)
		}
		h.DeskDo("1", hall.ReopenCounter)
	}
}

// TestAReportHasKeysAlone: the words of a terminal are in the logs in clear.
func TestAReportHasKeysAlone(t *testing.T) {
	for _, bad := range []hall.Report{
		{Fault: &hall.Fault{Device: "printer", Code: "Wang Wu called", Severity: "look"}},
		{Fault: &hall.Fault{Device: "printer", Code: "printer.paper-out", Severity: "soon"}},
		{Fault: &hall.Fault{Device: "a\nb", Cleared: true}}, {Fault: &hall.Fault{Device: strings.Repeat("x", 65), Cleared: true}},
		{Fault: &hall.Fault{Device: "<b>", Cleared: true}}, {Fault: &hall.Fault{Device: "x", Code: strings.Repeat("x", 65)}},
		{Test: &hall.SelfTest{Checks: []hall.TestCheck{{Name: "printer", Result: "perhaps"}}}},
		{Test: &hall.SelfTest{Checks: []hall.TestCheck{{Name: "printer", Result: hall.TestGood, Did: "Wang Wu"}}}},
		{Test: &hall.SelfTest{Checks: []hall.TestCheck{{Name: "printer", Result: hall.TestBad, Code: "no: paper"}}}},
		{Test: &hall.SelfTest{Checks: []hall.TestCheck{{Name: "\u202e", Result: hall.TestGood}}}},
	} {
		if err := bad.Check(); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("%+v %+v: %v", bad.Fault, bad.Test, err)
		}
	}
	for _, good := range []hall.Report{{Fault: &hall.Fault{Device: "打印机 1", Code: "idcard.left-behind", Severity: "engineer"}},
		{Test: &hall.SelfTest{Checks: []hall.TestCheck{{Name: "display", Kind: "display", Result: hall.TestWatch, Did: "display_missing", Value: "DP-1 1920×1080"}}}}} {
		if err := good.Check(); err != nil {
			t.Error(err)
		}
	}
}

// TestEveryMarketIsTaken, and none need be named.
func TestEveryMarketIsTaken(t *testing.T) {
	h := open(t)
	for _, m := range []hall.Market{"", hall.Residential, hall.Commercial, hall.Municipal} {
		if s := h.Issue("A", func(r *hall.IssueRequest) { r.Market = m }); s.Market != m {
			t.Errorf("market %q became %q", m, s.Market)
		}
	}
}

// TestWithoutATerminalTheHallRates: what asks so is no program at a counter, and no counter's word is taken from it.
func TestWithoutATerminalTheHallRates(t *testing.T) {
	h := open(t)
	h.Open("1")
	id := h.Issue("A").ID
	h.Next("1")
	h.Act("1", id, hall.Start)
	h.Act("1", id, hall.Finish)
	nobody := func(a *hall.Action) { a.By = hall.Actor{} }
	if got, err := h.TryAct("", id, hall.Evaluate, halltest.Level(4), nobody); err != nil || got.Evaluation == nil || got.Evaluation.Level != 4 {
		t.Errorf("rated as %+v, %v", got.Evaluation, err)
	}
}

// TestVisitorTakesHisCancelBack while he may, and never a teller's.
func TestVisitorTakesHisCancelBack(t *testing.T) {
	h := open(t)
	h.Open("1")
	mine, tellers := h.Issue("A").ID, h.Issue("A").ID
	if _, err := h.TryAct("", mine, hall.Cancel); err != nil {
		t.Fatal(err)
	}
	h.Act("1", tellers, hall.Cancel)
	if got, err := h.TryAct("", mine, hall.Reopen); err != nil || got.State != hall.Waiting {
		t.Errorf("%s, %v", got.State, err)
	}
	_, err := h.TryAct("", tellers, hall.Reopen)
	h.Refused("a visitor reopens what a teller ended", err, hall.Invalid)
}

// TestTellerSignsInByBadge: he types his id or his badge and is one person.
func TestTellerSignsInByBadge(t *testing.T) {
	h := open(t)
	sign := func(at hall.CounterID, typed hall.TellerID) (hall.Counter, error) {
		return h.q.Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: at, Verb: hall.OpenCounter, Teller: typed, PIN: halltest.PIN,
			By: hall.Actor{Terminal: halltest.Program(at)}})
	}
	if c, err := sign("1", "1001"); err != nil || c.Teller != "t01" {
		t.Errorf("badge 1001 is %q, %v", c.Teller, err)
	}
	_, err := sign("2", "t01")
	h.Refused("the same person by his id", err, hall.TellerElsewhere)
	_, err = sign("2", "")
	h.Refused("nobody", err, hall.WrongPIN)
}

package flow_test

import (
	"errors"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
)

var away = hall.E("test", hall.Unavailable)

func TestAVisitFromTouchToPaper(t *testing.T) {
	r := newRig(t)
	r.confirm()
	r.SetPriority(hall.Care)
	r.Take()
	r.at(flow.TicketShown)
	v := r.View()
	if v.Standing.No != "H023" || v.Paper != hall.PaperPrinted || r.paper.slips != 1 {
		t.Fatalf("shown %s, paper %q, %d slips", v.Standing.No, v.Paper, r.paper.slips)
	}
	q := r.desk.asked[0]
	if q.Priority != hall.Care || q.Source != hall.FromKiosk || q.By.Terminal != "K01" || q.Items[0] != "B05" || q.Service != "H" {
		t.Fatalf("asked for %+v", q)
	}
	if a := r.desk.acts[0]; a.Verb != hall.Print || a.Paper != hall.PaperPrinted {
		t.Fatalf("the record was told %+v", a)
	}
	r.pass(11 * time.Second)
	r.at(flow.TicketShown)
	r.pass(time.Second)
	r.at(flow.Home)
}

func TestDoubleTapLongPressAndSlidingMakeOneTicket(t *testing.T) {
	for name, touches := range map[string]func(*rig){
		"double tap while the number is on its way": func(r *rig) {
			r.held = true
			r.Take()
			r.Take()
			r.Take()
			r.release()
			r.Take()
		},
		"long press that repeats": func(r *rig) { r.held = true; r.Take(); r.pass(40 * time.Second); r.Take(); r.release() },
		"sliding over back and exit": func(r *rig) {
			r.held = true
			r.Take()
			r.Back()
			r.Exit()
			r.Take()
			r.release()
		},
		"sliding over item, priority and take": func(r *rig) {
			r.held = true
			r.Take()
			r.ChooseItem("B06")
			r.SetPriority(hall.Care)
			r.Take()
			r.release()
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t).confirm()
			touches(r)
			r.at(flow.TicketShown)
			if len(r.desk.made) != 1 || len(r.desk.asked) != 1 || r.paper.slips != 1 {
				t.Fatalf("%d tickets by %d requests, %d slips", len(r.desk.made), len(r.desk.asked), r.paper.slips)
			}
		})
	}
}

func TestALostReplyIsAskedAgainWithTheSameID(t *testing.T) {
	r := newRig(t).confirm()
	r.desk.fail, r.desk.lost = []error{away, nil}, true
	r.Take()
	r.at(flow.TicketShown)
	if len(r.desk.asked) != 2 || r.desk.asked[0].ID != r.desk.asked[1].ID || len(r.desk.made) != 1 {
		t.Fatalf("%d requests, %d tickets", len(r.desk.asked), len(r.desk.made))
	}
}

func TestTheVisitorTriesAgainWithTheSameID(t *testing.T) {
	r := newRig(t).confirm()
	r.desk.fail = []error{away, away}
	r.Take()
	r.at(flow.Sorry)
	if v := r.View(); !v.Retry || v.Refusal != hall.Unavailable {
		t.Fatalf("retry %v, refusal %q", v.Retry, v.Refusal)
	}
	r.Take()
	r.at(flow.TicketShown)
	if a := r.desk.asked; a[0].ID != a[2].ID {
		t.Fatalf("ids %s and %s", a[0].ID, a[2].ID)
	}
}

func TestANumberNobodySawIsCancelledWhenTheNodeIsBack(t *testing.T) {
	r := newRig(t).confirm()
	r.desk.fail, r.desk.lost = []error{away, away}, true
	r.Take()
	r.Exit()
	r.at(flow.Home)
	r.desk.actFails = []error{away}
	r.Push(morning())
	r.Push(morning())
	if got := r.desk.cancelled(); len(got) != 1 || got[0] != r.desk.asked[0].ID {
		t.Fatalf("cancelled %v", got)
	}
	r.Push(morning())
	if got := r.desk.cancelled(); len(got) != 1 {
		t.Fatalf("cancelled again: %v", got)
	}
	r.confirm().Take()
	if a := r.desk.asked; a[len(a)-1].ID == a[0].ID {
		t.Fatal("the next visitor got the id of the one before")
	}
}

func TestRefusalsHaveTheirOwnPage(t *testing.T) {
	for _, code := range []hall.Code{hall.OutOfHours, hall.QuotaFull, hall.SlotFull, hall.Paused, hall.NotFound} {
		t.Run(string(code), func(t *testing.T) {
			r := newRig(t).confirm()
			r.desk.fail = []error{hall.E("test", code)}
			r.Take()
			r.at(flow.Sorry)
			if v := r.View(); v.Refusal != code || v.Retry {
				t.Fatalf("refusal %q, retry %v", v.Refusal, v.Retry)
			}
			r.Take()
			r.at(flow.Sorry)
			r.Back()
			r.at(flow.Groups)
		})
	}
}

func TestWhoHasANumberSeesThatNumber(t *testing.T) {
	r := newRig(t).confirm()
	r.desk.fail = []error{&hall.Error{Op: "test", Code: hall.Duplicate, Subject: "id-of-the-morning"}}
	r.Take()
	r.at(flow.TicketShown)
	v := r.View()
	if !v.Already || v.Standing.No != "H023" || v.Standing.ID != "id-of-the-morning" || r.paper.slips != 0 {
		t.Fatalf("already %v, %s, %d slips", v.Already, v.Standing.No, r.paper.slips)
	}
}

func TestPrintFails(t *testing.T) {
	unprinted := func(t *testing.T) *rig {
		r := newRig(t).confirm()
		r.paper.state, r.paper.reason = hall.PaperNotPrinted, "printer.paper-out"
		r.Take()
		if v := r.View(); v.Paper != hall.PaperNotPrinted || v.Reason != "printer.paper-out" || v.RingSeconds != 30 {
			t.Fatalf("paper %q because %q, ring %d", v.Paper, v.Reason, v.RingSeconds)
		}
		return r
	}
	t.Run("the ticket is shown and offered again, valid", func(t *testing.T) {
		r := unprinted(t)
		r.paper.state = ""
		r.PrintAgain()
		if v := r.View(); v.Paper != hall.PaperPrinted || r.paper.slips != 2 || len(r.desk.made) != 1 {
			t.Fatalf("paper %q, %d tries, %d tickets", v.Paper, r.paper.slips, len(r.desk.made))
		}
	})
	t.Run("kept by the visitor it stays in line", func(t *testing.T) {
		r := unprinted(t)
		r.Done()
		r.at(flow.Home)
		if len(r.desk.cancelled()) != 0 {
			t.Fatal("cancelled a number that somebody has")
		}
	})
	t.Run("given up it leaves the waiting count", func(t *testing.T) {
		r := unprinted(t)
		r.GiveUp()
		r.at(flow.Home)
		if s := r.desk.made["id-1"]; s.State != hall.Cancelled || s.EndedBy != hall.EndedUnprinted {
			t.Fatalf("state %s by %q", s.State, s.EndedBy)
		}
	})
	t.Run("by time-out it stays in line: the screen said that it is valid", func(t *testing.T) {
		r := unprinted(t)
		r.pass(29 * time.Second)
		r.at(flow.TicketShown)
		r.pass(time.Second)
		r.at(flow.Home)
		r.Push(morning())
		if got := r.desk.cancelled(); len(got) != 0 {
			t.Fatalf("a valid number was cancelled behind the visitor's back: %v", got)
		}
	})
	t.Run("giving up is repeated when the node did not hear it", func(t *testing.T) {
		r := unprinted(t)
		r.desk.actFails = []error{away}
		r.GiveUp()
		r.Push(morning())
		if len(r.desk.cancelled()) != 1 {
			t.Fatal("the number stayed in line")
		}
	})
	t.Run("giving up is repeated when the node asks to wait", func(t *testing.T) {
		r := unprinted(t)
		r.desk.actFails = []error{hall.E("desk", hall.TooMany)}
		r.GiveUp()
		r.Push(morning())
		if len(r.desk.cancelled()) != 1 {
			t.Fatal("the number stayed in line")
		}
	})
}

func TestPaperIsNeverPrintedTwiceBlindly(t *testing.T) {
	r := newRig(t).confirm()
	r.paper.err = errors.New("pulled out")
	r.Take()
	if v := r.View(); v.Paper != hall.PaperUncertain {
		t.Fatalf("paper %q", v.Paper)
	}
	r.PrintAgain()
	r.GiveUp()
	r.at(flow.TicketShown)
	if r.paper.slips != 1 {
		t.Fatalf("%d slips", r.paper.slips)
	}
	r.pass(30 * time.Second)
	r.at(flow.Home)
	if len(r.desk.cancelled()) != 0 {
		t.Fatal("a number that may be on paper was cancelled")
	}
}

func TestAPrinterThatIsAwayIsNotAsked(t *testing.T) {
	r := newRig(t)
	r.SetPrinter(flow.PrinterPaperOut)
	r.confirm().Take()
	if v := r.View(); v.Paper != hall.PaperNotPrinted || v.Reason != "printer.paper-out" || r.paper.slips != 0 || r.CanPrintAgain() {
		t.Fatalf("paper %q because %q, asked %d times", v.Paper, v.Reason, r.paper.slips)
	}
	r.SetPrinter(flow.PrinterReady)
	if !r.CanPrintAgain() {
		t.Fatal("paper is back, and no slip is offered")
	}
}

func TestAKioskWithoutAPrinterIsNotInTrouble(t *testing.T) {
	r := newRig(t)
	r.SetPrinter(flow.PrinterNone)
	if h := r.Health(); h != flow.Working {
		t.Errorf("health %q: a machine that was built without a printer is well", h)
	}
	r.confirm().Take()
	if v := r.View(); v.Paper != hall.PaperNotPrinted || v.Reason != "printer.none" || r.paper.slips != 0 || r.CanPrintAgain() {
		t.Errorf("paper %q because %q, asked %d times", v.Paper, v.Reason, r.paper.slips)
	}
	r.pass(5 * time.Minute)
	r.at(flow.Home)
	if len(r.desk.cancelled()) != 0 {
		t.Error("the number was cancelled")
	}
	r.NodeAway()
	if h := r.Health(); h != flow.NodeGone {
		t.Errorf("health %q without the node", h)
	}
}

func TestPagesWithANumberStayLongerInElderlySize(t *testing.T) {
	for name, state := range map[string]hall.PaperState{"printed": "", "not printed": hall.PaperNotPrinted, "uncertain": hall.PaperUncertain} {
		shown := func(elderly bool) time.Duration {
			r := newRig(t)
			r.Set(func(s *flow.Settings) { s.Elderly = elderly })
			r.paper.state = state
			r.confirm().Take()
			began := r.now
			for r.View().Step == flow.TicketShown {
				r.pass(time.Second)
			}
			return r.now.Sub(began)
		}
		if plain, old := shown(false), shown(true); old < 2*plain {
			t.Errorf("%s: shown for %v, and for %v in elderly size", name, plain, old)
		}
	}
}

func TestTheScreenStaysWhileThePrinterWorks(t *testing.T) {
	r := newRig(t).confirm()
	r.held = true
	r.Take()
	first := r.waiting[0]
	r.waiting = nil
	first()
	if v := r.View(); v.Paper != flow.Printing || v.Standing.No != "H023" {
		t.Fatalf("paper %q of %s", v.Paper, v.Standing.No)
	}
	r.Done()
	r.pass(15 * time.Second)
	r.at(flow.TicketShown)
	r.release()
	if v := r.View(); v.Paper != hall.PaperPrinted || v.SecondsLeft != 12 {
		t.Fatalf("paper %q, ring %d", v.Paper, v.SecondsLeft)
	}
}

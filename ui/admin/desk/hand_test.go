package desk_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/admin/desk"
)

// atHall is a person at the page of hall a, whose kiosk and third window print.
func atHall(f *fake) *desk.Desk {
	prints := []hall.TestCheck{{Kind: "clock"}, {Kind: "printer"}}
	f.results = []hall.SelfTest{{Terminal: "C3", Checks: prints}, {Terminal: "D1", Checks: prints[:1]}, {Terminal: "K1", Checks: prints}}
	f.tickets = 3
	d := signedIn(f)
	d.Go(desk.OneHall)
	return d
}

func is(t *testing.T, d *desk.Desk, want desk.HandState) desk.Hand {
	t.Helper()
	h, open := d.Hand()
	if !open || h.State != want {
		t.Fatalf("%s %q, want %s", h.State, h.Code, want)
	}
	return h
}

// TestANumberIsIssuedFromTheManagementDesk and its slip printed at the machine that is named, all told as it goes.
func TestANumberIsIssuedFromTheManagementDesk(t *testing.T) {
	f := &fake{}
	d := atHall(f)
	d.OpenIssue()
	if why := d.WhyNot(); why != "group" {
		t.Errorf("without a service: %q", why)
	}
	d.Pick(func(g *desk.Give) { g.Group, g.Terminal = "H", "K1" })
	f.asked = nil
	d.GiveNow()
	d.GiveNow() // a second press
	if got := strings.Join(f.asked, ", "); got != "give a o1 H K1" {
		t.Errorf("sent %q", got)
	}
	later(f, d, 2)
	is(t, d, desk.HandSending)
	f.given = desk.Given{Done: true, No: "H012", Ahead: 4}
	later(f, d, 1)
	if h := is(t, d, desk.HandPrinting); h.No != "H012" || h.Ahead != 4 {
		t.Errorf("told %+v", h)
	}
	f.slips = []hall.PaperState{hall.PaperPrinted}
	later(f, d, 1)
	is(t, d, desk.HandPrinted)

	d.Pick(func(g *desk.Give) { g.Terminal = "" })
	d.GiveNow()
	later(f, d, 1)
	is(t, d, desk.HandDone)
}

// TestASlipIsReprintedFromTheManagementDesk: what was told of the first slip is no news of the second.
func TestASlipIsReprintedFromTheManagementDesk(t *testing.T) {
	for _, c := range []struct {
		name  string
		after []hall.PaperState
		given desk.Given
		want  desk.HandState
	}{
		{"it comes out", []hall.PaperState{hall.PaperPrinted, hall.PaperPrinted}, desk.Given{Done: true, No: "H001"}, desk.HandPrinted},
		{"it does not", []hall.PaperState{hall.PaperPrinted, hall.PaperNotPrinted}, desk.Given{Done: true, No: "H001"}, desk.HandUnheard},
		{"nobody knows", []hall.PaperState{hall.PaperPrinted, hall.PaperUncertain}, desk.Given{Done: true, No: "H001"}, desk.HandUnsure},
		{"the machine is off", []hall.PaperState{hall.PaperPrinted}, desk.Given{Done: true, No: "H001"}, desk.HandUnheard},
		{"the hall does not answer", nil, desk.Given{}, desk.HandNoAnswer},
		{"the order is too old", nil, desk.Given{Expired: true}, desk.HandNoAnswer},
		{"the hall refuses", nil, desk.Given{Done: true, Code: hall.NotFound}, desk.HandRefused},
	} {
		f := &fake{slips: []hall.PaperState{hall.PaperPrinted}}
		d := atHall(f)
		d.Go(desk.Tickets)
		d.Open("1")
		if h, _ := d.Hand(); h.Give.Terminal != "C3" || d.WhyNot() != "" {
			t.Fatalf("offers %+v, %q", h.Give, d.WhyNot())
		}
		d.GiveNow()
		f.given = c.given
		if c.after != nil {
			f.slips = c.after
		}
		later(f, d, 100)
		if h, _ := d.Hand(); h.State != c.want {
			t.Errorf("%s: %s, want %s", c.name, h.State, c.want)
		}
	}
}

// TestWhyNothingIsIssuedOrReprinted: away, without a printer, over.
func TestWhyNothingIsIssuedOrReprinted(t *testing.T) {
	for want, change := range map[string]func(f *fake, d *desk.Desk){
		"":     func(*fake, *desk.Desk) {},
		"over": func(f *fake, d *desk.Desk) { f.ended = true; d.Open("1") },
		"no_printer": func(f *fake, d *desk.Desk) {
			f.results = f.results[1:2]
			d.Go(desk.OneHall)
			d.Go(desk.Tickets)
			d.Open("1")
		},
		"offline": func(f *fake, d *desk.Desk) { d.Choose("b"); later(f, d, 3*60); d.Open("1") },
		"away":    func(f *fake, d *desk.Desk) { f.down = true; later(f, d, 11) },
	} {
		f := &fake{}
		d := atHall(f)
		d.Go(desk.Tickets)
		d.Open("1")
		change(f, d)
		if got := d.WhyNot(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAnOrderThatDidNotLeaveIsSentAgainUnderItsId: it may have arrived, and nobody gets two numbers.
func TestAnOrderThatDidNotLeaveIsSentAgainUnderItsId(t *testing.T) {
	f := &fake{}
	d := atHall(f)
	d.OpenIssue()
	d.Pick(func(g *desk.Give) { g.Group = "H" })
	f.asked, f.down = nil, true
	d.GiveNow()
	is(t, d, desk.HandRefused)
	f.down = false
	d.GiveNow()
	d.Close()
	d.OpenIssue()
	d.Pick(func(g *desk.Give) { g.Group = "H" })
	d.GiveNow()
	if got := strings.Join(f.asked, ", "); got != "give a o1 H C3, give a o1 H C3, give a o2 H C3" {
		t.Errorf("sent %q", got)
	}
}

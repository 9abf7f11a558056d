package desk

import (
	"context"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// hand is what is given to one visitor: a new number, or the slip of the ticket in the drawer.
type hand struct {
	give    Give
	state   HandState
	order   string    // the order's id, for as long as it is this one
	at      time.Time // sent
	asked   time.Time // what became of it
	asking  bool
	given   Given
	failed  hall.Code
	history int // events of the ticket before its slip was asked for
}

// HandState is where a number or a slip stands.
type HandState string

// The states.
const (
	HandIdle     HandState = "idle"
	HandSending  HandState = "sending"  // on its way to the hall
	HandPrinting HandState = "printing" // the hall has it; the slip is not told of yet
	HandDone     HandState = "done"     // with a number, without a slip
	HandPrinted  HandState = "printed"
	HandUnsure   HandState = "unsure"    // nobody knows whether the slip came out
	HandUnheard  HandState = "unheard"   // the terminal has not told of a slip
	HandNoAnswer HandState = "no_answer" // the hall has not answered
	HandRefused  HandState = "refused"   // by the center or the hall
)

const (
	handEvery = time.Second
	handWait  = 45 * time.Second // for a slip: warming up, printing, and the way to the center
	orderWait = 90 * time.Second // longer than an order holds
)

// Hand is what a window shows of it.
type Hand struct {
	Give  Give
	State HandState
	No    hall.TicketNo
	Ahead int
	Code  hall.Code // of a refusal
}

// Hand is open beside a ticket, and by OpenIssue without one.
func (d *Desk) Hand() (h Hand, open bool) {
	if d.hand == nil {
		return Hand{}, false
	}
	return Hand{Give: d.hand.give, State: d.hand.state, No: d.hand.given.No, Ahead: d.hand.given.Ahead, Code: d.hand.failed}, true
}

// OpenIssue opens the drawer for a new number.
func (d *Desk) OpenIssue() {
	d.drawer, d.hand = nil, d.newHand("")
	d.cfg.Changed()
}

func (d *Desk) newHand(id hall.TicketID) *hand {
	h := &hand{give: Give{Ticket: id}, state: HandIdle}
	if at := d.Printers(); len(at) > 0 {
		h.give.Terminal = at[0]
	}
	return h
}

// Printers are the terminals of the chosen hall whose last self-test found a printer set up.
func (d *Desk) Printers() (at []hall.TerminalID) {
	live, _ := d.Live()
	for _, t := range live.Tests {
		if slices.ContainsFunc(t.Checks, func(c hall.TestCheck) bool { return c.Kind == "printer" }) {
			at = append(at, t.Terminal)
		}
	}
	return at
}

// Pick changes what will be given; a new choice is a new order.
func (d *Desk) Pick(change func(*Give)) {
	if h := d.hand; h != nil && !h.busy() {
		id := h.give.Ticket
		change(&h.give)
		*h = hand{give: h.give, state: HandIdle}
		h.give.Ticket = id
		d.cfg.Changed()
	}
}

func (h *hand) busy() bool { return h.state == HandSending || h.state == HandPrinting }

// WhyNot is why nothing can be given now, as a key; "" when it can.
func (d *Desk) WhyNot() string {
	o, ok := d.Chosen()
	h := d.hand
	switch {
	case h == nil || !ok:
		return "closed"
	case d.away:
		return "away"
	case d.Offline(o):
		return "offline"
	case h.give.Ticket != "" && d.drawer != nil && !d.drawer.ticket.State.Open():
		return "over"
	case h.give.Ticket != "" && d.drawer != nil && d.drawer.got == nil:
		return "reading"
	case h.give.Ticket != "" && len(d.Printers()) == 0:
		return "no_printer"
	case h.give.Ticket != "" && h.give.Terminal == "":
		return "where"
	case h.give.Ticket == "" && h.give.Group == "":
		return "group"
	}
	return ""
}

// GiveNow sends the order. What failed to leave is sent again under the same id, so nobody gets two numbers.
func (d *Desk) GiveNow() {
	h, o := d.hand, d.chosen
	if d.WhyNot() != "" || h.busy() {
		return
	}
	if h.order == "" || h.state != HandRefused || h.failed != hall.Unavailable {
		h.order = d.cfg.NewKey()
	}
	h.state, h.failed, h.given, h.at = HandSending, "", Given{}, d.cfg.Now()
	h.history = d.slipsTold()
	d.ask(func(ctx context.Context) error { return d.cfg.Center.Give(ctx, o, h.order, h.give) }, func(err error) {
		if err != nil {
			h.refuse(err)
		}
	})
	d.cfg.Changed()
}

func (h *hand) refuse(err error) {
	h.state, h.failed = HandRefused, hall.CodeOf(err)
	if h.failed == hall.Unknown {
		h.failed = hall.Unavailable
	}
}

// slipsTold counts what was told of the open ticket's slip.
func (d *Desk) slipsTold() (n int) {
	if d.drawer != nil && d.drawer.got != nil {
		n = len(slips(*d.drawer.got))
	}
	return n
}

func slips(h History) (told []hall.PaperState) {
	for _, e := range h.Events {
		if b, err := e.Tell(); e.Kind == hall.TicketPaper && err == nil && b.Ticket != nil {
			told = append(told, b.Ticket.Paper)
		}
	}
	return told
}

// followHand asks what became of an order, and then of its slip.
func (d *Desk) followHand() {
	h, now := d.hand, d.cfg.Now()
	if h == nil || !h.busy() || h.asking || now.Sub(h.asked) < handEvery {
		return
	}
	h.asked, h.asking = now, true
	if h.state == HandSending {
		d.followOrder(h)
		return
	}
	d.followSlip(h)
}

func (d *Desk) followOrder(h *hand) {
	var got Given
	o := d.chosen
	d.ask(func(ctx context.Context) (err error) {
		got, err = d.cfg.Center.Given(ctx, o, h.order)
		return err
	}, func(err error) {
		h.asking = false
		switch {
		case h.state != HandSending:
		case err == nil && got.Done && got.Code != "":
			h.state, h.failed = HandRefused, got.Code
		case err == nil && got.Done:
			h.given, h.at = got, d.cfg.Now()
			if h.state = HandDone; h.give.Terminal != "" {
				h.state = HandPrinting
			}
		case err == nil && got.Expired, d.cfg.Now().Sub(h.at) >= orderWait:
			h.state = HandNoAnswer
		}
	})
}

func (d *Desk) followSlip(h *hand) {
	var got History
	o, id := d.chosen, h.give.Ticket
	if id == "" {
		id = hall.TicketID(h.order)
	}
	d.ask(func(ctx context.Context) (err error) {
		got, err = d.cfg.Center.History(ctx, o, id)
		return err
	}, func(err error) {
		h.asking = false
		if told := slips(got); err == nil && len(told) > h.history {
			h.state = map[hall.PaperState]HandState{hall.PaperPrinted: HandPrinted, hall.PaperNotPrinted: HandUnheard}[told[len(told)-1]]
			if h.state == "" {
				h.state = HandUnsure
			}
			d.load()
			return
		}
		if d.cfg.Now().Sub(h.at) >= handWait {
			h.state = HandUnheard
		}
	})
}

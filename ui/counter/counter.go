package counter

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/nav"
)

// Queue is what a counter asks. Every hall.Authority is one.
type Queue interface {
	flow.Queue
	Watch(ctx context.Context, after hall.Cursor, tell func(hall.Event) error) error
}

// Deps are what a counter needs from outside.
type Deps struct {
	Queue    Queue
	NewKey   func() string   // idempotency keys: any UUID
	Terminal hall.TerminalID // this program
	Counter  hall.CounterID  // fixed by config; empty: chosen when signing in
	Issuer   flow.Issuer     // of numbers; nil: none are taken here
	Printer  flow.Printer    // of slips; nil: this counter has none
	Tellers  []hall.Teller   // to find a teller by badge; may be empty

	Kept []flow.Kept       // acts of an earlier run that the node was never told of
	Keep func([]flow.Kept) // writes down those that wait now; may be nil
}

// Counter is both windows. Its methods belong to the UI goroutine, except Run.
type Counter struct {
	desk     *flow.Desk
	queue    Queue
	stages   [2]*nav.Stage
	teller   *teller
	customer *customer
	strip    *strip // nil without one
	reached  Reached
	hot      hotKeys
	devices  []Device
	alone    bool // there is no monitor for the customer's screen
	zone     *time.Location
	zoneName string
	held     bool // changes are shown together at the end of the tick
	changed  bool
}

// New puts a counter on its two stages. The windows may be shown afterwards.
func New(tellerStage, customerStage *nav.Stage, d Deps) *Counter {
	c := &Counter{queue: d.Queue, stages: [2]*nav.Stage{tellerStage, customerStage}, zone: time.Local}
	c.desk = flow.New(flow.Config{Queue: d.Queue, Run: runner(tellerStage), Now: tellerStage.Now, NewKey: d.NewKey,
		Counter: d.Counter, Terminal: d.Terminal, Issuer: d.Issuer, Printer: d.Printer, Tellers: d.Tellers, Changed: c.show,
		Kept: d.Kept, Keep: d.Keep})
	tellerStage.Home(&tellerScreen{c})
	customerStage.Home(nav.Page("customer", c.buildCustomer))
	customerStage.KeysTo(tellerStage) // a touch may bring the keyboard there for a moment, and the teller types on
	return c
}

// runner lets the desk's questions leave through the stage's work and come back on the UI goroutine.
func runner(s *nav.Stage) flow.Runner {
	return func(work, done func()) {
		nav.Work(s, func(context.Context) (struct{}, error) { work(); return struct{}{}, nil }, func(struct{}, error) { done() })
	}
}

// Run follows the hall's events until ctx ends.
func (c *Counter) Run(ctx context.Context) error {
	var at hall.Cursor
	for ctx.Err() == nil {
		_ = c.queue.Watch(ctx, at, func(e hall.Event) error { // a cut is shown by the desk's own questions, then watched again
			at = e.Cursor()
			c.stages[0].Do(func() { c.desk.Told(e) })
			return nil
		})
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return nil
}

// Scanned takes a line of a scanner that is not a keyboard.
func (c *Counter) Scanned(text string) { c.desk.Scanned(text) }

// Seen takes a snapshot from whoever reads the hall for several windows; the desk also reads it itself.
func (c *Counter) Seen(s hall.Snapshot) { c.desk.Seen(s) }

// Rated takes a level from an evaluation device. A word about a ticket that is not asked about any more comes too late.
func (c *Counter) Rated(ticket hall.TicketID, level int) {
	if c.desk.Asks() == ticket {
		c.desk.Rate(level)
		c.desk.Submit()
	}
}

// SetDevices shows the state of the counter's devices in the status bar.
func (c *Counter) SetDevices(all []Device) {
	c.devices = all
	c.show()
}

// CustomerScreen tells whether the customer's window has a monitor.
func (c *Counter) CustomerScreen(there bool) {
	c.alone = !there
	c.show()
}

// Desk is the work behind the windows, for tests and for scripts that play a visit.
func (c *Counter) Desk() *flow.Desk { return c.desk }

// tellerScreen is the teller's page; it is built again when language or look change.
type tellerScreen struct{ c *Counter }

// Name implements nav.Screen.
func (s *tellerScreen) Name() string { return "teller" }

// Build implements nav.Screen.
func (s *tellerScreen) Build(stage *nav.Stage) fyne.CanvasObject {
	s.c.teller = newTeller(stage.Kit(), stage.Book(), s.c.desk, stage.Lang())
	s.c.teller.bind(stage)
	s.c.show()
	return s.c.teller.object()
}

// Shown implements nav.Shower.
func (s *tellerScreen) Shown() { s.c.teller.ready() }

// Tick implements nav.Ticker.
func (s *tellerScreen) Tick(time.Time) { s.c.tick() }

func (c *Counter) tick() {
	c.held = true
	if c.stages[1].IdleFor() < time.Second { // the visitor touched anywhere: the ring begins anew
		c.desk.Touched()
	}
	c.desk.Tick()
	c.held = false
	if c.changed {
		c.show()
	}
}

func (c *Counter) buildCustomer(s *nav.Stage) fyne.CanvasObject {
	c.customer = newCustomer(s.Kit(), s.Book(), c.desk)
	c.show()
	return c.customer.object()
}

// show brings both windows to what the desk says.
func (c *Counter) show() {
	if c.changed = c.held; c.held {
		return
	}
	c.follow()
	if c.teller != nil {
		c.teller.devices, c.teller.alone, c.teller.zone = c.devices, c.alone, c.zone
		c.teller.openStrip, c.teller.stripKey = c.reached.Open, c.hot.of(0)
		c.teller.show()
	}
	if c.strip != nil {
		c.strip.hot = c.hot
		c.strip.show()
	}
	if c.customer != nil {
		c.customer.zone = c.zone
		c.showCustomer(c.desk.Customer())
	}
}

// showCustomer shows the visitor's page; the stage is told of a new one.
func (c *Counter) showCustomer(v flow.CustomerView) {
	turned := v.Kind != c.customer.view.Kind || v.No != c.customer.view.No
	c.customer.show(v)
	if turned {
		c.stages[1].Turned()
	}
}

// follow keeps the hall's zone: a counter's own zone does not count.
func (c *Counter) follow() {
	if s, ok := c.desk.Hall(); ok && s.Outlet.Zone != c.zoneName {
		c.zoneName, c.zone = s.Outlet.Zone, s.Outlet.Location()
	}
}

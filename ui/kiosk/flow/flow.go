package flow

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Issuer gives out tickets. Near it is a *queue.Queue, far it is a *client.Client.
type Issuer interface {
	Issue(ctx context.Context, r hall.IssueRequest) (hall.Standing, error)
	Act(ctx context.Context, a hall.Action) (hall.Ticket, error)
	Ticket(ctx context.Context, id hall.TicketID) (hall.Standing, error)
}

// Printer makes a slip of a ticket. It answers what is known of the paper and, when nothing came out, the reason as a
// fault code ("printer.paper-out"). An error leaves the paper uncertain unless the state says otherwise.
type Printer interface {
	Print(ctx context.Context, s hall.Standing) (hall.PaperState, string, error)
}

// Runner does job away from the flow's goroutine and then done on it. Tests run both at once.
type Runner func(job func(ctx context.Context), done func())

// Config is what a flow is made of. Issuer, Printer, Run, Now and NewID are required.
type Config struct {
	Issuer   Issuer
	Printer  Printer
	Run      Runner
	Now      func() time.Time
	NewID    func() string         // a fresh UUID: ids are made before the first attempt
	CheckPIN func(pin string) bool // of the maintenance page; nil: the page cannot be entered
	Guide    func()                // calls the guide to this machine; nil: the key is not drawn
	Terminal hall.TerminalID
}

// Step is where the visitor is.
type Step string

// The steps.
const (
	Home        Step = "home"
	Groups      Step = "groups"
	Items       Step = "items"
	Confirm     Step = "confirm"
	TicketShown Step = "ticket"
	Sorry       Step = "sorry"
	PIN         Step = "pin"
	Maintenance Step = "maintenance"
)

// Settings are the visitor's wishes for the machine; they go back to the defaults with the visitor.
type Settings struct {
	Language hall.Language
	Elderly  bool
	Low      bool
	Spoken   bool
}

// Flow is one kiosk. Owned by the goroutine that draws.
type Flow struct {
	Changed func() // something to draw has changed; set before the first touch

	cfg      Config
	snap     *hall.Snapshot
	apart    time.Duration // how far the hall's clock is before ours
	nodeAway bool
	printer  PrinterState

	step     Step
	settings Settings
	group    hall.GroupCode
	items    []hall.ItemCode
	priority hall.Priority
	page     int

	take    take
	idle    idle
	guard   guard
	helpTil time.Time
	open    []hall.TicketID // asked for, answer unknown, visitor gone: to be cancelled when the node is back
	closing bool            // an open id is being cancelled
}

// New makes a flow at home with nothing known of the hall yet.
func New(c Config) *Flow {
	f := &Flow{cfg: c, step: Home, printer: PrinterReady}
	f.settings = f.defaults()
	f.Touch()
	return f
}

func (f *Flow) defaults() Settings { return Settings{Language: hall.Chinese} }

// Push brings a new snapshot of the hall; the node is heard again by it.
func (f *Flow) Push(s hall.Snapshot) {
	f.snap, f.nodeAway, f.apart = &s, false, s.Apart(f.cfg.Now())
	f.closeOpen()
	f.changed()
}

// NodeAway tells that the node cannot be heard. The last snapshot stays, with its time.
func (f *Flow) NodeAway() {
	if f.nodeAway {
		return
	}
	f.nodeAway = true
	f.changed()
}

// SetPrinter tells what the printer says of itself.
func (f *Flow) SetPrinter(p PrinterState) {
	if f.printer == p {
		return
	}
	f.printer = p
	f.changed()
}

func (f *Flow) changed() {
	f.idle.drawn = f.shown()
	if f.Changed != nil {
		f.Changed()
	}
}

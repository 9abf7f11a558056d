package desk

import (
	"context"

	"github.com/brighthall/brighthall/hall"
)

// Gate lets a person in. WrongPIN, Locked, Unavailable.
type Gate interface {
	SignIn(ctx context.Context, name, password string) (Person, error)
	// SignOut ends the person's session at the center.
	SignOut(ctx context.Context) error
}

// Halls tells how halls stand.
type Halls interface {
	Outlets(ctx context.Context) ([]Outlet, error)
	Live(ctx context.Context, outlet hall.OutletID) (Live, error)
	// Arrivals counts a day in quarters of an hour; an empty outlet means all.
	Arrivals(ctx context.Context, outlet hall.OutletID, day hall.Day) ([]Quarter, error)
}

// Visits tells about tickets.
type Visits interface {
	Tickets(ctx context.Context, q Query) (Page, error)
	History(ctx context.Context, outlet hall.OutletID, id hall.TicketID) (History, error)
}

// Center is what the management app asks.
type Center interface {
	Gate
	Halls
	Visits
	Hands
}

// Hands give a hall orders.
type Hands interface {
	// SelfTest lets every terminal of a hall test itself; what they find comes with Live.
	SelfTest(ctx context.Context, outlet hall.OutletID) error
	// AnswerEpoch says whether the log that a hall goes on with is its own, restored, or only a copy's.
	AnswerEpoch(ctx context.Context, question string, restored bool) error
	// Give sends an order for a number or a slip. The same order id again is the same order.
	Give(ctx context.Context, outlet hall.OutletID, id string, g Give) error
	// Given is what became of it.
	Given(ctx context.Context, outlet hall.OutletID, id string) (Given, error)
}

// Give is what a visitor who stands in a hall gets: a new number of a group, or the slip of the ticket he has.
type Give struct {
	Ticket   hall.TicketID   // whose slip; empty: a new number
	Group    hall.GroupCode  // of a new number
	Care     bool            // of a new number
	Terminal hall.TerminalID // where the slip is printed; empty: nowhere
}

// Given is what became of a Give.
type Given struct {
	Done    bool // the hall has answered
	Expired bool // it has not, and will not be asked any more
	Code    hall.Code
	No      hall.TicketNo
	Ahead   int
}

// Person is who is signed in.
type Person struct {
	Name string
	Role string // a key under admin.role.
}

// Outlet is one hall in the table of today.
type Outlet struct {
	ID       hall.OutletID
	Name     hall.Name
	Zone     string // IANA; times of the hall are shown in it
	Day      hall.Day
	LastSeen hall.Millis // when the hall last called, by the center's clock; 0 never
	Waiting  int
	Longest  int64 // ms, of those who wait; -1 unknown
	Open     int   // windows open
	Windows  int   // windows in all; 0 unknown
	Faults   int   // not cleared
	Broken   []Broken
	Demo     bool
	Asks     *Question // it goes on from a copy, and a person says whether that is the hall
	Stopped  bool      // the center does not take its log
	Refuses  bool      // it does not take the center's setup
	Today    hall.Today
}

// Question is about a log that goes on from a copy of a hall's.
type Question struct {
	ID    string
	Begun hall.Millis

	Parted bool // within the epoch: the hall sends another log than the center has
}

// Broken is a device with a fault.
type Broken struct {
	Terminal hall.TerminalID
	Device   string // its name in the terminal's settings
}

// Live is one hall now.
type Live struct {
	Outlet   Outlet
	Groups   []Group
	Counters []hall.CounterView
	Faults   []hall.Fault
	Tests    []hall.SelfTest // the last of each terminal
	Asked    hall.Millis     // when a self-test was last asked for; 0 never
}

// Group is a group's line now.
type Group struct {
	Code    hall.GroupCode
	Name    hall.Name
	Waiting int
	Longest int64 // ms
}

// Quarter is a quarter of an hour: how many came, how many were finished.
type Quarter struct {
	At     hall.Millis
	Came   int
	Served int
}

// Query asks for a page of today's tickets.
type Query struct {
	Outlet hall.OutletID
	Day    hall.Day
	State  hall.State // empty: all
	No     string     // numbers that begin like this; empty: all
	After  string     // token of the page before; empty: the first
	Limit  int
}

// Page is some tickets, and the token of the next page when there is one.
type Page struct {
	Tickets []hall.Ticket
	After   string
}

// History is a ticket and everything that happened to it, oldest first.
type History struct {
	Ticket hall.Ticket
	Events []hall.Event
	Badges map[hall.TellerID]string // of the tellers in Events, where they are known
}

package api

import (
	"github.com/brighthall/brighthall/hall"
)

// Outlet is a hall as the center knows it.
type Outlet struct {
	ID       hall.OutletID `json:"id"`
	Name     hall.Name     `json:"name"`
	Day      hall.Day      `json:"day"`                   // its current business day, as far as its log tells
	LastSeen hall.Millis   `json:"last_seen_ms"`          // the center's clock when the hall last called; 0 never
	Cursor   hall.Cursor   `json:"cursor"`                // its log is here up to this place
	Version  int64         `json:"version"`               // of the setup that the center gave; 0: it lives on its seed
	InForce  int64         `json:"in_force"`              // the version that the hall lives on
	Refused  int64         `json:"refused,omitempty"`     // the version that the hall refuses
	Why      string        `json:"refused_why,omitempty"` // … and its reason, for the person who gave it
	Stopped  string        `json:"stopped,omitempty"`     // why the center takes no more of its log
	Zone     string        `json:"zone,omitempty"`        // IANA; empty until the hall has told its setup
	Demo     bool          `json:"demo,omitempty"`        // everything of it is 演示数据
	Waiting  int           `json:"waiting"`
	Longest  int64         `json:"longest_ms"` // the longest wait of those who wait
	Open     int           `json:"open"`       // counters that serve
	Windows  int           `json:"windows"`    // counters in all
	Faults   int           `json:"faults"`     // not cleared
	Broken   []Broken      `json:"broken,omitempty"`
	Asks     *Question     `json:"asks,omitempty"` // it goes on from a copy, and a person has to accept or refuse that
	Today    hall.Today    `json:"today"`
	Stranded []Stranded    `json:"stranded,omitempty"` // whom no window serves by the setup in force
}

// Stranded is a group in which people wait and which no window of a setup serves.
type Stranded struct {
	Group   hall.GroupCode `json:"group"`
	Waiting int            `json:"waiting"`
}

// GivenSetup is a setup as the center has taken it. Stranded are who waits now and would be served by no window of it;
// the hall lets a group that is gone be served to its end, one that is still there without a window is waited in for
// nothing.
type GivenSetup struct {
	hall.Setup

	Stranded []Stranded `json:"stranded,omitempty"`
}

// Question asks a person whether a log that goes on from a copy is the hall's.
type Question struct {
	ID    string      `json:"id"`
	Epoch hall.Epoch  `json:"epoch"`
	Begun hall.Millis `json:"begun_at_ms"`

	Parted bool `json:"parted,omitempty"` // within the epoch: the hall sends another log than the one here
}

// Broken is a device with a fault that was not cleared.
type Broken struct {
	Terminal hall.TerminalID `json:"terminal"`
	Device   string          `json:"device"`
}

// Tickets is a page of visits. After, when set, asks for the next page.
type Tickets struct {
	Tickets []hall.Ticket `json:"tickets"`
	After   string        `json:"after,omitempty"`
}

// History is a visit with everything that happened to it, oldest first.
type History struct {
	Ticket hall.Ticket              `json:"ticket"`
	Events []hall.Event             `json:"events"`
	Badges map[hall.TellerID]string `json:"badges,omitempty"` // of the tellers in Events, where the hall's setup has them
}

// Live is a hall's present state derived from its events; LastSeen says how old it may be.
type Live struct {
	Outlet   Outlet             `json:"outlet"`
	Groups   []LiveGroup        `json:"groups"`
	Counters []hall.CounterView `json:"counters"`
	Faults   []hall.Fault       `json:"faults,omitempty"` // not cleared yet
	Tests    []hall.SelfTest    `json:"tests,omitempty"`  // the last of each terminal
	AskedAt  hall.Millis        `json:"test_asked_ms,omitempty"`
}

// LiveGroup is a group's line now.
type LiveGroup struct {
	Code      hall.GroupCode `json:"code"`
	Name      hall.Name      `json:"name"`
	Waiting   int            `json:"waiting"`
	LongestMs int64          `json:"longest_ms"`
}

// Mirror is what a hall pulls: its setup when newer than it has, and the orders it has not answered.
type Mirror struct {
	Version int64        `json:"version"`
	Setup   *hall.Setup  `json:"setup,omitempty"`
	Orders  []hall.Order `json:"orders,omitempty"`
}

// OrderState is an order with its result, when there is one.
type OrderState struct {
	hall.Order
	At     hall.Millis   `json:"at_ms"`
	By     string        `json:"by"`
	DoneAt hall.Millis   `json:"done_at_ms,omitempty"`
	Code   hall.Code     `json:"code,omitempty"`  // why not, when it was refused
	No     hall.TicketNo `json:"no,omitempty"`    // of the ticket that it issued or had printed
	Ahead  int           `json:"ahead,omitempty"` // who waited before it then
	// Expired: its time is over and no result has come. No hall is given it any more; one that was given it in time may
	// still answer.
	Expired bool `json:"expired,omitempty"`
}

// SignIn asks for a session of a person.
type SignIn struct {
	Name     string `json:"name"`
	Password string `json:"password"`
}

// Session is a signed-in person's token and when it ends.
type Session struct {
	Token   string      `json:"token"`
	Name    string      `json:"name"`
	Expires hall.Millis `json:"expires_ms"`
}

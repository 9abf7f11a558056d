package hall

// Actor is who asks: the terminal, and the teller at it.
type Actor struct {
	Terminal TerminalID `json:"terminal,omitempty"`
	Teller   TellerID   `json:"teller,omitempty"`
}

// IssueRequest asks for a ticket. ID is the ticket's id and the idempotency key: made by the caller, repeated on retry.
type IssueRequest struct {
	ID       TicketID   `json:"-"`
	Service  string     `json:"service"` // a group's or an item's code
	Items    []ItemCode `json:"items,omitempty"`
	Source   Source     `json:"source"`
	Priority Priority   `json:"priority,omitempty"`
	Customer CustomerID `json:"customer,omitempty"`
	Market   Market     `json:"market,omitempty"`
	Language Language   `json:"language,omitempty"`
	By       Actor      `json:"-"`
}

// NextRequest asks for the next visitor of a counter.
type NextRequest struct {
	Key     string    `json:"-"`
	Counter CounterID `json:"-"`
	By      Actor     `json:"-"`
}

// Pick is the answer to "who is next and why".
type Pick struct {
	Ticket  Ticket     `json:"ticket"`
	Reason  PickReason `json:"reason"`
	Nobody  bool       `json:"-"` // nobody waits for this counter; Ticket is empty
	Waiting int        `json:"waiting"`
}

// PickReason explains a pick so that a teller can tell it to a visitor.
type PickReason struct {
	Rule      string    `json:"rule"`                // "earliest" "credit" "turn" "own" "rested" "chosen": a key of assets/lang
	WaitedMs  int64     `json:"waited_ms"`           // since issue
	CreditMs  int64     `json:"credit_ms,omitempty"` // issue − effective
	LevelMs   int64     `json:"level_ms,omitempty"`  // added by the counter's preference
	Overtaken int       `json:"overtaken,omitempty"` // tickets issued earlier that still wait and this counter serves
	Group     GroupCode `json:"service,omitempty"`
}

// Action is one verb on one ticket.
type Action struct {
	Key     string    `json:"-"` // idempotency key
	Ticket  TicketID  `json:"-"`
	Verb    Verb      `json:"-"`
	Counter CounterID `json:"counter,omitempty"` // whose act it is; required for the verbs of tellers
	By      Actor     `json:"-"`
	Version int       `json:"version,omitempty"` // when set, refuse with Conflict unless the ticket is at this version

	ToGroup   GroupCode            `json:"to_service,omitempty"` // transfer
	ToCounter CounterID            `json:"to_counter,omitempty"` // transfer
	ForAnyone bool                 `json:"for_anyone,omitempty"` // hold
	HoldMin   int                  `json:"hold_min,omitempty"`   // hold: returns by itself after, 0 never
	Note      string               `json:"note,omitempty"`       // transfer, hold
	EndedBy   string               `json:"ended_by,omitempty"`   // cancel: who gave up
	Outcomes  map[ItemCode]Outcome `json:"outcomes,omitempty"`   // finish
	Level     int                  `json:"level,omitempty"`      // evaluate: 5…1, 0 not rated
	Reasons   []string             `json:"reasons,omitempty"`    // evaluate
	Paper     PaperState           `json:"paper,omitempty"`      // print
}

// CounterAction is one verb on one counter.
type CounterAction struct {
	Key     string      `json:"-"`
	Counter CounterID   `json:"-"`
	Verb    CounterVerb `json:"-"`
	Teller  TellerID    `json:"teller,omitempty"` // open
	PIN     string      `json:"pin,omitempty"`    // open; never logged, never stored
	Reason  string      `json:"reason,omitempty"` // pause
	By      Actor       `json:"-"`
}

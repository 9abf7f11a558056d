package hall

// Actor is who asks: the terminal, and the teller at it.
type Actor struct {
	Terminal TerminalID `json:"terminal,omitempty"`
	Teller   TellerID   `json:"teller,omitempty"`
	Staff    bool       `json:"-"` // the terminal is a counter's program: it does nothing for a visitor while no teller is signed in at it
}

// IssueRequest asks for a ticket. ID is the ticket's id and the idempotency key: made by the caller, repeated on retry.
type IssueRequest struct {
	ID       TicketID   `json:"-"`
	Service  string     `json:"service" doc:"a group's or an item's code, such as H or B05"`
	Items    []ItemCode `json:"items,omitempty" doc:"more items of the same group"`
	Source   Source     `json:"source" enum:"kiosk,counter,web,booking,foreign" doc:"where it is asked for; foreign: a machine of another maker"`
	Priority Priority   `json:"priority,omitempty" doc:"nothing for everybody else"`
	Customer CustomerID `json:"customer,omitempty" doc:"a token that stands for a person; one open ticket per group"`
	Market   Market     `json:"market,omitempty" doc:"the kind of customer"`
	Language Language   `json:"language,omitempty" doc:"the ticket is called in it too"`
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
	Rule      string    `json:"rule" enum:"earliest,credit,turn,own,rested,chosen"` // "earliest" "credit" "turn" "own" "rested" "chosen": a key of assets/lang
	WaitedMs  int64     `json:"waited_ms"`                                          // since issue
	CreditMs  int64     `json:"credit_ms,omitempty"`                                // issue − effective
	LevelMs   int64     `json:"level_ms,omitempty"`                                 // added by the counter's preference
	Overtaken int       `json:"overtaken,omitempty"`                                // tickets issued earlier that still wait and this counter serves
	Group     GroupCode `json:"service,omitempty"`
}

// Action is one verb on one ticket.
type Action struct {
	Key     string    `json:"-"` // idempotency key
	Ticket  TicketID  `json:"-"`
	Verb    Verb      `json:"-"`
	Counter CounterID `json:"counter,omitempty" doc:"the counter whose act it is; empty: the one this terminal has open"`
	By      Actor     `json:"-"`
	Version int       `json:"version,omitempty" doc:"refuse with conflict unless the ticket is at this version"`

	Slip      string               `json:"slip,omitempty" doc:"cancel, print at a kiosk that did not issue the ticket: the code of the visitor's slip, or its page's address"`
	ToGroup   GroupCode            `json:"to_service,omitempty" doc:"transfer: to another group"`
	ToCounter CounterID            `json:"to_counter,omitempty" doc:"transfer: to one counter"`
	ForAnyone bool                 `json:"for_anyone,omitempty" doc:"hold: whoever is free goes on with it"`
	HoldMin   int                  `json:"hold_min,omitempty" doc:"hold: minutes after which it returns by itself; 0 never"`
	Note      string               `json:"note,omitempty" doc:"transfer, hold: a word for the colleague; kept sealed, and no longer than the visit"`
	EndedBy   string               `json:"ended_by,omitempty" enum:",teller,visitor,unprinted" doc:"cancel: who gives up"`
	Outcomes  map[ItemCode]Outcome `json:"outcomes,omitempty" doc:"finish: per item accepted, done, papers, forwarded or not_done"`
	Level     *int                 `json:"level,omitempty" doc:"evaluate, must be said: 5 very good to 1 very poor, 0 not rated"`
	Reasons   []string             `json:"reasons,omitempty" enum:"wait,manner,unclear,steps,not_done,other" doc:"evaluate: what was not good; at most 10"`
	At        Millis               `json:"at_ms,omitempty" doc:"call, start, no-show, finish, evaluate: when it was done, by the hall's clock, if that is earlier: by a counter that was cut off"`
	Paper     PaperState           `json:"paper,omitempty" doc:"print: what became of the slip"`
}

// CounterAction is one verb on one counter.
type CounterAction struct {
	Key     string      `json:"-"`
	Counter CounterID   `json:"-"`
	Verb    CounterVerb `json:"-"`
	Teller  TellerID    `json:"teller,omitempty" doc:"open: who"`
	PIN     string      `json:"pin,omitempty" doc:"open: never logged, never stored"`
	Reason  string      `json:"reason,omitempty" enum:",rest,papers,training,device,other" doc:"pause: why"`
	By      Actor       `json:"-"`
}

package hall

import "slices"

// CounterState says whether a counter serves.
type CounterState string

// The states of a counter.
const (
	CounterClosed CounterState = "closed"
	CounterOpen   CounterState = "open"
	CounterPaused CounterState = "paused"
)

// CounterStates are all of them.
var CounterStates = []CounterState{CounterClosed, CounterOpen, CounterPaused}

// CounterSetup is what a counter can do: data of the center.
type CounterSetup struct {
	ID     CounterID `json:"id" toml:"id"`
	Label  string    `json:"label" toml:"label"` // what screens say: "3"
	Serves []Skill   `json:"serves" toml:"serves"`
}

// Skill is one group a counter serves, with its preference: level 0 first, each level costs Rules.LevelMin.
type Skill struct {
	Group GroupCode `json:"group" toml:"group"`
	Level int       `json:"level,omitempty" toml:"level"`
}

// Level is the preference level of the counter for group g.
func (c CounterSetup) Level(g GroupCode) (int, bool) {
	for _, s := range c.Serves {
		if s.Group == g {
			return s.Level, true
		}
	}
	return 0, false
}

// Counter is a counter's state today.
type Counter struct {
	ID       CounterID    `json:"id"`
	State    CounterState `json:"state"`
	Teller   TellerID     `json:"teller,omitempty"`
	Terminal TerminalID   `json:"terminal,omitempty"` // the program that opened it
	Reason   string       `json:"reason,omitempty"`   // why paused: a key of assets/lang
	Ticket   TicketID     `json:"ticket,omitempty"`   // called or serving
	InRow    int          `json:"in_row,omitempty"`   // credited tickets taken in a row
	Since    Millis       `json:"since"`
}

// PauseReasons are the reasons that a pause can have: keys of assets/lang under "counter.pause.". The last one is of a
// counter whose program gave no sign of life.
var PauseReasons = []string{"rest", "papers", "training", "device", "other", "gone"}

// TellerReasons are those of PauseReasons that a teller may give. They are in the log and on screens, so nobody writes
// one of his own.
var TellerReasons = PauseReasons[:len(PauseReasons)-1]

// Serves reports whether any counter of the hall serves a group: a number of another one would be called by nobody.
func (s *Setup) Serves(g GroupCode) bool {
	return slices.ContainsFunc(s.Counters, func(c CounterSetup) bool {
		_, serves := c.Level(g)
		return serves
	})
}

// Teller is a person who serves. The PIN is kept as an argon2id hash; it never travels to terminals.
type Teller struct {
	ID    TellerID `json:"id" toml:"id"`
	Badge string   `json:"badge" toml:"badge"` // 工号, what visitors may see
	Name  Name     `json:"name" toml:"name"`
	PIN   string   `json:"pin,omitempty" toml:"pin"` // hash
}

// CounterVerb is what can be done to a counter.
type CounterVerb string

// The verbs of a counter.
const (
	OpenCounter   CounterVerb = "open"
	CloseCounter  CounterVerb = "close"
	PauseCounter  CounterVerb = "pause"
	ReopenCounter CounterVerb = "reopen"
)

// GoneReason is why the hall paused a counter whose program gave no sign of life: a key of assets/lang.
const GoneReason = "gone"

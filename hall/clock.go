package hall

import "time"

// Clock is how the clock of a hall stands to the others: a machine's clock may be wrong, and put right while people
// wait.
type Clock struct {
	Hall   Millis     `json:"hall_ms"`             // the moment by which the hall lives
	Wall   Millis     `json:"wall_ms"`             // the clock of the node's machine
	Center Millis     `json:"center_ms,omitempty"` // the center's clock; 0 not heard of late
	State  ClockState `json:"state"`
	Move   *ClockMove `json:"move,omitempty"` // the last one of this day
}

// Made is before this program was: a clock that shows less is wrong.
var Made = At(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))

// SubjectClock is the subject of a refusal because two clocks differ.
const SubjectClock = "clock"

// ClockMove is how far the clock of a hall was put forward or back, for those who look at it later in the day.
type ClockMove struct {
	By Millis `json:"by_ms"`
	To Millis `json:"to_ms"` // the moment that it came to
}

// ClockState says whether a person should look at the clock of the node's machine. States are sent.
type ClockState string

// The states of the clock.
const (
	ClockRight  ClockState = "right"
	ClockApart  ClockState = "apart"  // the machine's clock has jumped; the hall goes on by its own, which is right
	ClockUnsure ClockState = "unsure" // nobody has vouched for the time since the start; no day begins or ends
)

// ClockStates are all of them.
var ClockStates = []ClockState{ClockRight, ClockApart, ClockUnsure}

// Correction is a step of the hall's clock, told by the event clock.corrected. The events after it count from To, which
// may be before the events before it. What follows it at once are the tickets and counters whose moments it moves.
type Correction struct {
	From Millis `json:"from_ms"`
	To   Millis `json:"to_ms"`
	// By is how far the moments move: from From to To, but for the time that a hall which comes back from a jump was
	// closed.
	By Millis `json:"by_ms,omitempty"`
	// Since is the earliest moment that moves: what happened before it was told by a clock that is right still. 0: all
	// do.
	Since Millis     `json:"since_ms,omitempty"`
	Why   ClockProof `json:"why,omitempty"`
}

// ClockDrift is how far a hall follows the clock of its machine without a word.
const ClockDrift = 30 * time.Second

// Notable reports whether a person would notice the step. Less is what a hall follows anyway.
func (c Correction) Notable() bool {
	return max(c.To-c.From, c.From-c.To) > Millis(ClockDrift.Milliseconds())
}

// Moved is a moment after the correction.
func (c Correction) Moved(m Millis) Millis {
	if m <= 0 || m < c.Since {
		return m
	}
	return m + c.By
}

// ClockProof is what vouched for a time. Proofs are stored and sent.
type ClockProof string

// The proofs.
const (
	ProofWall   ClockProof = "wall"   // the machine's clock came to a time that can be true
	ProofCenter ClockProof = "center" // the center says the same, or the machine's clock is wrong and the center's is taken
	ProofPerson ClockProof = "person" // somebody looked and said so
)

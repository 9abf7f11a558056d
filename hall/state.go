package hall

// State is where a ticket is in its life.
type State string

// The states of a ticket.
const (
	Waiting   State = "waiting"   // 等候
	Called    State = "called"    // 已叫号
	Serving   State = "serving"   // 办理中
	Held      State = "held"      // 挂起
	Missed    State = "missed"    // 过号
	Finished  State = "finished"  // 结束
	Cancelled State = "cancelled" // 作废
)

// States lists all states in the order of the table.
var States = []State{Waiting, Called, Serving, Held, Missed, Finished, Cancelled}

// Open reports whether the ticket is still somebody's business today.
func (s State) Open() bool { return s != Finished && s != Cancelled }

// Active reports whether a counter is occupied by a ticket in this state.
func (s State) Active() bool { return s == Called || s == Serving }

// Verb is what can be done to a ticket.
type Verb string

// The verbs. Issue makes a ticket, Print and Evaluate leave its state alone; the others are the columns of the state
// table.
const (
	Issue    Verb = "issue"
	Call     Verb = "call"
	Recall   Verb = "recall"
	Start    Verb = "start"
	NoShow   Verb = "no-show"
	Requeue  Verb = "requeue"
	Hold     Verb = "hold"
	Resume   Verb = "resume"
	Transfer Verb = "transfer"
	Release  Verb = "release"
	Return   Verb = "return"
	Finish   Verb = "finish"
	Cancel   Verb = "cancel"
	Reopen   Verb = "reopen"
	Evaluate Verb = "evaluate"
	Print    Verb = "print"
	Close    Verb = "close"   // day close: every open state ends "by system"
	Reclaim  Verb = "reclaim" // a counter that was cut off tells that it serves or served the visitor whose ticket was released meanwhile
)

// Verbs lists the columns of the state table in its order. Close and Reclaim are the authority's own conclusions:
// nobody asks for them.
var Verbs = []Verb{Call, Recall, Start, NoShow, Requeue, Hold, Resume, Transfer, Release, Return, Finish, Cancel, Reopen}

// table is the house's one rule of what may follow what. An absent pair is a Conflict.
var table = map[State]map[Verb]State{
	Waiting: {Call: Called, Transfer: Waiting, Cancel: Cancelled, Close: Cancelled, Reclaim: Serving},
	Called:  {Recall: Called, Start: Serving, NoShow: Missed, Transfer: Waiting, Release: Waiting, Cancel: Cancelled, Close: Cancelled},
	Serving: {Hold: Held, Transfer: Waiting, Release: Waiting, Finish: Finished, Cancel: Cancelled, Close: Cancelled},
	Held:    {Resume: Serving, Transfer: Waiting, Return: Waiting, Finish: Finished, Cancel: Cancelled, Close: Cancelled},
	Missed:  {Call: Called, Requeue: Waiting, Cancel: Cancelled, Close: Cancelled, Reclaim: Serving},

	Cancelled: {Reclaim: Serving},
}

// After is the state that verb leads to from s. Reopen returns a finished or cancelled ticket to previous, where it was
// before.
func After(s State, verb Verb, previous State) (State, error) {
	const op = "hall.After"
	if verb == Reopen && !s.Open() && previous != "" {
		return previous, nil
	}
	to, ok := table[s][verb]
	if !ok {
		return s, E(op, Conflict, string(verb)+" is not possible while "+string(s))
	}
	return to, nil
}

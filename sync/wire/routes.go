package wire

import (
	"net/url"

	"github.com/brighthall/brighthall/hall"
)

// Routes of a hall node and of a center.
const (
	API      = "/api/v1"
	Tickets  = API + "/tickets"
	Counters = API + "/counters"
	Hall     = API + "/hall"
	Events   = API + "/events"
	Reports  = API + "/reports" // what a terminal tells of its devices
	Clock    = API + "/clock"   // somebody looked: the clock of the node's machine is right
	Health   = "/healthz"
	Page     = "/t/" // + token: the visitor's page
)

// PagePatterns are the routes of the visitor's page, as net/http's mux takes them.
var PagePatterns = []string{"GET " + Page + "{token}", "GET " + Page + "{token}/state", "POST " + Page + "{token}/cancel"}

// Headers of ours.
const (
	HeaderKey      = "Idempotency-Key"     // a UUID, on every POST; for issue it is the ticket's id
	HeaderProtocol = "Brighthall-Protocol" // on every answer, and on every request of our programs
	HeaderLast     = "Last-Event-ID"       // epoch.seq
)

// Protocol is the version of this package's shapes. A peer that names another one is refused.
const Protocol = "1"

// TicketVerbs are the verbs with a route of their own under a ticket. The state table's "return" is the clock's alone.
var TicketVerbs = []hall.Verb{hall.Recall, hall.Start, hall.Finish, hall.NoShow, hall.Requeue, hall.Hold, hall.Resume, hall.Transfer,
	hall.Release, hall.Cancel, hall.Reopen, hall.Evaluate, hall.Call, hall.Print}

// CounterVerbs are the verbs with a route of their own under a counter, beside Next.
var CounterVerbs = []hall.CounterVerb{hall.OpenCounter, hall.CloseCounter, hall.PauseCounter, hall.ReopenCounter}

// TicketPath is the route of a ticket, and of a verb on it when one is given.
func TicketPath(id hall.TicketID, verb ...hall.Verb) string {
	path := Tickets + "/" + url.PathEscape(string(id))
	if len(verb) > 0 {
		path += "/" + string(verb[0])
	}
	return path
}

// CounterPath is the route of something at a counter: a verb, "next" or "line".
func CounterPath(id hall.CounterID, what string) string {
	return Counters + "/" + url.PathEscape(string(id)) + "/" + what
}

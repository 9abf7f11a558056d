package node

import (
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// Names of the operations beside the verbs, as /openapi.json has them.
const (
	opIssue  = "issue"
	opTicket = "ticket"
	opFind   = "find"
	opLine   = "line"
	opHall   = "hall"
	opEvents = "events"
	opNext   = "next"
	opReport = "report"
	opClock  = "trust-clock"
)

func opVerb(v hall.Verb) string               { return "ticket-" + string(v) }
func opCounterVerb(v hall.CounterVerb) string { return "counter-" + string(v) }

// may is the whole table of what a kind of terminal may do. What is not here is denied.
var may = map[wire.Kind][]string{
	wire.Kiosk: {opIssue, opTicket, opFind, opHall, opEvents, opReport, opClock, opVerb(hall.Cancel), opVerb(hall.Print)},
	wire.Counter: {opIssue, opTicket, opFind, opLine, opHall, opEvents, opNext, opReport,
		opVerb(hall.Recall), opVerb(hall.Start), opVerb(hall.Finish), opVerb(hall.NoShow), opVerb(hall.Requeue), opVerb(hall.Hold),
		opVerb(hall.Resume), opVerb(hall.Transfer), opVerb(hall.Release), opVerb(hall.Cancel), opVerb(hall.Reopen),
		opVerb(hall.Evaluate), opVerb(hall.Call), opVerb(hall.Print),
		opCounterVerb(hall.OpenCounter), opCounterVerb(hall.CloseCounter), opCounterVerb(hall.PauseCounter),
		opCounterVerb(hall.ReopenCounter)},
	wire.Display: {opHall, opEvents, opReport},
	wire.Media:   {opHall, opEvents, opReport},
	wire.Admin:   {opTicket, opFind, opLine, opHall, opEvents},
}

// May reports whether a terminal of kind k may do the operation.
func May(k wire.Kind, operation string) bool { return slices.Contains(may[k], operation) }

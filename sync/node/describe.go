package node

import (
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// summaries say what each operation does, by its name in /openapi.json.
var summaries = map[string]string{
	opIssue:  "Take a ticket",
	opFind:   "Find a ticket by what a scanner read",
	opTicket: "A ticket and its place in the queue",
	opNext:   "Call the next visitor to a counter",
	opLine:   "Who would be called to a counter, in order and with the reason",
	opHall:   "The hall as it is now: groups, counters, who waits",
	opEvents: "Events as they happen, as a stream",
	opReport: "Tell of a device's fault or of a self-test",
	opClock:  "Say that the clock of the node's machine is right: somebody has looked",

	opVerb(hall.Call):     "Call this very visitor",
	opVerb(hall.Recall):   "Call the visitor again",
	opVerb(hall.Start):    "The visitor is here: begin to serve",
	opVerb(hall.Finish):   "Finish the service, with an outcome for each item",
	opVerb(hall.NoShow):   "The visitor did not come",
	opVerb(hall.Requeue):  "Put a missed visitor back into the queue",
	opVerb(hall.Hold):     "Put the service aside for a while",
	opVerb(hall.Resume):   "Go on with a service that was put aside",
	opVerb(hall.Transfer): "Send the visitor to another service or counter",
	opVerb(hall.Release):  "Give the visitor back to the head of the queue",
	opVerb(hall.Cancel):   "Cancel the ticket",
	opVerb(hall.Reopen):   "Take back the end of a ticket",
	opVerb(hall.Evaluate): "Note the visitor's word on the service",
	opVerb(hall.Print):    "Tell what became of the slip",

	opCounterVerb(hall.OpenCounter):   "Sign a teller in at a counter",
	opCounterVerb(hall.CloseCounter):  "Sign the teller out",
	opCounterVerb(hall.PauseCounter):  "Pause the service at a counter",
	opCounterVerb(hall.ReopenCounter): "End the pause",
}

// words are the closed lists of the hall, by their type. Codes and kinds of events are none: they grow, and who reads
// them lets unknown ones pass. A field that takes fewer says so itself.
var words = map[reflect.Type][]any{
	reflect.TypeFor[hall.State]():        list(hall.States),
	reflect.TypeFor[hall.CounterState](): list(hall.CounterStates),
	reflect.TypeFor[hall.Source]():       list(hall.Sources),
	reflect.TypeFor[hall.Priority]():     list(hall.Priorities),
	reflect.TypeFor[hall.Market]():       list(hall.Markets),
	reflect.TypeFor[hall.Language]():     list(hall.TicketLanguages),
	reflect.TypeFor[hall.Outcome]():      list(hall.Outcomes),
	reflect.TypeFor[hall.PaperState]():   list(hall.PaperStates),
	reflect.TypeFor[hall.ClockState]():   list(hall.ClockStates),
	reflect.TypeFor[hall.TestResult]():   list(hall.TestResults),
}

func list[T ~string](of []T) []any {
	all := make([]any, len(of))
	for i, word := range of {
		all[i] = string(word) // as it comes in a body
	}
	return all
}

// describe adds to the description what types cannot say.
func describe(api huma.API) {
	paths := api.OpenAPI().Paths
	paths[wire.Events].Get.Responses["200"] = &huma.Response{Description: "Events as they happen: id = epoch.seq, event = kind, data = Event",
		Content: map[string]*huma.MediaType{wire.StreamType: {Schema: api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[hall.Event](), true, "Event")}}}
	paths[wire.Counters+"/{id}/next"].Post.Responses["204"] = &huma.Response{Description: "Nobody waits for this counter"}
	open := func(path, id, what, kind string, schema *huma.Schema) {
		paths[path] = &huma.PathItem{Get: &huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: what, Security: []map[string][]string{},
			Responses: map[string]*huma.Response{"200": {Description: what, Content: map[string]*huma.MediaType{kind: {Schema: schema}}}}}}
	}
	open(wire.Health, "health", "How the node is; without credentials", "application/json",
		api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[wire.Healthy](), true, "Healthy"))
	open(wire.Page+"{token}", "page", "The visitor's page; the token is the credential", "text/html", &huma.Schema{Type: "string"})
	paths[wire.Page+"{token}"].Get.Parameters = []*huma.Param{{Name: "token", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}}}
	for name, schema := range api.OpenAPI().Components.Schemas.Map() {
		if t := api.OpenAPI().Components.Schemas.TypeFromRef("#/components/schemas/" + name); t != nil {
			enumerate(t, schema)
		}
	}
}

// enumerate puts the closed lists into a schema whose type does not tell them itself.
func enumerate(t reflect.Type, schema *huma.Schema) {
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		property := schema.Properties[name]
		if property == nil {
			continue
		}
		at, of := property, field.Type
		if of.Kind() == reflect.Map {
			at, _ = property.AdditionalProperties.(*huma.Schema)
			of = of.Elem()
		}
		if all, ok := words[of]; ok && at != nil && len(at.Enum) == 0 {
			at.Enum = all
			at.PrecomputeMessages()
		}
	}
}

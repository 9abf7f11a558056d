// Package conform is the conformance kit of the device gateway: what a vendor runs against his adapter before it stands
// in a hall.
//
//	report, err := conform.Run(ctx, conform.Options{Listen: "127.0.0.1:7400", Token: "secret", Ready: …, Tell: …})
//
// Without a Token the first that the adapter sends is its own; a registration refused with 401 says so.
//
// The kit plays the gateway. The adapter is started with its address and token, as in a hall, and then the line is cut,
// answers are lost, the gateway is busy and starts anew. Each rule is passed or failed, with the sentence of what to
// do. Rules about inputs ask a person at the machine (Tell) to press, scan or lay down a card, twice.
//
// What a kit cannot see is the paper: after the rule "again" exactly one slip must have come out for each that was
// told.
package conform

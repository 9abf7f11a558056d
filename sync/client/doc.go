// Package client is the hall's authority from afar: the same methods as a near queue, over HTTP.
//
//	c := client.New("https://10.0.0.5:7300", token, client.Options{Pin: fingerprint})
//	standing, err := c.Issue(ctx, hall.IssueRequest{ID: id, Service: "H", Source: hall.FromKiosk})
//
// A command is tried again with the same key until it is answered, ctx ends or Options.Patience is over; so it has its
// effect once however often the line is cut. Unavailable: the node was never reached. Unknown: it may have been
// reached, ask again with the same key. Reads fail with Unavailable only.
//
// Watch keeps a stream open, finds out within Options.Silence when the line is dead, comes back with growing pauses and
// resumes at the event where it was. It gives up for no outage; only when ctx ends, tell fails or the node refuses the
// terminal.
//
// The package decides nothing about the queue.
package client

// Package wire is what crosses the wire between the programs of a hall: routes, headers, the error form and the event
// stream.
//
// Most shapes are the words of package hall themselves; only what has no word there is here. The one table from error
// code to HTTP status is status.go, used by both ends. Shapes only grow: a field is never renamed and never changes its
// meaning, and testdata holds an example of each that must stay readable.
//
// It knows nothing of servers, clients or stores.
package wire

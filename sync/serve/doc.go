// Package serve is what every server of the house shares: the address it takes, TLS off loopback, and the bounds on
// what a peer may take of it.
//
//	l, err := serve.Listen(ctx, "0.0.0.0:7300", serve.Own{Dir: dir, File: "node.pem", Name: "Brighthall hall node"})
//	err = serve.Run(ctx, l, handler, serve.Limits{Read: 15 * time.Second, Write: 30 * time.Second, Connections: 1024, PerAddress: 256})
//
// A peer may be slow, silent, many or hostile. A header has five seconds and 16 KB, a body the time of Limits.Read and
// the size that its route allows, an answer the time of Limits.Write; streams lift these for themselves. One connection
// carries one request at a time, so the bound on connections, in all and of an address, is one on work too. What needs
// no credential must be cheap or bounded by itself.
//
// # Troubleshooting
//
//   - Connections from one machine are closed at once: it holds more than Limits.PerAddress. A reverse proxy counts as one machine.
package serve

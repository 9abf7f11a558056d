// Package hallnode assembles a hall's node: store, queue, wait windows, HTTP server and the way to the center.
//
//	n, err := hallnode.Open(ctx, hallnode.Options{Data: dir, Listen: "127.0.0.1:7300"})
//	go n.Run(ctx)                                  // commits, answers, and closes everything when ctx ends
//	standing, err := n.Authority.Issue(ctx, …)     // near
//	token, err := n.Enrol(ctx, "counter", "C03")   // far: client.New(n.URL, token, client.Options{Pin: n.Pin})
//
// The program "node" runs it as a service; a kiosk with node = "embedded" and the demo run it inside. An empty data
// directory starts with the demo outlet unless Options.Seed says otherwise. It holds no rule of its own.
package hallnode

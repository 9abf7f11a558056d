// Package synctest is a bad network for tests: a TCP proxy in front of a real server that cuts, holds up or swallows
// what passes.
//
//	p := synctest.NewProxy(t, server.Listener.Addr().String())
//	c := client.New("http://"+p.Addr(), …)
//	p.Cut()          // every line breaks, new ones come through
//	p.Down(true)     // every line breaks, new ones are refused
//	p.Hole(true)     // bytes vanish in both directions, nothing is closed: the half-open line
//	p.LoseAnswers(1) // the next request reaches the server, its answer is cut off
//
// It knows no protocol: it moves bytes.
package synctest

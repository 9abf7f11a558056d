// Package forecast says honestly how long one waits: a window of whole minutes, not a point.
//
// It learns from the hall's events how long services really take, starting from the plan values and bending to what it
// sees: slowly for what is typical of a group, quickly for how fast today goes. Every few seconds it plays the hall
// forward a few hundred times with the queue's own rule of who is next (queue.Pick): the counters that are open and
// what they may serve, the services that are under way, visitors who do not come, breaks, and those who will still
// arrive and may pass. Where the plays agree the window is narrow, where they differ it is wide.
//
// The result is one curve per group, "so many ahead → from, to", behind an atomic pointer: issuing a ticket only looks
// it up. It goes on behind those who wait, because many may come before the next round. A visitor whom a credit brings
// forward passes people of other services too, so a second curve tells his wait by the place in line that the credit
// gives. When no counter serves a group, and none on a break is expected back, the wait is not known and nothing is
// claimed.
//
//	f := forecast.New(setup, now)
//	err := f.Begin(ctx, authority) // the first curves; then
//	go f.Run(ctx, authority)
//	f.Wait(&hall.Ticket{Group: "H"}, 4) // {12, 20, true}
//
// It needs only the standard library and the queue's pure rule, keeps no person's data, and decides nothing.
package forecast

// Package admin is the management app's window, 1600×1000: sign-in, today's run of all halls, one hall now, today's
// tickets.
//
//	a := admin.New(stage, center)      // center: what desk.Center asks
//	go stage.Run(ctx)                  // ticks; the desk asks again every ten seconds
//
// All state is in package desk; a page here shows it. What is not delivered is not drawn.
package admin

// Package counter is the dual-screen counter: the teller's window and the customer's window from one desk.
//
//	c := counter.New(tellerStage, customerStage, counter.Deps{Queue: authority, NewKey: uuid, Terminal: "C03", Counter: "3"})
//	go tellerStage.Run(ctx)                             // ticks: clocks, rings, retries
//	go c.Run(ctx)                                       // follows the hall's events
//	tellerStage.Do(func() { c.Scanned(text) })          // a line of a scanner that is not a keyboard
//	tellerStage.Do(func() { c.SetDevices(devices) })    // the dots of the status bar
//
// All decisions are in flow; a screen here shows what the flow says and hands over what is pressed. The customer window
// is given a flow.CustomerView and never sees the desk. F-keys act while one of our windows has the focus; a global key
// belongs to the app.
package counter

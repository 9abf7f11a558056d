// Package flow is the kiosk without its screen: which step a visitor is at, what each touch does, and when the machine
// goes home.
//
// A Flow belongs to one goroutine, the one that draws. Snapshots and device states are pushed in, touches are method
// calls, and everything that waits (issue, print, cancel) leaves through the Runner it was given and comes back through
// it. After every change it calls Changed; the screen then reads View and draws.
//
//	f := flow.New(flow.Config{Issuer: queue, Printer: slips, Run: stage.Work, Now: time.Now, NewID: uuid.NewString})
//	f.Changed = app.redraw
//	f.Push(snapshot)            // from the event stream
//	f.Begin()                   // home → which group
//	f.ChooseGroup("H")          // → which item
//	f.ChooseItem("B05")         // → confirm
//	f.Take()                    // → ticket, printing
//	f.Tick()                    // once a second: warning ring, home
//
// It refuses to know Fyne, devices, the wire and any sentence: it names states, the screen finds words for them.
package flow

// Package nav is the stage of a window: which screen it shows, in which language and look, how long nobody has
// touched it, and how work leaves the UI goroutine and comes back. It is the only package that calls fyne.Do.
//
//	stage := nav.New(nav.Options{Name: "kiosk", Window: w, Look: skin.For(skin.Kiosk), Book: book, Lang: hall.Chinese, Now: time.Now})
//	stage.Home(home)                          // a Screen: Name() and Build(*Stage)
//	go stage.Run(ctx)                         // ticks once a second: clocks, idle watch
//
// In a screen:
//
//	k := s.Kit()                              // widgets in this window's look
//	s.Say("kiosk.home.title")                 // words in this window's language
//	nav.Work(s, flow.Take, func(t hall.Ticket, err error) { s.Replace(ticketScreen(t)) })
//	s.OnKey(fyne.KeyF1, call); s.OnScan(func(code string) { … })      // until the screen changes
//	s.Ask(title, text, nav.Verb{…}, nav.Verb{…})                      // a question over the page
//
// From a listener's goroutine: stage.Do(func() { … }).
//
// Everything else is called on the UI goroutine. A change of language, look or size keeps the screen and builds it
// again, so a Screen keeps its state in itself, not in its widgets.
package nav

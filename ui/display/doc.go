// Package display draws the waiting-hall board of look/14 on the 1920×1080 grid: find your number, then your window.
//
//	app := display.New(stage, display.Deps{Announce: voice})
//	app.Start()
//	go app.Run(ctx)                               // blinks, next call, next notice
//	go stage.Run(ctx)                             // the clock
//	stage.Do(func() { app.Push(snapshot) })       // at the start, and whenever Event returns true
//	stage.Do(func() { again = app.Event(event) })
//	stage.Do(app.Lost)
//
// What is shown when is decided by package board; yellow is only ever what is being called now. It refuses to know
// sound and wire.
package display

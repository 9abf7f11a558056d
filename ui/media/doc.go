// Package media draws the query and advert machine of look/15 on the 1080×1920 grid.
//
//	app := media.New(stage, media.Deps{})
//	app.Start()
//	go stage.Run(ctx)                          // pages turn by its tick
//	stage.Do(func() { app.Push(snapshot) })    // whenever the hall changes: calls, notices, items
//	stage.Do(app.Lost)
//
// The queue strip stays on top whatever is open, so that readers do not miss their call. The loop plays above, the
// touch tiles stand below; only tiles of delivered functions are drawn. It refuses to know the wire and what a page may
// not leave out: playlist does.
package media

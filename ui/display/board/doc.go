// Package board is the waiting-hall display without its screen: which call is shown now, which wait behind it, what
// each window does, and what is still true when the node cannot be heard.
//
// A Board belongs to one goroutine, the one that draws. It folds a snapshot and the events after it; calls queue up,
// and each is shown and spoken completely before the next one begins.
//
//	b := board.New(board.Config{Announce: voice, Run: stage.Work, Now: time.Now})
//	b.Push(snapshot)          // at the start and whenever Event asks for one
//	again := b.Event(e)       // from Watch, in order
//	b.Lost()                  // the stream broke: the last state stays, with its time
//	b.Tick()                  // some times a second: blinks, next call, next notice; Changed when something did
//
// It refuses to know Fyne, sound and sentences.
package board

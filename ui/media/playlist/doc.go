// Package playlist is the query and advert machine without its screen: which page of the loop is on, and what a touch
// opens.
//
// A List belongs to one goroutine, the one that draws. Pages turn by a coarse clock, never by an animation. The 公示
// page (prices, promises, fees) is a duty: it is part of every loop and nothing takes it out.
//
//	l := playlist.New(playlist.Config{Now: time.Now})
//	l.Push(snapshot)   // notices and items
//	l.Open(playlist.Papers)
//	l.Tick()           // once a second: next page, home after 60 s
//
// It refuses to know Fyne and sentences.
package playlist

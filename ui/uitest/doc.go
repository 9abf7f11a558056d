// Package uitest drives screens in tests: no display, no cgo, no second goroutine.
//
//	r := uitest.New(t, skin.Kiosk)
//	r.Home(home)                 // a *nav.Stage is inside
//	r.Tap("group.H")             // press and release on the object of that key, if nothing lies over it
//	r.Type("123456"); r.Key(fyne.KeyF1); r.Scan("00101230045678")
//	r.Advance(30 * time.Second)  // the clock, with a tick each second
//	r.Sees("H023")               // the text is on the screen
//	r.Golden("ticket")           // testdata/ticket.png; -update writes it, testdata/failed has the difference
//	r.NoClipping()               // no text cut, nothing off-screen, no two buttons over each other
//	r.NothingCovered()           // no text under a box drawn later
//
// Work runs at once and Stage.Do calls straight through. One Fyne app is global: no t.Parallel.
package uitest

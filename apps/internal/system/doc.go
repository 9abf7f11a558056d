// Package system builds programs from parts: the authority near or far, the devices real or simulated, the screens and
// what feeds them.
//
// Mains stay small: they read flags, make the windows (only they may start Fyne) and hand them to a function here. What
// comes back is a list of parts for boot.Run. Near and far meet only here.
package system

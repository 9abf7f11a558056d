// Package desk is the management app without a screen: who is signed in, which page is open, what the center said last
// and when.
//
// A Desk is owned by the UI goroutine. It asks its Center through the injected Runner every ten seconds and after each
// act of the person; an answer that comes for a page no longer open is dropped. When the center is away the last facts
// stay, with their time. It counts and compares; it changes nothing in a hall.
package desk

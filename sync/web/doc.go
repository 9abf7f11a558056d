// Package web is what a visitor sees on his own phone: the page of his ticket at /t/{token}.
//
//	page := web.New(authority, book, web.Options{Now: time.Now})
//	node.New(authority, node.Options{Page: page, …})
//
// The token in the address is the only key: no login, and nothing about the person. The page is written on the server,
// works without a script (it then reloads by itself), loads nothing from anywhere and may be framed by nobody. Its
// sentences are hall/lang's "web.*".
//
// It decides nothing: place and window come from the authority, and giving up is the authority's Cancel.
package web

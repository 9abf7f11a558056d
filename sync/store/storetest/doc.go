// Package storetest is what every queue.Store must do, as a test suite, and builds the rows it takes.
//
//	storetest.Run(t, storetest.Place{Open: …, Strict: true})
package storetest

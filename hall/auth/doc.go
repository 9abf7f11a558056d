// Package auth holds the rules of who is let in: the lock-out, and the secrets that are refused because everybody tries
// them first (weak.go).
//
// Tries counts a try before its secret is compared, so that thirty tries sent together are no better than thirty in a
// row, and keeps its counts through a Keeper, so that a restart forgives nothing. A try is counted three times:
//
//	own    the account at this place (a terminal or a network address); a right secret ends the count
//	all    the account at every place where it has not signed in before
//	place  this place, whatever the account; a right secret takes back its own try only
//
// A place where the account has signed in before is bound by its own count alone: a stranger elsewhere, or beside it
// under other names, locks nobody out there.
package auth

// Package journal writes down what happens to each note and coin before it happens.
//
// One file for all acceptors of a terminal. A line is a checksum and a JSON record; every
// call returns when its record has reached the disk (fsync). The path of a note:
//
//	Accept     before the machine is told to take the note out of escrow
//	Stacked    the machine says it is in the box
//	(the caller's Credit)
//	Credited   the caller has written it down for good
//
// Opening the file decides what a lost power left behind: an Accept without an end may be in
// the box or not, a Stacked without Credited may be in the ledger or not. Both become doubts,
// which stay, through any number of restarts, until a person settles them. So a note is
// credited at most once, and never forgotten.
//
// A torn last line is what a power cut leaves: it is cut off (nothing was done on its
// strength, because its fsync had not returned). A bad line further up is damage: the file is
// refused, because money is not taken on a broken book.
//
// The package knows no protocol. A file is used by one process at a time (lock beside it).
//
// # Troubleshooting
//
// Fault cash.journal: the disk is full, read-only or the folder may not be written; the
// detail has the system's words. No note is taken until it is mended. "in use": a second
// program has the same journal configured. "damaged at line N": keep the file, put it aside
// under another name, settle its open notes by hand from the text (one record a line, "do":
// "accept" without "credited" or "returned" of the same id), and start again.
package journal

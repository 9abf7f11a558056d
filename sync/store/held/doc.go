// Package held tells whether the files that a program has open are still those of its data directory. A program whose
// files were deleted, moved away or written over goes on with what nobody will find again: it answers, and at its next
// start all of it is gone.
//
// Hold takes the files in when they are open; Look compares, by name and not by opening, for a file that is opened and
// closed again would give up the locks that the process has on it. The first file is written by its holder alone, who
// says so with Wrote; a file that somebody else has written is none that its holder may go on with.
//
// Windows keeps an open file from being deleted, moved and written over by itself; there a missing one alone is told,
// such as one on a disk that was pulled out.
package held

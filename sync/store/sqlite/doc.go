// Package sqlite keeps a hall on disk: the event log, the rows it leaves behind, terminals, personal rows and receipts,
// in one SQLite file in a data directory. A *Store is the queue.Store of a hall node.
//
//	store, err := sqlite.Open(ctx, dir)
//	defer store.Close()
//	q, err := queue.New(ctx, store, …)
//	go store.Run(ctx) // checkpoints off the commit path, prunes receipts
//
// # What it promises
//
//   - A nil from Commit, Enrol, Put … means: on the disk (write-ahead log, synchronous=FULL). An error means unknown.
//   - A hall that has lost its database or its key is refused, never begun anew.
//   - One process per data directory: a second Open is refused with Conflict while the first holds the lock.
//   - Directory 0700, files 0600.
//
// # What it notices
//
// Beside the database are the hall's key and its mark (hall.mark): how far the hall had come, written every second. A
// database that is behind its mark has lost its end, and Lost says so; the hall goes on in a new epoch above the
// numbers that may have been given, or is refused when what is left does not hold together. Each event carries a keyed
// fingerprint of itself and all before it, and so do the rows that no event tells of; Verify finds whatever a hand or a
// bit flip changed, put in or took away. The write-ahead log is begun anew as soon as it is copied, so that a flipped
// bit in it can take little back (wal.go). Of the second behind the mark the log itself tells: one that is gone, or in
// which a commit lies behind a damaged place, has lost what was told (torn.go).
//
// # How a copy comes back
//
// BeginRestore makes the copy ready as a whole hall beside the old one, and one rename puts it in its place: a restore
// that is cut short anywhere leaves the old hall or the new (restore.go).
//
// # How it is fast
//
// One connection writes, with its statements prepared once; readers have a pool of their own and never wait for the
// writer. The write-ahead log is checkpointed by Run on another connection and its file is used again, never cut:
// writing over what is there costs a disk half of what appending does. That a new command's key is new is answered from
// memory: a Bloom filter of all stored keys says "never" for sure and "perhaps" seldom, and only then a table is asked.
//
// It knows no rule of the queue, no wire and no screen. It does not know what is in a sealed row either.
package sqlite

// Package sqlite keeps a hall on disk: the event log, the rows it leaves behind, terminals, personal rows and receipts, in one SQLite
// file in a data directory. A *Store is the queue.Store of a hall node.
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
// # How it is fast
//
// One connection writes, with its statements prepared once; readers have a pool of their own and never wait for the writer. The
// write-ahead log is checkpointed by Run on another connection and its file is used again, never cut: writing over what is there
// costs a disk half of what appending does. That a new command's key is new is answered from memory: a Bloom filter of all stored
// keys says "never" for sure and "perhaps" seldom, and only then a table is asked.
//
// It knows no rule of the queue, no wire and no screen. It does not know what is in a sealed row either.
package sqlite

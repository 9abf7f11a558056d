// Package flowtest is a small authority for tests of the counter: one hall in memory that obeys the state table and the
// idempotency keys, and can be cut off or lose answers. Its order of calling is plain first come, first served; the
// real rules are tested in hall/queue.
package flowtest

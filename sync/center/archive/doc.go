// Package archive is the center's database: the logs of many halls, and what is read out of them.
//
// The events are the facts; tickets, counters, evaluations, faults and each outlet's day are projections of them,
// written in the same transaction and rebuilt by Reproject at any time. Beside them stand the facts the center owns:
// setups, orders, tokens and persons.
//
// It is SQLite through modernc: one writer, WAL, synchronous=FULL, so what was answered is on the disk. It speaks no
// HTTP.
package archive

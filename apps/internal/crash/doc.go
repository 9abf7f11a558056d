// Package crash proves that what a hall node has answered is on the disk: it holds tests only.
//
// Each test runs this test program again as a child that has a queue on a real store, takes tickets and tells every
// answer it got on its standard output. Then the child is killed, or its disk fails, and the parent reads what is left:
//
//	TestKillNine          killed at any moment under load, again and again on one data directory
//	TestKilledAtACall     killed when a call is decided, and when it is stored but nobody was told
//	TestKilledAtAWrite    killed at the writes and syncs of a visit, counted out by strace
//	TestTheDiskFails      a write or sync errs once, or from then on
//
//	TestThePowerIsCut     the disk forgets what was not synced, under load, in enrolment, in the first start and in a restore
//
// A kill does not test the disk's own cache: the system keeps what was written and not synced. The last test does, on a
// file system in memory that drops and tears it (package forgetful); to be believed it must see a hall with
// synchronous=NORMAL lose something.
package crash

package hallnode

import (
	"time"

	"golang.org/x/sys/unix"
)

// running is how long the machine has run since it was switched on. Go's own monotonic clock stands still while a machine sleeps, and a
// night of sleep would look like a clock that was put right by a night.
func running() func() time.Duration {
	return func() time.Duration {
		var t unix.Timespec
		if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
			panic("no CLOCK_BOOTTIME: " + err.Error()) // there since Linux 2.6.39
		}
		return time.Duration(t.Nano())
	}
}

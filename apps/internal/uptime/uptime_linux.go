package uptime

import (
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Running is how long the machine has run since it was switched on. Go's own monotonic clock stands still while a
// machine sleeps, and a night of sleep would look like a clock that was put right by a night.
func Running() func() time.Duration {
	return func() time.Duration {
		var t unix.Timespec
		if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
			panic("no CLOCK_BOOTTIME: " + err.Error()) // there since Linux 2.6.39
		}
		return time.Duration(t.Nano())
	}
}

// Boot is a name of this boot; empty where none is to be had. The containers of one machine share it, and its running
// time.
func Boot() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id))
}

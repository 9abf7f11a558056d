//go:build !linux && !windows

package uptime

import "time"

// Running leaves the running time to Go's monotonic clock.
func Running() func() time.Duration { return nil }

// Boot is unknown.
func Boot() string { return "" }

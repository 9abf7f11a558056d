//go:build !windows

package wedge

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Hook hears all keyboards of a Windows PC. There is none on this system.
type Hook struct{}

// NewHook is refused here.
func NewHook(Rules, func() time.Time) (*Hook, error) {
	return nil, hardware.E("wedge.NewHook", hardware.BadConfig, "hook: is for Windows; here it is wedge+evdev:///dev/input/by-id/…")
}

// Info says what it is.
func (*Hook) Info() hardware.Info { return hookInfo }

// Close has nothing to end.
func (*Hook) Close() error { return nil }

// Scan is refused here.
func (*Hook) Scan(context.Context, func(hardware.Scan)) error {
	return hardware.E("wedge.Scan", hardware.BadConfig, "hook: is for Windows")
}

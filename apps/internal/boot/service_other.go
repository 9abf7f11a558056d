//go:build !windows

package boot

import "context"

// Serve runs a program until its context ends: with SIGINT or SIGTERM.
func Serve(run func(context.Context) error) error {
	ctx, stop := Context()
	defer stop()
	return run(ctx)
}

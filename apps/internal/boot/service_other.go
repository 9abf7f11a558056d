//go:build !windows

package boot

import "context"

// Serve runs a program until its context ends: as Context does.
func Serve(run func(context.Context) error) error {
	ctx, stop := Context()
	defer stop()
	return run(ctx)
}

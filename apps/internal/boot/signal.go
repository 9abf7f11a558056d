package boot

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// Context ends when the program is told to end, by SIGINT, SIGTERM or a terminal that is closed (SIGHUP), or when the
// returned stop is called. From then on a program lives whoever reads what it writes: a log whose reader has died costs
// lines, and never the hall.
func Context() (context.Context, context.CancelFunc) {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // a signal that is heard ends nothing; the write errs
	return signal.NotifyContext(context.Background(), endings()...)
}

// endings are the signals that end a program. Started by nohup, it outlives its terminal.
func endings() []os.Signal {
	if signal.Ignored(syscall.SIGHUP) {
		return []os.Signal{os.Interrupt, syscall.SIGTERM}
	}
	return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
}

// Unopened is why a program did not open. One that was told to end meanwhile has done so: nil.
func Unopened(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

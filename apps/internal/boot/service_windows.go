package boot

import (
	"context"

	"golang.org/x/sys/windows/svc"
)

// Serve runs a program until its context ends: as Context does, or, started by Windows as a service, when it is told to
// stop.
func Serve(run func(context.Context) error) error {
	ctx, stop := Context()
	defer stop()
	if service, err := svc.IsWindowsService(); err != nil || !service {
		return run(ctx)
	}
	s := &service{ctx: ctx, stop: stop, run: run}
	if err := svc.Run("", s); err != nil { // a service of its own process is not asked for its name
		return err
	}
	return s.err
}

type service struct {
	ctx  context.Context
	stop context.CancelFunc
	run  func(context.Context) error
	err  error // what run said
}

// Execute implements svc.Handler. Windows takes a service for hung that does not say that it runs.
func (s *service) Execute(_ []string, asked <-chan svc.ChangeRequest, say chan<- svc.Status) (bool, uint32) {
	running := svc.Status{State: svc.Running, Accepts: svc.AcceptStop | svc.AcceptShutdown}
	ended := make(chan struct{})
	go func() { defer close(ended); s.err = s.run(s.ctx) }()
	say <- running
	for {
		select {
		case <-ended:
			return false, code(s.err)
		case r := <-asked:
			if r.Cmd == svc.Interrogate {
				say <- r.CurrentStatus
				continue
			}
			say <- svc.Status{State: svc.StopPending, WaitHint: 20_000} // ms
			s.stop()
		}
	}
}

func code(err error) uint32 {
	if err != nil {
		return 1
	}
	return 0
}

package intake

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// Machine is an acceptor of notes or coins with the rules of money already in it.
type Machine interface {
	Take(ctx context.Context, in hardware.Intake) error
	// Look asks how it is while nothing is let in. "" is well.
	Look(ctx context.Context) (hardware.Code, error)
}

// Acceptor is an opened acceptor: a hardware.CashAcceptor, CashBook and Device. Any goroutine
// may use it; one session at a time.
type Acceptor struct {
	machine Machine
	box     Box
	port    port.Port
	info    hardware.Info
	now     func() time.Time

	job sync.Mutex // held while the wire is in use

	mu   sync.Mutex
	last hardware.Status // guarded by mu
}

// NewAcceptor puts a machine behind the hardware's interfaces. The port is closed with it.
func NewAcceptor(m Machine, b Box, driver string, p port.Port, now func() time.Time) *Acceptor {
	return &Acceptor{machine: m, box: b, port: p, now: now,
		info: hardware.Info{Kind: hardware.KindCash, Driver: driver, Profile: b.Profile.Name, Where: p.String()},
		last: hardware.Status{State: hardware.Absent, Code: hardware.Missing, Since: now()}}
}

// Info says what it is.
func (a *Acceptor) Info() hardware.Info { return a.info }

// Close closes the port. A session under way ends; its note becomes a doubt.
func (a *Acceptor) Close() error { return a.port.Close() }

// Take lets cash in until ctx ends or the machine fails. A second session at once is refused.
func (a *Acceptor) Take(ctx context.Context, in hardware.Intake) error {
	const op = "cash.Take"
	if !a.job.TryLock() {
		return hardware.E(op, hardware.InUse, "a session is under way")
	}
	defer a.job.Unlock()
	a.note("", hardware.Busy)
	err := a.machine.Take(ctx, in)
	if err == nil || ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		a.note("", hardware.Ready)
		return ctx.Err()
	}
	code := CodeOf(err)
	a.note(code, "")
	var f *hardware.Fault
	if errors.As(err, &f) {
		return err
	}
	return hardware.E(op, code, err)
}

// Status asks the machine; while a session runs the answer is Busy at once.
func (a *Acceptor) Status(ctx context.Context) (hardware.Status, error) {
	if !a.job.TryLock() {
		a.mu.Lock()
		defer a.mu.Unlock()
		s := a.last
		s.State, s.Code = hardware.Busy, ""
		return s, nil
	}
	defer a.job.Unlock()
	code, err := a.machine.Look(ctx)
	if err != nil && code == "" {
		code = CodeOf(err)
	}
	s := a.note(code, "")
	if code == hardware.Missing || code == hardware.Canceled {
		return s, hardware.E("cash.Status", code, err)
	}
	return s, nil
}

// note remembers the state a code means. A machine that is well has still its doubts.
func (a *Acceptor) note(code hardware.Code, state hardware.State) hardware.Status {
	if code == "" && len(a.Doubts()) > 0 {
		code = hardware.CashUncertain
	}
	if state != hardware.Busy {
		state = stateOf(code)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.last.State != state || a.last.Code != code {
		a.last.Since = a.now()
	}
	a.last.State, a.last.Code = state, code
	return a.last
}

func stateOf(code hardware.Code) hardware.State {
	switch code {
	case "":
		return hardware.Ready
	case hardware.Missing:
		return hardware.Absent
	case hardware.CashUncertain, hardware.Canceled:
		return hardware.Warning
	}
	return hardware.Faulty
}

// Doubts lists what a person has to settle at this machine.
func (a *Acceptor) Doubts() []hardware.CashDoubt { return a.box.Journal.Doubts(a.box.Device) }

// Settle closes a doubt.
func (a *Acceptor) Settle(id string, v hardware.CashVerdict) error {
	return a.box.Journal.Settle(id, v)
}

// CodeOf names what a port or a machine said.
func CodeOf(err error) hardware.Code {
	var f *hardware.Fault
	switch {
	case errors.As(err, &f):
		return f.Code
	case errors.Is(err, port.ErrStalled):
		return hardware.Stalled
	case errors.Is(err, port.ErrGone), errors.Is(err, port.ErrClosed):
		return hardware.Missing
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return hardware.Canceled
	}
	return hardware.CodeOf(err)
}

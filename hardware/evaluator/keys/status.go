package keys

import (
	"context"
	"errors"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// hammered is more keys between two looks, a few seconds apart, than hands press for nothing.
const hammered = 20

// Status asks the box when its profile says how, and looks whether the line is there. Keys that were pressed since are
// dropped and counted.
func (e *Evaluator) Status(ctx context.Context) (hardware.Status, error) {
	const op = "keys.Status"
	if !e.busy.TryLock() {
		return hardware.Status{State: hardware.Busy, Since: e.opts.Now()}, nil
	}
	defer e.busy.Unlock()
	err := e.look(ctx)
	if err == nil {
		e.mu.Lock()
		code := e.trouble
		e.mu.Unlock()
		if code != "" {
			return e.note(hardware.Status{State: hardware.Faulty, Code: code}), nil
		}
		return e.note(hardware.Status{State: hardware.Ready}), nil
	}
	f := fault(ctx, op, err)
	switch f.Code {
	case hardware.Canceled:
		return hardware.Status{State: hardware.Busy, Code: f.Code, Since: e.opts.Now()}, f
	case hardware.Missing, hardware.Stalled, hardware.Failed:
		return e.note(hardware.Status{State: hardware.Absent, Code: f.Code, Detail: f.Error()}), f
	}
	return e.note(hardware.Status{State: hardware.Faulty, Code: f.Code, Detail: f.Error()}), nil
}

// look hears what came since the last look: nothing, keys, the same key without end, or nonsense.
func (e *Evaluator) look(ctx context.Context) error {
	since, before := e.drained, e.unknown()
	pressed, err := e.clear(ctx)
	switch soon, unknown := e.opts.Now().Sub(since) < 10*time.Second, e.unknown()-before; {
	case err != nil:
		return err
	case unknown >= noise && unknown > pressed:
		e.set(hardware.Garbled)
	case pressed > hammered && soon:
		e.set(hardware.EvaluatorStuck)
	case pressed > 0 || e.stuck():
		e.set("") // something sensible came, or the key was freed
	}
	return e.answered(ctx, e.profile.ask, hardware.Prompt{}, e.profile.answer)
}

func (e *Evaluator) stuck() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.trouble == hardware.EvaluatorStuck
}

func (e *Evaluator) note(s hardware.Status) hardware.Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	s.Since = e.opts.Now()
	if s.State == e.last.State && s.Code == e.last.Code {
		s.Since = e.last.Since
	}
	e.last = s
	return s
}

// fault names what went wrong.
func fault(ctx context.Context, op string, err error) *hardware.Fault {
	var named *hardware.Fault
	switch {
	case ctx.Err() != nil:
		return hardware.E(op, hardware.Canceled, ctx.Err())
	case errors.As(err, &named):
		return hardware.E(op, named.Code, named.Detail)
	case errors.Is(err, port.ErrGone), errors.Is(err, port.ErrClosed):
		return hardware.E(op, hardware.Missing, err)
	case errors.Is(err, port.ErrStalled), errors.Is(err, context.DeadlineExceeded):
		return hardware.E(op, hardware.Stalled, err)
	}
	return hardware.E(op, hardware.Failed, err)
}

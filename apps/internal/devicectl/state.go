package devicectl

import (
	"context"
	"errors"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// useOnce performs a device's main function once, unless the device says that it cannot: whoever waits for a person
// would wait in vain.
func (r *Report) useOnce(ctx context.Context, d hardware.Device, p *Probe) error {
	if waits(d) && r.broken() {
		return r.fault()
	}
	err := inTime(ctx, use(ctx, d, p, r))
	if hardware.CodeOf(err) == hardware.Canceled && errors.Is(err, errTime) {
		return r.why(ctx, d, err)
	}
	return err
}

// waits reports whether a device's main function waits for a person. The others find out themselves what is wrong, when
// they are used.
func waits(d hardware.Device) bool {
	switch d.(type) {
	case hardware.Scanner, hardware.IDReader, hardware.Evaluator, hardware.CashAcceptor:
		return true
	}
	return false
}

func (r *Report) broken() bool {
	return r.Status != nil && (r.Status.State == hardware.Faulty || r.Status.State == hardware.Absent)
}

// fault is the status as an error.
func (r *Report) fault() error { return hardware.E("probe", r.Status.Code, r.Status.Detail) }

// why looks for the reason that nothing came: a device that is not well says it. One that only warns may have had
// nothing to read, too.
func (r *Report) why(ctx context.Context, d hardware.Device, nothing error) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if r.ask(last, d) != nil && !r.broken() || r.Status == nil || r.Status.Code == "" {
		return nothing
	}
	switch {
	case r.broken():
		return r.fault()
	case r.Status.State == hardware.Warning:
		return hardware.E("probe", r.Status.Code, r.Status.Detail, errTime)
	}
	return nothing
}

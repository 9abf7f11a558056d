package system

import (
	"context"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/rack"
)

// reports tell the hall what this terminal's devices are. Only the newest state of a device is kept: what could not be
// sent while the node was away is sent when it is back, and what came and went meanwhile is not.
type reports struct {
	to interface {
		Report(context.Context, hall.Report) error
	}
	by     hall.Actor
	newKey func() string
	again  time.Duration // between attempts

	mu   sync.Mutex
	news map[string]hall.Report // by device, not sent yet; guarded by mu
	last map[string]told
	poke chan struct{}
}

// told is what the hall knows of a device.
type told struct {
	code hardware.Code
	left int
}

// about is a number of slips in steps, so that not every slip of a roll near its end makes news: tens, below twenty
// fives, then each.
func about(slips int) int {
	switch {
	case slips >= 20:
		return slips / 10 * 10
	case slips >= 5:
		return slips / 5 * 5
	}
	return slips
}

func newReports(by hall.TerminalID) *reports {
	return &reports{by: hall.Actor{Terminal: by}, newKey: newKey, again: 5 * time.Second, news: map[string]hall.Report{},
		last: map[string]told{}, poke: make(chan struct{}, 1)}
}

// note takes a device's state, from the rack's goroutines. What asks for no action is no fault.
func (r *reports) note(d rack.Device) {
	code := d.Status.Code
	if code.Severity() == hardware.Notice {
		code = ""
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := told{code, about(d.Status.SlipsLeft)}
	if before, known := r.last[d.Name]; known && before == now {
		return
	}
	r.last[d.Name] = now
	f := &hall.Fault{Device: d.Name, Cleared: true}
	if code != "" {
		f = &hall.Fault{Device: d.Name, Code: string(code), Severity: string(code.Severity()), Since: hall.At(d.Status.Since), Left: now.left}
	}
	r.news[d.Name] = hall.Report{Key: r.newKey(), By: r.by, Fault: f}
	select {
	case r.poke <- struct{}{}:
	default:
	}
}

// Run sends until ctx ends.
func (r *reports) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		if r.send(ctx) {
			select {
			case <-ctx.Done():
			case <-r.poke:
			}
			continue
		}
		pause(ctx, r.again)
	}
	return nil
}

// send sends what there is; false when the node did not take it. What it refuses in words is not sent again.
func (r *reports) send(ctx context.Context) bool {
	all := true
	for name, report := range r.waiting() {
		err := r.to.Report(ctx, report)
		if code := hall.CodeOf(err); code == hall.Unavailable || code == hall.Unknown || code == hall.TooMany {
			all = false
			continue
		}
		r.done(name, report.Key)
	}
	return all
}

func (r *reports) waiting() map[string]hall.Report {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := map[string]hall.Report{}
	for name, report := range r.news {
		all[name] = report
	}
	return all
}

// done forgets a report, unless the device has changed meanwhile.
func (r *reports) done(name, key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.news[name].Key == key {
		delete(r.news, name)
	}
}

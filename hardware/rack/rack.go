package rack

import (
	"context"
	"fmt"
	"sort"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Device is one device's name and state.
type Device struct {
	Name   string
	Kind   hardware.Kind
	URL    string
	Status hardware.Status
}

// Fault is a fault that began or ended.
type Fault struct {
	Device   string
	Kind     hardware.Kind
	Code     hardware.Code
	Severity hardware.Severity
	Raised   bool // false: it is over
	At       time.Time
}

// Options of a Rack; all may be empty.
type Options struct {
	Now     func() time.Time
	Backoff []time.Duration // between attempts to open; the last repeats. 1, 2, 4 s
	Poll    time.Duration   // between two looks at a device that can be asked: 3 s
	Follow  Follower        // finds a device's adapter under another name; nil: it is sought where it was
	// OnStatus and OnFault are called one at a time, from the rack's goroutines, on every
	// change. They must not wait for the rack.
	OnStatus func(Device)
	OnFault  func(Fault)
}

// Follower knows where a configured device is now, when its adapter was plugged into another socket; port.Follow is
// one.
type Follower interface {
	Opened(configured, at string)
	Where(configured string) string
}

// Rack is a terminal's devices.
type Rack struct {
	reg   *hardware.Registry
	opts  Options
	slots map[string]*slot
	tell  sync.Mutex // held while a callback runs, so that changes arrive in order
}

// New checks every URL and opens nothing yet. A URL that cannot be right is an error that
// names the device.
func New(reg *hardware.Registry, urls map[string]string, o Options) (*Rack, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if len(o.Backoff) == 0 {
		o.Backoff = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}
	}
	if o.Poll == 0 {
		o.Poll = 3 * time.Second
	}
	r := &Rack{reg: reg, opts: o, slots: map[string]*slot{}}
	for name, url := range urls {
		kind, err := reg.Check(url)
		if err != nil {
			return nil, fmt.Errorf("device %s: %w", name, err)
		}
		r.slots[name] = newSlot(r, name, kind, url)
	}
	return r, nil
}

// Run keeps the devices open until ctx ends, then closes them.
func (r *Rack) Run(ctx context.Context) error {
	var all sync.WaitGroup
	for _, s := range r.slots {
		all.Go(func() { s.run(ctx) })
	}
	all.Wait()
	return ctx.Err()
}

// Devices lists the devices by name with their latest state.
func (r *Rack) Devices() []Device {
	all := make([]Device, 0, len(r.slots))
	for _, s := range r.slots {
		all = append(all, s.device())
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// Printer is the printer of a name. The handle is valid for ever.
func (r *Rack) Printer(name string) Printer { return Printer{r.slot(name)} }

// Scanner is the scanner of a name. The handle is valid for ever.
func (r *Rack) Scanner(name string) Scanner { return Scanner{r.slot(name)} }

// Voice is the voice of a name. The handle is valid for ever.
func (r *Rack) Voice(name string) Voice { return Voice{r.slot(name)} }

// slot gives a device that will never come for a name nobody configured.
func (r *Rack) slot(name string) *slot {
	if s, ok := r.slots[name]; ok {
		return s
	}
	return newSlot(r, name, "", "")
}

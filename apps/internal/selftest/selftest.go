package selftest

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/apps/internal/machine"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
)

// Result is how a check ended.
type Result = hall.TestResult

// The results.
const (
	Good    = hall.TestGood
	Watch   = hall.TestWatch
	Bad     = hall.TestBad
	Skipped = hall.TestSkipped
)

// Check is one line of a report.
type Check struct {
	Name   string        `json:"name"`           // of the device in the terminal's settings; "node" "clock" "disk" "display"
	Kind   string        `json:"kind"`           // the device's kind, or the name again
	Result Result        `json:"result"`         //
	Code   hardware.Code `json:"code,omitempty"` // of the fault
	Did    string        `json:"did"`            // key under selftest.did.
	Value  string        `json:"value,omitempty"`
	Detail string        `json:"detail,omitempty"` // for the log
	MS     int64         `json:"ms"`
}

// Report is a whole self-test.
type Report struct {
	Terminal hall.TerminalID `json:"terminal"`
	At       time.Time       `json:"at"`
	Checks   []Check         `json:"checks"`
}

// OK reports whether nothing is bad.
func (r Report) OK() bool {
	for _, c := range r.Checks {
		if c.Result == Bad {
			return false
		}
	}
	return true
}

// Told is the report as the hall keeps it.
func (r Report) Told() hall.SelfTest {
	t := hall.SelfTest{Terminal: r.Terminal, Checks: []hall.TestCheck{}}
	for _, c := range r.Checks {
		t.Checks = append(t.Checks, c.kept())
	}
	return t
}

// Device is one device to try.
type Device struct {
	Name string
	Kind hardware.Kind
	URL  string // of its settings
	// Open gives the device, as one of the interfaces of package hardware, and what gives it back.
	Open func(ctx context.Context) (dev any, done func(), err error)
}

// Options say what to try. A part that is nil is left out.
type Options struct {
	Book     *lang.Book
	Language hall.Language
	Outlet   hall.Outlet
	Terminal hall.TerminalID
	Devices  []Device
	Folder   string                                                     // on the disk that must have room; "" leaves it out
	Host     func(ctx context.Context) error                            // asks the hall's node as this terminal; the address is HostName
	HostName string                                                     //
	Clock    func(ctx context.Context) (ahead time.Duration, err error) // of the hall's node
	OwnClock bool                                                       // there is no other clock: this machine is the hall's node
	Screens  func() ([]machine.Display, error)
	Displays int              // how many the terminal needs
	Person   func(ask string) // tells whoever stands there what to do; nil: nobody does
	Patience time.Duration    // with a person; 20 s
	Now      func() time.Time
}

// Run tries everything, one after the other, and never gives up before the end.
func Run(ctx context.Context, o Options) Report {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Patience == 0 {
		o.Patience = 20 * time.Second
	}
	r := Report{Terminal: o.Terminal, At: o.Now()}
	for _, d := range o.Devices {
		r.Checks = append(r.Checks, o.timed(func() Check { return o.device(ctx, d) }))
	}
	for _, check := range []func(context.Context) Check{o.host, o.clock, o.disk, o.display} {
		if c := o.timed(func() Check { return check(ctx) }); c.Name != "" {
			r.Checks = append(r.Checks, c)
		}
	}
	return r
}

func (o Options) timed(check func() Check) Check {
	began := o.Now()
	c := check()
	c.MS = o.Now().Sub(began).Milliseconds()
	return c
}

// kept is a check as the hall keeps it.
func (c Check) kept() hall.TestCheck {
	return hall.TestCheck{Name: c.Name, Kind: c.Kind, Result: c.Result, Code: string(c.Code), Did: c.Did, Value: c.Value, MS: c.MS}
}

package gateway

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// device is one machine's place.
type device struct {
	gateway     *Gateway
	owner, name string

	mu      sync.Mutex // guards what follows
	reg     Registration
	report  Report
	since   time.Time     // when state and code of the report last changed
	seen    time.Time     // the last sign of life
	away    bool          // signed off
	taken   bool          // somebody has it open
	changed chan struct{} // closed and replaced on every change

	seq    uint64           // of the last work
	work   []*work          // not acknowledged, oldest first
	ended  map[string]*work // lately, by id
	order  []string         // of ended
	reader int              // counts the streams; only the last one is served
	online bool

	listening bool     // somebody waits for inputs
	inbox     []*input // not taken yet, oldest first
	keys      map[string]*input
	keyOrder  []string
	cardDown  bool
	doubts    []hardware.CashDoubt
	rated     []string // tickets that have their score
}

func newDevice(g *Gateway, owner, name string, r Registration) *device {
	now := g.opts.Now()
	return &device{gateway: g, owner: owner, name: name, reg: r, seen: now, since: now, report: Report{State: hardware.Ready},
		changed: make(chan struct{}), ended: map[string]*work{}, keys: map[string]*input{}}
}

// renew takes a new registration. What its adapter had in hand before is not known to it any more.
func (d *device) renew(r Registration) *Problem {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.Kind != d.reg.Kind && (d.taken || !d.silentNow()) {
		return refuse(KindFixed, "this name is a "+string(d.reg.Kind))
	}
	d.reg, d.away = r, false
	d.live()
	return nil
}

// live notes a sign of life; mu is held.
func (d *device) live() {
	d.seen = d.gateway.opts.Now()
	d.dropCards(cardHeld)
	d.stir()
}

// stir wakes everyone who waits for something of this machine; mu is held.
func (d *device) stir() {
	close(d.changed)
	d.changed = make(chan struct{})
}

func (d *device) leave() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.away = true
	d.stir()
}

func (d *device) state(r Report) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.State != d.report.State || r.Code != d.report.Code {
		d.since = d.gateway.opts.Now()
	}
	d.report, d.away = r, false
	d.live()
}

// take gives the machine to one who opens it.
func (d *device) take() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	was := d.taken
	d.taken = true
	return !was
}

func (d *device) release() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.taken = false
	d.stir()
}

func (d *device) silent() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.silentNow()
}

func (d *device) silentNow() bool { return d.away || d.age() > d.gateway.opts.Silent }

func (d *device) age() time.Duration { return d.gateway.opts.Now().Sub(d.seen) }

func (d *device) view() View {
	d.mu.Lock()
	defer d.mu.Unlock()
	v := View{Name: d.name, Kind: d.reg.Kind, Maker: d.reg.Maker, Model: d.reg.Model, Adapter: d.reg.Adapter, Report: d.report,
		AgeMS: d.age().Milliseconds(), Connected: d.online, Waiting: len(d.work)}
	if d.silentNow() {
		v.Report = Report{State: hardware.Absent, Code: hardware.Missing}
	}
	return v
}

// status is the machine's state in the words of all devices.
func (d *device) status(op string) (hardware.Status, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.report
	s := hardware.Status{State: r.State, Code: known(r.Code), Since: d.since, Pending: r.Pending, Detail: r.Detail}
	if s.Pending == "" {
		s.Pending = d.pending()
	}
	if d.silentNow() {
		s.State, s.Code, s.Since = hardware.Absent, hardware.Missing, d.seen
		s.Detail = fmt.Sprintf("last heard of %v ago", d.age().Round(time.Second))
	}
	switch {
	case s.State == hardware.Absent:
		s.Code = hardware.Missing
		return s, hardware.E(op, hardware.Missing, d.name)
	case s.State == hardware.Ready || s.State == hardware.Busy:
		s.Code = ""
	case s.Code == "":
		s.Code = hardware.Failed
	}
	if len(d.doubts) > 0 && s.State == hardware.Ready {
		s.State, s.Code = hardware.Warning, hardware.CashUncertain
	}
	return s, nil
}

// await returns when ready, which is asked under mu, says so; with Missing when the machine falls silent or was closed,
// with Canceled when ctx ends.
func (d *device) await(ctx context.Context, op string, ready func() bool) error {
	for {
		d.mu.Lock()
		is, lost, changed := ready(), d.silentNow() || !d.taken, d.changed
		left := d.gateway.opts.Silent - d.age()
		d.mu.Unlock()
		switch {
		case is:
			return nil
		case ctx.Err() != nil:
			return hardware.E(op, hardware.Canceled, ctx.Err())
		case lost:
			return hardware.E(op, hardware.Missing, d.name)
		}
		d.pause(ctx, changed, max(left, 0)+time.Millisecond)
	}
}

func (d *device) pause(ctx context.Context, changed <-chan struct{}, most time.Duration) {
	t := time.NewTimer(most)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-changed:
	case <-t.C:
	}
}

// known keeps a foreign program from making up codes.
func known(c hardware.Code) hardware.Code {
	if c == "" || Known(c) {
		return c
	}
	return hardware.Failed
}

package rack

import (
	"context"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// slot is the place of one device.
type slot struct {
	rack      *Rack
	name, url string
	kind      hardware.Kind
	look      chan struct{} // asks run to look at the device now

	mu     sync.Mutex
	dev    hardware.Device // nil while away; guarded by mu
	status hardware.Status // guarded by mu
	known  bool            // status was looked at, not only assumed; guarded by mu
	ears   map[int]func(hardware.Scan)
	panel  *hardware.Panel // what a window screen should show; guarded by mu
	lastID int
}

func newSlot(r *Rack, name string, kind hardware.Kind, url string) *slot {
	return &slot{rack: r, name: name, kind: kind, url: url, look: make(chan struct{}, 1), ears: map[int]func(hardware.Scan){},
		status: hardware.Status{State: hardware.Absent, Code: hardware.Missing, Since: r.opts.Now()}}
}

func (s *slot) device() Device {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Device{Name: s.name, Kind: s.kind, URL: s.url, Status: s.status}
}

// run opens the device, watches it until it is gone, and begins again.
func (s *slot) run(ctx context.Context) {
	for failed := 0; ctx.Err() == nil; failed++ {
		dev, err := s.open(ctx)
		if err == nil {
			s.set(dev)
			err = s.watch(ctx, dev)
			s.set(nil)
			dev.Close()
			failed = 0
		}
		if ctx.Err() != nil {
			return
		}
		s.away(err)
		s.pause(ctx, s.rack.opts.Backoff[min(failed, len(s.rack.opts.Backoff)-1)])
	}
}

// open opens the device where it is now.
func (s *slot) open(ctx context.Context) (hardware.Device, error) {
	follow, at := s.rack.opts.Follow, s.url
	if follow != nil {
		at = follow.Where(s.url)
	}
	dev, err := s.rack.reg.Open(ctx, at)
	if err == nil && follow != nil {
		follow.Opened(s.url, at)
	}
	return dev, err
}

func (s *slot) set(dev hardware.Device) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dev = dev
}

func (s *slot) current() hardware.Device {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dev
}

// watch returns when the device must be opened anew.
func (s *slot) watch(ctx context.Context, dev hardware.Device) error {
	if scanner, ok := dev.(hardware.Scanner); ok {
		return s.scan(ctx, scanner)
	}
	if screen, ok := dev.(hardware.LED); ok {
		defer s.light(ctx, screen)()
	}
	asked, ok := dev.(interface {
		Status(context.Context) (hardware.Status, error)
	})
	if !ok {
		s.change(hardware.Status{State: hardware.Ready})
		<-ctx.Done()
		return ctx.Err()
	}
	for ctx.Err() == nil {
		st, err := asked.Status(ctx)
		if lost(st.Code) {
			return err
		}
		if st.State != hardware.Busy {
			s.change(st)
		}
		s.pause(ctx, s.rack.opts.Poll)
	}
	return ctx.Err()
}

// scan hears a scanner and looks now and then whether it has something to say.
func (s *slot) scan(ctx context.Context, scanner hardware.Scanner) error {
	ctx, cancel := context.WithCancel(ctx)
	var looks sync.WaitGroup
	defer looks.Wait()
	defer cancel()
	s.change(warned(ctx, scanner))
	looks.Go(func() {
		for s.pause(ctx, s.rack.opts.Poll); ctx.Err() == nil; s.pause(ctx, s.rack.opts.Poll) {
			s.change(warned(ctx, scanner))
		}
	})
	return scanner.Scan(ctx, s.heard)
}

// warned is how a scanner is that reads: it may work and still warn.
func warned(ctx context.Context, scanner hardware.Scanner) hardware.Status {
	if asked, ok := scanner.(interface {
		Status(context.Context) (hardware.Status, error)
	}); ok {
		if st, err := asked.Status(ctx); err == nil && st.State == hardware.Warning {
			return st
		}
	}
	return hardware.Status{State: hardware.Ready}
}

// lost: only opening it again can help.
func lost(c hardware.Code) bool {
	switch c {
	case hardware.Missing, hardware.Stalled, hardware.Failed, hardware.Garbled, hardware.IDCardSilent, hardware.UPSSilent:
		return true // silence and nonsense too: it may have come back at another speed
	}
	return false
}

// pause waits, but not when someone asks to look.
func (s *slot) pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-s.look:
	case <-t.C:
	}
}

// away is the state of a device that cannot be opened.
func (s *slot) away(err error) {
	code := hardware.CodeOf(err)
	state := hardware.Faulty
	if code == hardware.Missing || code == "" {
		state, code = hardware.Absent, hardware.Missing
	}
	detail := ""
	if err != nil {
		detail = err.Error()
	}
	s.change(hardware.Status{State: state, Code: code, Detail: detail})
}

// told is a state in the words of the device's line.
func (s *slot) told(st hardware.Status, err error) (hardware.Status, error) {
	st.Code = st.Code.On(s.url)
	return st, err
}

// change takes a state and tells what is new about it. The first one is news whatever it is: also that the device was
// never there.
func (s *slot) change(st hardware.Status) {
	st.Code = st.Code.On(s.url)
	s.rack.tell.Lock()
	defer s.rack.tell.Unlock()
	s.mu.Lock()
	old, first := s.status, !s.known
	s.known = true
	st.Since = old.Since
	if st.State != old.State || st.Code != old.Code {
		st.Since = s.rack.opts.Now()
	}
	s.status = st
	d := Device{Name: s.name, Kind: s.kind, URL: s.url, Status: st}
	s.mu.Unlock()
	if !first && st.State == old.State && st.Code == old.Code && st.Pending == old.Pending && st.SlipsLeft == old.SlipsLeft {
		return
	}
	if s.rack.opts.OnStatus != nil {
		s.rack.opts.OnStatus(d)
	}
	if first {
		old.Code = ""
	}
	if st.Code != old.Code {
		s.fault(old.Code, false)
		s.fault(st.Code, true)
	}
}

func (s *slot) fault(c hardware.Code, raised bool) {
	if c == "" || c.Severity() == hardware.Notice || s.rack.opts.OnFault == nil {
		return
	}
	s.rack.opts.OnFault(Fault{Device: s.name, Kind: s.kind, Code: c, Severity: c.Severity(), Raised: raised, At: s.rack.opts.Now()})
}

// heard hands a scan to everyone who listens.
func (s *slot) heard(scan hardware.Scan) {
	s.mu.Lock()
	ears := make([]func(hardware.Scan), 0, len(s.ears))
	for _, e := range s.ears {
		ears = append(ears, e)
	}
	s.mu.Unlock()
	for _, e := range ears {
		e(scan)
	}
}

func (s *slot) listen(found func(hardware.Scan)) (stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	id := s.lastID
	s.ears[id] = found
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.ears, id)
	}
}

// glance has the device looked at now instead of at the next poll.
func (s *slot) glance() {
	select {
	case s.look <- struct{}{}:
	default:
	}
}

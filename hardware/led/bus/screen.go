package bus

import (
	"context"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Protocol is what differs between makers.
type Protocol interface {
	// Show makes what is asked to put a panel on the screen. The error says why it cannot be shown.
	Show(p hardware.Panel) ([]Talk, error)
	// Clear makes what is asked to make the screen dark.
	Clear() []Talk
	// Ping makes a question that changes nothing; none when the protocol knows none.
	Ping() []Talk
}

// Options of a Screen.
type Options struct {
	Driver, Profile string
	// Hold is how long the screen shows a panel that it is not told again; 0 is for ever. Told again is at half of it.
	Hold time.Duration
	// Refresh is how often a screen without Hold is told again, in case it was switched off between: 30 s.
	Refresh time.Duration
	Now     func() time.Time
}

// again is when a screen that did not take its panel is tried next.
const again = 3 * time.Second

// farewell is how long Close and the end of Run may take to make the screen dark.
const farewell = time.Second

// Screen is one screen that shows what it should. It is a hardware.LED and Device.
type Screen struct {
	seat  *Seat
	proto Protocol
	opts  Options
	turn  chan struct{} // full while something is asked
	poke  chan struct{} // tells Run that something was shown
	life  context.Context
	end   context.CancelFunc

	mu     sync.Mutex
	want   *hardware.Panel // nil: dark; guarded by mu
	done   bool            // the screen shows want; guarded by mu
	at     time.Time       // when it was last told; guarded by mu
	lit    bool            // something may be on it; guarded by mu
	silent bool            // it did not answer the last time; guarded by mu
	last   hardware.Status // guarded by mu
}

// New takes a place on a line. What is on the screen is cleared by the first thing that is asked.
func New(seat *Seat, p Protocol, o Options) *Screen {
	if o.Refresh == 0 {
		o.Refresh = 30 * time.Second
	}
	if o.Hold > 0 {
		o.Refresh = o.Hold / 2
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Screen{seat: seat, proto: p, opts: o, turn: make(chan struct{}, 1), poke: make(chan struct{}, 1)}
	s.life, s.end = context.WithCancel(context.Background())
	return s
}

// Info says what it is.
func (s *Screen) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindLED, Driver: s.opts.Driver, Profile: s.opts.Profile, Where: s.seat.line.port.String()}
}

// Close makes the screen dark and gives its place on the line back. What runs ends with Missing.
func (s *Screen) Close() error {
	s.end()
	s.turn <- struct{}{} // what runs has noticed and ends
	defer func() { <-s.turn }()
	s.farewell()
	return s.seat.Leave()
}

// Show shows a panel.
func (s *Screen) Show(ctx context.Context, p hardware.Panel) error {
	const op = "led.Show"
	if _, err := s.proto.Show(p); err != nil {
		if dark := s.set(ctx, op, nil); dark != nil {
			return dark
		}
		return hardware.E(op, hardware.LEDBadText, err)
	}
	return s.set(ctx, op, &p)
}

// Clear makes the screen dark.
func (s *Screen) Clear(ctx context.Context) error { return s.set(ctx, "led.Clear", nil) }

// set wants a panel and asks for it. Who finds that a later one has been shown meanwhile has nothing left to do.
func (s *Screen) set(ctx context.Context, op string, p *hardware.Panel) error {
	s.mu.Lock()
	s.want, s.done = p, false
	s.mu.Unlock()
	defer s.wake()
	return s.with(ctx, op, func(ctx context.Context) error {
		if s.shown() {
			return nil
		}
		return s.put(ctx, op)
	})
}

func (s *Screen) shown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.done
}

func (s *Screen) wake() {
	select {
	case s.poke <- struct{}{}:
	default:
	}
}

// with does something while nothing else is asked. It ends with ctx and with Close.
func (s *Screen) with(ctx context.Context, op string, do func(context.Context) error) error {
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()
	var err error
	select {
	case s.turn <- struct{}{}:
		err = do(within)
		<-s.turn
	case <-within.Done():
		err = hardware.E(op, hardware.Canceled, ctx.Err())
	}
	if hardware.CodeOf(err) == hardware.Canceled && ctx.Err() == nil {
		return hardware.E(op, hardware.Missing, "closed")
	}
	return err
}

// put tells the screen what it should show.
func (s *Screen) put(ctx context.Context, op string) error {
	s.mu.Lock()
	want := s.want
	s.lit = s.lit || want != nil
	s.mu.Unlock()
	talks := s.proto.Clear()
	if want != nil {
		var err error
		if talks, err = s.proto.Show(*want); err != nil {
			return hardware.E(op, hardware.LEDBadText, err)
		}
	}
	at := time.Now()
	if err := s.ask(ctx, op, talks); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.done = false
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at, s.lit = at, want != nil; s.want == want {
		s.done = true
	}
	return nil
}

func (s *Screen) ask(ctx context.Context, op string, talks []Talk) error {
	s.mu.Lock()
	n := tries
	if s.silent {
		n = 1
	}
	s.mu.Unlock()
	var err error
	for _, t := range talks {
		if err = s.seat.ask(ctx, op, t, n); err != nil {
			break
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = hardware.CodeOf(err) == hardware.LEDSilent
	return err
}

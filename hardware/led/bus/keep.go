package bus

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Run keeps the screen showing what it should: told again before it forgets, and when it did not take it. When ctx ends
// the screen goes dark.
func (s *Screen) Run(ctx context.Context) error {
	const op = "led.Run"
	for {
		t := time.NewTimer(s.due())
		select {
		case <-t.C:
			s.with(ctx, op, func(ctx context.Context) error { return s.tend(ctx, op) })
		case <-s.poke:
			t.Stop()
		case <-s.life.Done():
			t.Stop()
			return hardware.E(op, hardware.Missing, "closed")
		case <-ctx.Done():
			t.Stop()
			s.turn <- struct{}{}
			defer func() { <-s.turn }()
			s.farewell()
			return ctx.Err()
		}
	}
}

// due is how long there is nothing to do.
func (s *Screen) due() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case !s.done:
		return min(again, s.opts.Refresh)
	case s.want == nil:
		return time.Hour
	}
	return max(0, time.Until(s.at.Add(s.opts.Refresh)))
}

// tend tells the screen again what it must not forget.
func (s *Screen) tend(ctx context.Context, op string) error {
	s.mu.Lock()
	fresh := s.done && (s.want == nil || time.Since(s.at) < s.opts.Refresh)
	s.mu.Unlock()
	if fresh {
		return nil
	}
	return s.put(ctx, op)
}

// farewell makes a screen dark that may show something. Its number is not served any more when the program ends.
func (s *Screen) farewell() {
	s.mu.Lock()
	dark := !s.lit
	s.want, s.done = nil, dark
	s.mu.Unlock()
	if dark {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	s.put(ctx, "led.Close")
}

// Status asks the screen how it is. One that lost or never took its panel is told it again: that is the question then.
func (s *Screen) Status(ctx context.Context) (hardware.Status, error) {
	const op = "led.Status"
	err := s.with(ctx, op, func(ctx context.Context) error { return s.check(ctx, op) })
	return s.settle(err), err
}

func (s *Screen) check(ctx context.Context, op string) error {
	s.mu.Lock()
	done, want := s.done, s.want
	s.mu.Unlock()
	ping := s.proto.Ping()
	switch {
	case done && !s.answers():
		ping = []Talk{{}} // nothing to hear: only whether the port is there
	case !done || len(ping) == 0:
		return s.put(ctx, op)
	}
	err := s.ask(ctx, op, ping)
	if err != nil && want != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.done = false // it may have been without power
	}
	return err
}

// answers reports whether the protocol has answers at all.
func (s *Screen) answers() bool {
	for _, t := range s.proto.Clear() {
		if t.Ear != nil {
			return true
		}
	}
	return false
}

// settle makes a status of an error and keeps since when it has been so.
func (s *Screen) settle(err error) hardware.Status {
	st := hardware.Status{State: hardware.Ready}
	switch code := hardware.CodeOf(err); {
	case code == hardware.Missing:
		st.State, st.Code, st.Detail = hardware.Absent, code, err.Error()
	case code == hardware.Canceled:
		return hardware.Status{State: hardware.Busy, Since: s.opts.Now()}
	case code != "":
		st.State, st.Code, st.Detail = hardware.Faulty, code, err.Error()
	case !s.answers():
		st.State, st.Code = hardware.Warning, hardware.LEDUnconfirmed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	st.Since = s.opts.Now()
	if st.State == s.last.State && st.Code == s.last.Code {
		st.Since = s.last.Since
	}
	s.last = st
	return st
}

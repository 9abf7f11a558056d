package port

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// tick is how long a wire's read may wait: the delay with which an ending ctx is noticed.
const tick = 100 * time.Millisecond

// chunk is the most that is handed to a wire at once, so that a stall is noticed early and
// little is lost in it.
const chunk = 512

// wire is a raw pipe. read returns within about a tick, with (0, nil) when nothing came;
// write may block for ever; take-back is how a blocked write is got out of the way.
type wire interface {
	read(p []byte) (int, error)
	write(p []byte) (int, error)
	flush() error
	close() error
}

// stream makes a Port of a wire.
type stream struct {
	wire   wire
	name   string
	stall  time.Duration
	closed atomic.Bool
	broken atomic.Bool // a write is stuck in the wire: it is abandoned
	wmu    sync.Mutex  // one writer at a time
}

func (s *stream) String() string { return s.name }

func (s *stream) Read(ctx context.Context, p []byte) (int, error) {
	for {
		if s.closed.Load() {
			return 0, fmt.Errorf("read %s: %w", s.name, ErrClosed)
		}
		n, err := s.wire.read(p)
		if n > 0 {
			return n, nil
		}
		if err != nil && s.closed.Load() {
			err = ErrClosed // Windows ends the read with a word of its own
		}
		if err != nil {
			return 0, fmt.Errorf("read %s: %w", s.name, err)
		}
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
	}
}

func (s *stream) Write(ctx context.Context, p []byte) (int, error) {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	sent := 0
	for sent < len(p) {
		if err := s.writable(ctx); err != nil {
			return sent, err
		}
		n, err := s.push(ctx, p[sent:min(sent+chunk, len(p))])
		sent += n
		if err != nil {
			return sent, fmt.Errorf("write %s: %w", s.name, err)
		}
	}
	return sent, nil
}

func (s *stream) writable(ctx context.Context) error {
	switch {
	case s.closed.Load():
		return fmt.Errorf("write %s: %w", s.name, ErrClosed)
	case s.broken.Load():
		return fmt.Errorf("write %s: %w", s.name, ErrStalled)
	}
	return ctx.Err()
}

type pushed struct {
	n   int
	err error
}

// push writes one chunk under a watchdog. A write that does not return is abandoned: its
// bytes are taken back as far as the system allows, so that they do not come out later.
// The chunk is copied, because an abandoned write still reads from it.
func (s *stream) push(ctx context.Context, p []byte) (int, error) {
	done := make(chan pushed, 1)
	own := append([]byte(nil), p...)
	go func() {
		n, err := s.wire.write(own)
		done <- pushed{n, err}
	}()
	dog := time.NewTimer(s.stall)
	defer dog.Stop()
	select {
	case r := <-done:
		return r.n, r.err
	case <-ctx.Done():
		return s.last(ctx, done)
	case <-dog.C:
		s.abandon(done)
		return 0, ErrStalled
	}
}

// grace is how long a chunk that is under way may still leave after ctx has ended: a line that takes bytes at all has
// taken it by then.
const grace = 600 * time.Millisecond

// last lets the chunk under way leave, so that a caller who gives up does not break a line that is well.
func (s *stream) last(ctx context.Context, done <-chan pushed) (int, error) {
	t := time.NewTimer(min(grace, s.stall))
	defer t.Stop()
	select {
	case r := <-done:
		return r.n, ctx.Err()
	case <-t.C:
		s.abandon(done)
		return 0, ctx.Err()
	}
}

// abandon keeps flushing until the stuck write has let go (a flush frees room for the
// rest of the chunk, which the next flush throws away).
func (s *stream) abandon(done <-chan pushed) {
	s.broken.Store(true)
	for range 50 {
		s.wire.flush()
		select {
		case <-done:
			s.wire.flush()
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (s *stream) Flush() error {
	if s.closed.Load() {
		return fmt.Errorf("flush %s: %w", s.name, ErrClosed)
	}
	if err := s.wire.flush(); err != nil {
		return fmt.Errorf("flush %s: %w", s.name, err)
	}
	return nil
}

// Close never hangs: a wire whose close waits for a stuck write is left to itself.
func (s *stream) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	done := make(chan error, 1)
	go func() { done <- s.wire.close() }()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return nil
	}
}

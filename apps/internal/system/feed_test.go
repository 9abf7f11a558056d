package system_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/apps/internal/system"
	"github.com/brighthall/brighthall/hall"
)

// scripted is a hall whose events and failures a test decides.
type scripted struct {
	events chan hall.Event
	down   atomic.Bool
}

func (s *scripted) Hall(context.Context) (hall.Snapshot, error) {
	if s.down.Load() {
		return hall.Snapshot{}, errors.New("the line is cut")
	}
	return hall.Snapshot{Cursor: hall.Cursor{Epoch: 1, Seq: 1}}, nil
}

func (s *scripted) Watch(ctx context.Context, _ hall.Cursor, tell func(hall.Event) error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-s.events:
			if err := tell(e); err != nil {
				return err
			}
		}
	}
}

// counted runs a feed in a bubble of time and counts what it says.
func counted(t *testing.T, act func(t *testing.T, from *scripted, pushed, told, lost func() int64)) {
	synctest.Test(t, func(t *testing.T) {
		from := &scripted{events: make(chan hall.Event)}
		var pushed, told, lost atomic.Int64
		ctx, stop := context.WithCancel(t.Context())
		feed := system.Feed{From: from, Push: func(hall.Snapshot) { pushed.Add(1) },
			Tell: func(hall.Event) { told.Add(1) }, Lost: func(error) { lost.Add(1) }}
		go feed.Run(ctx)
		synctest.Wait()
		act(t, from, pushed.Load, told.Load, lost.Load)
		stop()
		synctest.Wait()
	})
}

func TestAFeedBeginsWithASnapshot(t *testing.T) {
	counted(t, func(t *testing.T, _ *scripted, pushed, _, lost func() int64) {
		if pushed() != 1 || lost() != 0 {
			t.Errorf("%d snapshots, %d losses", pushed(), lost())
		}
	})
}

func TestEventsThatComeTogetherMakeFewSnapshots(t *testing.T) {
	counted(t, func(t *testing.T, from *scripted, pushed, told, _ func() int64) {
		for range 50 {
			from.events <- hall.Event{}
		}
		time.Sleep(time.Second)
		if told() != 50 || pushed() < 2 || pushed() > 4 {
			t.Errorf("50 events: %d told, %d snapshots", told(), pushed())
		}
	})
}

func TestAQuietHallIsLookedAtAgain(t *testing.T) {
	counted(t, func(t *testing.T, _ *scripted, pushed, _, _ func() int64) {
		time.Sleep(10 * time.Second)
		if pushed() != 3 {
			t.Errorf("%d snapshots in 10 s, want one at once and one every 4 s", pushed())
		}
	})
}

func TestACutLineIsToldAndCaughtUp(t *testing.T) {
	counted(t, func(t *testing.T, from *scripted, pushed, _, lost func() int64) {
		from.down.Store(true)
		time.Sleep(5 * time.Second)
		if lost() == 0 {
			t.Error("the loss was not told")
		}
		before := pushed()
		from.down.Store(false)
		time.Sleep(1100 * time.Millisecond)
		if pushed() != before+1 {
			t.Error("the feed did not catch up within a second")
		}
	})
}

// frozen is a node that takes connections and answers nothing: stopped, or its machine hangs. A read ends when its ctx
// does, no sooner.
type frozen struct {
	scripted
	stopped atomic.Bool
}

func (f *frozen) Hall(ctx context.Context) (hall.Snapshot, error) {
	if f.stopped.Load() {
		<-ctx.Done()
		return hall.Snapshot{}, ctx.Err()
	}
	return f.scripted.Hall(ctx)
}

// TestAFrozenNodeIsToldWithinTwelveSeconds, whenever between two looks it froze; and it is told again as long as it is,
// and forgotten soon after it goes on.
func TestAFrozenNodeIsToldWithinTwelveSeconds(t *testing.T) {
	for after := range 5 {
		synctest.Test(t, func(t *testing.T) {
			from := &frozen{scripted: scripted{events: make(chan hall.Event)}}
			var pushed, lost atomic.Int64
			ctx, stop := context.WithCancel(t.Context())
			feed := system.Feed{From: from, Push: func(hall.Snapshot) { pushed.Add(1) }, Lost: func(error) { lost.Add(1) }}
			go feed.Run(ctx)
			time.Sleep(time.Duration(after)*time.Second + time.Millisecond)
			from.stopped.Store(true)
			before := pushed.Load()
			time.Sleep(12 * time.Second)
			if lost.Load() == 0 || pushed.Load() != before {
				t.Errorf("frozen %d s after a look: told %d times in 12 s, %d snapshots came", after, lost.Load(), pushed.Load()-before)
			}
			from.stopped.Store(false)
			time.Sleep(7 * time.Second)
			if pushed.Load() == before {
				t.Errorf("it goes on, and the screen does not")
			}
			stop()
			synctest.Wait()
		})
	}
}

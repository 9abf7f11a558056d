package forecast_test

import (
	"context"
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/forecast"
	"github.com/brighthall/brighthall/hall/forecast/forecasttest"
)

// board is a hall that tells what it is told to tell.
type board struct {
	snapshot hall.Snapshot
	events   chan hall.Event
	seq      hall.Seq
}

func newBoard(open ...hall.CounterID) *board {
	b := &board{events: make(chan hall.Event)}
	setup := forecasttest.Setup(6)
	b.snapshot.Outlet = setup.Outlet
	for _, g := range setup.Groups {
		b.snapshot.Groups = append(b.snapshot.Groups, hall.GroupView{ServiceGroup: g})
	}
	for _, c := range setup.Counters {
		v := hall.CounterView{Counter: hall.Counter{ID: c.ID, State: hall.CounterClosed}, Label: c.Label, Serves: c.Serves}
		for _, id := range open {
			if id == c.ID {
				v.State = hall.CounterOpen
			}
		}
		b.snapshot.Counters = append(b.snapshot.Counters, v)
	}
	return b
}

func (b *board) Hall(context.Context) (hall.Snapshot, error) { return b.snapshot, nil }

func (b *board) Ticket(context.Context, hall.TicketID) (hall.Standing, error) {
	return hall.Standing{}, hall.E("board", hall.NotFound)
}

func (b *board) Watch(ctx context.Context, _ hall.Cursor, tell func(hall.Event) error) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-b.events:
			if err := tell(e); err != nil {
				return err
			}
		}
	}
}

// counter tells of one, and lets everybody who can go on do so; no time passes.
func (b *board) counter(kind hall.EventKind, id hall.CounterID, s hall.CounterState) {
	b.seq++
	body, _ := json.Marshal(hall.Body{Counter: &hall.Counter{ID: id, State: s}})
	b.events <- hall.Event{Epoch: 1, Seq: b.seq, Kind: kind, Subject: string(id), At: hall.At(time.Now()), V: 1, Body: body}
	synctest.Wait()
}

// TestACounterRings: what a counter's opening, pause or closing changes is told at once, not at the next round.
func TestACounterRings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, b := forecast.New(forecasttest.Setup(6), time.Now), newBoard()
		ctx, cancel := context.WithCancel(t.Context())
		defer func() { cancel(); synctest.Wait() }()
		go func() { _ = f.Run(ctx, b) }()
		synctest.Wait()
		start := time.Now()
		if ordinary(f, "H", 0).Known {
			t.Fatal("known with every counter closed")
		}
		b.counter(hall.CounterOpened, "3", hall.CounterOpen)
		if !ordinary(f, "H", 0).Known || time.Since(start) != 0 {
			t.Fatalf("%v after counter 3 opened: %+v", time.Since(start), ordinary(f, "H", 0))
		}
		b.counter(hall.CounterOpened, "1", hall.CounterOpen) // close behind: both bells are one
		if ordinary(f, "A", 0).Known {
			t.Error("every counter of a morning is played alone")
		}
		<-time.After(100 * time.Millisecond)
		synctest.Wait()
		if !ordinary(f, "A", 0).Known {
			t.Error("a tenth of a second after counter 1 opened A is not known")
		}
		<-time.After(200 * time.Millisecond)
		b.counter(hall.CounterPausedEv, "3", hall.CounterPaused)
		if w := ordinary(f, "H", 0); !w.Known || w.HighMin < 5 {
			t.Errorf("counter 3 pauses: %+v", w)
		}
		<-time.After(200 * time.Millisecond)
		b.counter(hall.CounterReopened, "3", hall.CounterOpen)
		if w := ordinary(f, "H", 0); w.HighMin != 1 {
			t.Errorf("counter 3 is back: %+v", w)
		}
		<-time.After(200 * time.Millisecond)
		b.counter(hall.CounterClosedEv, "3", hall.CounterClosed)
		if w := ordinary(f, "H", 0); w.Known {
			t.Errorf("counter 3 closed: %+v", w)
		}
		if d := time.Since(start); d >= time.Second {
			t.Fatalf("the test took %v: a round may have helped", d)
		}
	})
}

// TestTheFirstAskHasAnAnswer: a hall that opens again with its counters open knows its waits before anything runs.
func TestTheFirstAskHasAnAnswer(t *testing.T) {
	f := forecast.New(forecasttest.Setup(6), time.Now)
	if err := f.Begin(t.Context(), newBoard("1", "3")); err != nil {
		t.Fatal(err)
	}
	if a, h, k := ordinary(f, "A", 0).Known, ordinary(f, "H", 5).Known, ordinary(f, "K", 0).Known; !a || !h || k {
		t.Errorf("A %v, H %v, K %v, which nobody serves", a, h, k)
	}
}

// TestAFullHallIsPlayedLater: a start does not wait for thousands of tickets.
func TestAFullHallIsPlayedLater(t *testing.T) {
	b := newBoard("1")
	for i := range 400 {
		b.snapshot.Waiting = append(b.snapshot.Waiting, hall.Ticket{ID: hall.TicketID(rune('a' + i)), Group: "A", State: hall.Waiting})
	}
	f := forecast.New(forecasttest.Setup(6), time.Now)
	if err := f.Begin(t.Context(), b); err != nil || ordinary(f, "A", 0).Known {
		t.Errorf("%v, %+v", err, ordinary(f, "A", 0))
	}
}

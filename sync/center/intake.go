package center

import (
	"context"
	"sync"

	"github.com/brighthall/brighthall/hall"
)

// batchesAtOnce is how many batches are read and stored at the same time. One takes up to some 20 MB.
const batchesAtOnce = 8

// intake bounds the work of the halls' logs: one batch of an outlet at a time, so that no hall takes the places of all
// others.
type intake struct {
	places chan struct{}

	mu    *sync.Mutex
	turns map[hall.OutletID]*turn // guarded by mu
}

// turn is an outlet's place, and how many of its batches want or have it.
type turn struct {
	place chan struct{}
	want  int // guarded by intake.mu
}

func newIntake() intake {
	return intake{places: make(chan struct{}, batchesAtOnce), mu: &sync.Mutex{}, turns: map[hall.OutletID]*turn{}}
}

// enter waits for the outlet's turn and then for a place. Nothing of the batch is read before.
func (in *intake) enter(ctx context.Context, id hall.OutletID) (done func(), err error) {
	t := in.turn(id)
	if err := take(ctx, t.place); err != nil {
		in.forget(id, t)
		return nil, err
	}
	if err := take(ctx, in.places); err != nil {
		<-t.place
		in.forget(id, t)
		return nil, err
	}
	return func() {
		<-in.places
		<-t.place
		in.forget(id, t)
	}, nil
}

func (in *intake) turn(id hall.OutletID) *turn {
	in.mu.Lock()
	defer in.mu.Unlock()
	t := in.turns[id]
	if t == nil {
		t = &turn{place: make(chan struct{}, 1)}
		in.turns[id] = t
	}
	t.want++
	return t
}

func (in *intake) forget(id hall.OutletID, t *turn) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if t.want--; t.want == 0 {
		delete(in.turns, id)
	}
}

func take(ctx context.Context, place chan struct{}) error {
	select {
	case place <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &hall.Error{Op: "center.intake", Code: hall.Unavailable, Reason: "many batches are under way", Err: ctx.Err()}
	}
}

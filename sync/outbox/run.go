package outbox

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/wire"
)

// Run carries the log until ctx ends. Whatever fails is tried again; State tells of it meanwhile.
func (b *Outbox) Run(ctx context.Context) error {
	if err := call.Check(b.o.Center); err != nil {
		b.note(func(s *State) { s.Why = why(err) })
		b.tell(err)
		<-ctx.Done()
		return nil
	}
	r := &run{Outbox: b, limit: MaxEvents}
	for ctx.Err() == nil {
		more, err := r.round(ctx)
		if ctx.Err() != nil {
			return nil
		}
		b.tell(err)
		switch {
		case err != nil:
			r.failed++
			b.sleep(ctx, b.backOff(r.failed, errors.Is(err, errSilent) || call.TokenRefused(err)), nil)
		case !more:
			r.failed = 0
			b.sleep(ctx, b.o.Poll, b.o.Wake)
		default:
			r.failed = 0
		}
	}
	return nil
}

// run is the state of one Run; owned by it.
type run struct {
	*Outbox
	known  bool        // at was read from the source
	joined bool        // the center's log is known to be this one up to at
	step   hall.Seq    // how far a search for the place where the logs part went back last
	at     hall.Cursor // the center has the log up to here
	back   hall.Cursor // where a gap sent us last
	limit  int         // events in the next batch; shrinks around a refused one
	failed int         // rounds in a row
}

// round sends one batch. More says that the log may hold another one already.
func (r *run) round(ctx context.Context) (more bool, err error) {
	if !r.known {
		if r.at, err = r.source.Acked(ctx); err != nil {
			return false, err
		}
		r.known = true
		r.note(func(s *State) { s.Acked = r.at })
	}
	events, err := r.next(ctx)
	if err != nil || len(events) == 0 {
		return false, err
	}
	packed, taken, err := pack(events)
	if err != nil {
		return false, err
	}
	events = events[:taken]
	accepted, err := r.post(ctx, packed)
	if err != nil {
		r.joined = false
		return r.refused(ctx, events, err)
	}
	return true, r.accepted(ctx, events, accepted.Cursor)
}

// next reads what goes up next. After a start, a refusal or a way back it begins with the last event that the center is
// said to have: a log that parted from the center's would else go on behind it, and nobody would see that they differ.
func (r *run) next(ctx context.Context) ([]hall.Event, error) {
	if r.joined || r.at.Seq == 0 {
		return r.source.Events(ctx, r.at, r.limit)
	}
	return r.source.Events(ctx, hall.Cursor{Epoch: r.at.Epoch, Seq: r.at.Seq - 1}, r.limit+1)
}

// news are those of the events that the center is not said to have.
func (r *run) news(events []hall.Event) []hall.Event {
	if len(events) > 0 && events[0].Cursor() == r.at {
		return events[1:]
	}
	return events
}

// accepted notes the center's place. It may lie before our last event only when the center lost something; then we go
// from there. When it lies beyond our last event, this hall lost something: what it goes on to write has places that
// are taken.
func (r *run) accepted(ctx context.Context, events []hall.Event, at hall.Cursor) error {
	if r.ahead(at) {
		return errAhead
	}
	r.joined = at == events[len(events)-1].Cursor()
	if len(r.news(events)) > 0 {
		r.back, r.step, r.limit = hall.Cursor{}, 0, min(MaxEvents, r.limit*2)
	}
	r.at = at
	r.note(func(s *State) { s.Acked, s.LastOK, s.Stuck, s.Why = at, hall.At(r.o.Now()), nil, "" })
	return r.source.Ack(ctx, at)
}

// errAhead: the hall's log is the older one.
var errAhead = errors.New("the center has more of the log than this hall, which has lost its end")

// ahead notes that the center has more of the log than there is here.
func (r *run) ahead(at hall.Cursor) bool {
	if r.o.End == nil {
		return false
	}
	end := r.o.End()
	if at.Epoch < end.Epoch || at.Epoch == end.Epoch && at.Seq <= end.Seq {
		return false
	}
	r.note(func(s *State) {
		s.Why = "this hall has lost the end of its log, which the center has up to " + at.String() + ": start the node anew"
	})
	if r.o.Ahead != nil {
		r.o.Ahead(at)
	}
	return true
}

// Where asks the center up to which place it has the log; the zero place is an error.
func (b *Outbox) Where(ctx context.Context) (hall.Cursor, error) {
	packed, _, err := pack(nil)
	if err != nil {
		return hall.Cursor{}, err
	}
	a, err := b.post(ctx, packed)
	return a.Cursor, err
}

// refused decides how to go on after a refusal: go back after a gap, cut the batch down around an event at fault, or
// wait.
func (r *run) refused(ctx context.Context, events []hall.Event, err error) (more bool, _ error) {
	switch hall.CodeOf(err) {
	case hall.Gap:
		return r.goBack(events, err)
	case hall.Invalid, hall.Conflict:
		if at, perr := hall.ParseCursor(hall.SubjectOf(err)); perr == nil && at != (hall.Cursor{}) {
			return r.parts(ctx, events, at, err)
		}
		if at, werr := r.Where(ctx); werr == nil && r.ahead(at) {
			return false, errAhead
		}
		if news := r.news(events); len(news) > 1 {
			r.limit = len(news) / 2
			return true, nil
		}
		r.stuck(events[len(events)-1], err)
	default:
		if why := call.Why(r.o.Outlet, r.o.Center, err); why != "" {
			r.note(func(s *State) { s.Why = why })
		}
	}
	return false, err
}

// parts is told when the center has another event at a place. Somebody there says which log goes on, once the place is
// found at which the two part: the search for it goes back in growing steps.
func (r *run) parts(ctx context.Context, events []hall.Event, at hall.Cursor, err error) (more bool, _ error) {
	if at == events[0].Cursor() && at.Seq > 1 {
		r.step = max(1, 2*r.step)
		r.at = hall.Cursor{Epoch: at.Epoch, Seq: at.Seq - min(r.step, at.Seq)}
		return true, nil
	}
	r.step = 0
	if end, werr := r.Where(ctx); werr == nil && r.ahead(end) {
		return false, errAhead
	}
	for _, e := range events {
		if e.Cursor() == at {
			r.stuck(e, err)
		}
	}
	if r.o.Parts != nil {
		r.o.Parts(at)
	}
	return false, err
}

// stuck tells that nothing goes on before somebody looks at an event.
func (r *run) stuck(e hall.Event, err error) {
	r.note(func(s *State) { s.Stuck, s.Why = &e, "the center refuses event "+e.Cursor().String()+": "+why(err) })
}

// why is the reason that a refusal gives.
func why(err error) string { return wire.NewProblem(err).Reason }

// goBack moves to the place before the event the center expects. A log that has no such event cannot go on: that is
// told, not hidden.
func (r *run) goBack(events []hall.Event, err error) (more bool, _ error) {
	expected, perr := hall.ParseCursor(hall.SubjectOf(err))
	if perr != nil || expected.Seq == 0 {
		return false, err
	}
	to := hall.Cursor{Epoch: expected.Epoch, Seq: expected.Seq - 1}
	if r.back == to && to != (hall.Cursor{}) || events[0].Cursor() == expected {
		r.stuck(events[0], err)
		return false, err
	}
	r.log("center expects other events", "expected", expected.String())
	r.at, r.back = to, to
	return true, nil
}

func (r *run) log(msg string, args ...any) { r.o.Log.Warn(msg, args...) }

// tell notes how a round ended, and logs when that changes.
func (b *Outbox) tell(err error) {
	var was, is State
	b.note(func(s *State) {
		was = *s
		s.Online, s.Err = err == nil, ""
		if err != nil {
			s.Err = err.Error()
		}
		is = *s
	})
	why := call.Why(b.o.Outlet, b.o.Center, err)
	switch {
	case errors.Is(err, errAhead): // whoever is told of it says so
	case is.Stuck != nil && hall.SubjectOf(err) == hall.SubjectClock:
		if at := is.Stuck.Cursor(); b.apart != at { // its words change with the time
			b.apart = at
			b.o.Log.Error("the clocks of this hall and its center differ: the center takes nothing from here on, and the hall keeps it. Look at "+
				"both clocks, at the center's first", "event", at.String(), "err", is.Err)
		}
	case is.Stuck != nil && was.Err != is.Err:
		b.o.Log.Error("center refuses an event: nothing after it is delivered; where it does not say "+
			"what to do, compare the versions of center and node", "event", is.Stuck.Cursor().String(), "err", is.Err)
	case why != "":
		if was.Err != is.Err {
			b.o.Log.Error(why, "err", is.Err)
		}
	case err != nil && was.Err == "":
		b.o.Log.Warn(call.Away(err), "err", is.Err)
	case err == nil && was.Err != "":
		b.o.Log.Info("center back")
	}
}

func (b *Outbox) note(change func(*State)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change(&b.state)
}

// backOff is a random time up to First doubled with every failure (full jitter): a thousand halls that lost their
// center together do not come back together. A center that answers and refuses is left alone for longer than one that
// is not there.
func (b *Outbox) backOff(failed int, silent bool) time.Duration {
	ceiling := b.o.Longest
	if silent {
		ceiling = b.o.Silent
	}
	if failed < 30 {
		ceiling = min(ceiling, b.o.First<<(failed-1))
	}
	return rand.N(ceiling) + time.Millisecond
}

// sleep waits for d, a wake or the end.
func (b *Outbox) sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-wake:
	}
}

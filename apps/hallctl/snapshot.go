package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/brighthall/brighthall/apps/internal/uptime"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

type snapshot struct {
	place
	File string `arg:"" type:"path" help:"Where the copy goes; it must not exist. Keys are not in it: copy hall.key and seal.key apart."`
}

func (s snapshot) Run(ctx context.Context) error {
	if err := s.hall(); err != nil {
		return err
	}
	store, err := sqlite.Look(ctx, s.Data)
	if err != nil {
		return err
	}
	return errors.Join(store.Snapshot(ctx, s.File), store.Close())
}

type restore struct {
	place
	Skip   int    `default:"${unknown}" help:"Where nobody can tell what numbers were given since the copy: leave out at least so many of each prefix, 1 to 2000."`
	NewKey bool   `help:"Go on without the hall.key or the seal.key of the copy. Slips that were printed become forgeries, notes about visitors are lost."`
	File   string `arg:"" type:"existingfile" help:"A copy made by snapshot."`
}

// Run makes the copy ready beside the hall and puts it in its place, in one step: whenever it is cut short, the hall is
// the old one or the new. The new one begins an epoch that is later than any that was seen, so readers know that it is
// another log, and its numbers go on above those that may have been given since the copy was made.
func (r restore) Run(ctx context.Context) error {
	copied, err := sqlite.BeginRestore(ctx, r.Data, r.File, sqlite.RestoreOptions{NewKey: r.NewKey, Skip: r.Skip})
	if err != nil {
		return err
	}
	told, err := r.goOn(ctx, copied)
	if err != nil {
		return errors.Join(err, copied.Abandon())
	}
	kept, err := copied.Finish(ctx)
	if err != nil {
		return err
	}
	fmt.Print(told)
	fmt.Println("a center asks a person before it takes this log from here on: center epochs")
	if kept != "" {
		fmt.Printf("the database that was here is %s\n", kept)
	}
	return nil
}

// goOn begins the epoch of the restored hall, and gives what there is to tell when it is in place.
func (r restore) goOn(ctx context.Context, copied *sqlite.Restore) (string, error) {
	had, err := copied.Store.Load(ctx)
	if err != nil {
		return "", err
	}
	at := time.Now()
	q, err := queue.New(ctx, copied.Store, queue.Options{Key: copied.Store.Key(), Log: slog.New(slog.DiscardHandler),
		Running: uptime.Running(), Boot: uptime.Boot(), NewEpoch: true, After: copied.Lost.AfterAt(at), Given: copied.Lost.Given(had.Setup, at)})
	if err != nil {
		return "", err
	}
	if err := lookAtTheClock(ctx, q); err != nil {
		return "", err
	}
	var told strings.Builder
	fmt.Fprintf(&told, "restored; the log goes on at %s\n", hall.Cursor{Epoch: q.Cursor().Epoch, Seq: 1})
	day, now := q.Given()
	before := queue.Given{Last: had.Numbers, Seq: had.Day.Seq}
	if had.Day.Day != day {
		before = queue.Given{}
	}
	others, err := ofOtherDays(ctx, copied.Store, q.Cursor().Epoch)
	if err != nil {
		return "", err
	}
	delete(others, day) // it has come again
	r.tell(&told, day, copied.Lost, before, now, others)
	for _, t := range copied.Gone {
		fmt.Fprintf(&told, "%s %s was enrolled after the copy was made: enrol it again\n", t.Kind, t.ID)
	}
	if clock := q.Clock(); clock.State != hall.ClockRight {
		fmt.Fprintf(&told, "LOOK AT THE CLOCK: the copy is of another time than this machine's clock shows, and the hall is in %s.\n", day)
		advise(&told, clock, had.Setup.Outlet, r.Data)
	}
	return told.String(), nil
}

// lookAtTheClock lets a copy from another time come to today, as far as its log or the replaced database vouches for
// that.
func lookAtTheClock(ctx context.Context, q *queue.Queue) error {
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	err := q.Tick(ctx)
	stop()
	return errors.Join(err, <-ended)
}

func (r restore) tell(w io.Writer, day hall.Day, lost *sqlite.Lost, before, now queue.Given, others map[hall.Day]map[string]int) {
	same := maps.Equal(before.Last, now.Last) && before.Seq == now.Seq
	switch {
	case same && lost.Unknown():
		fmt.Fprintf(w, "numbers of %s: none is left out, for the copy is of long before; nobody knows what was given since (%s)\n", day, lost.Why)
	case same && len(others) > 0:
		fmt.Fprintf(w, "numbers of %s: none has to be left out (%s)\n", day, lost.Why)
	case same:
		fmt.Fprintf(w, "numbers of %s: the copy knows all that were given (%s)\n", day, lost.Why)
	default:
		fmt.Fprintf(w, "numbers of %s go on above what may have been given (%s):", day, lost.Why)
		tellNumbers(w, now.Last)
	}
	for _, other := range slices.Sorted(maps.Keys(others)) {
		fmt.Fprintf(w, "numbers of %s, when the clock shows that day, go on above what may have been given:", other)
		tellNumbers(w, others[other])
	}
}

func tellNumbers(w io.Writer, last map[string]int) {
	for _, prefix := range slices.Sorted(maps.Keys(last)) {
		fmt.Fprintf(w, " %s after %s", prefix, hall.Number(prefix, last[prefix]))
	}
	fmt.Fprintln(w)
}

// ofOtherDays are the numbers that an epoch leaves out of days that are not the hall's.
func ofOtherDays(ctx context.Context, store *sqlite.Store, epoch hall.Epoch) (map[hall.Day]map[string]int, error) {
	events, err := store.Events(ctx, hall.Cursor{Epoch: epoch}, queue.Ring)
	if err != nil {
		return nil, err
	}
	days := map[hall.Day]map[string]int{}
	for _, e := range events {
		b, err := e.Tell()
		if err != nil {
			return nil, err
		}
		if b.Skip == nil || b.Skip.Day == "" || b.Skip.Prefix == "" {
			continue
		}
		if days[b.Skip.Day] == nil {
			days[b.Skip.Day] = map[string]int{}
		}
		days[b.Skip.Day][b.Skip.Prefix] = b.Skip.Last
	}
	return days, nil
}

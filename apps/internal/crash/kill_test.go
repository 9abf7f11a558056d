//go:build unix

package crash_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// cycles is 500 for CI, and what BRIGHTHALL_SOAK says for a soak (1: ten thousand).
func cycles() int {
	n, err := strconv.Atoi(os.Getenv("BRIGHTHALL_SOAK"))
	switch {
	case err != nil && testing.Short():
		return 25
	case err != nil:
		return 500
	case n <= 1:
		return 10_000
	}
	return n
}

// lanes are halls that are killed side by side: a child waits for the disk most of its life.
const lanes = 3

func TestKillNine(t *testing.T) {
	for lane := range lanes {
		t.Run(fmt.Sprint("hall ", lane+1), func(t *testing.T) {
			t.Parallel()
			killAgainAndAgain(t, (cycles()+lanes-1)/lanes)
		})
	}
}

func killAgainAndAgain(t *testing.T, cycles int) {
	dir, c := t.TempDir(), newCheck()
	var again []hall.TicketID
	for i := range cycles {
		// A new day now and then, so that the turn of the day is killed too and a day stays a day's size.
		all, err := killAtAnyMoment(t, order{Mode: "load", Dir: dir, Day: i / 8, Again: again})
		if !killed(err) {
			t.Fatalf("cycle %d: the child ended by itself: %v", i, err)
		}
		c.against(t, dir, all)
		again = last(all, 3)
		if i%100 == 99 {
			sound(t, dir)
		}
	}
	report := sound(t, dir)
	t.Logf("%d kills: %d tickets and %d acts told, none lost, no number twice; %d asked for again had the first answer; %d tickets in a log of %d events",
		cycles, c.issued, c.acts, c.again, report.Tickets, report.Events)
	if c.issued < cycles/2 || c.again < cycles/3 {
		t.Errorf("only %d tickets were told and %d again: the kills came too early to prove anything", c.issued, c.again)
	}
}

// killAtAnyMoment kills a child mostly in the midst of its work, now and then while it opens.
func killAtAnyMoment(t *testing.T, o order) ([]told, error) {
	r := spawn(t, o)
	switch rand.IntN(10) {
	case 0: // while it opens
	case 1:
		<-r.ready
	default:
		<-r.issued
	}
	time.Sleep(time.Duration(rand.IntN(50_000)) * time.Microsecond) // the moment of the kill is the thing tested
	if err := r.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	all, err := r.end()
	if r.errs.Len() > 0 {
		t.Fatalf("the child says %s", r.errs)
	}
	return all, err
}

// last are the last n tickets that were issued.
func last(all []told, n int) (ids []hall.TicketID) {
	for _, a := range all {
		if a.What == "issued" {
			ids = append(ids, a.ID)
		}
	}
	return ids[max(0, len(ids)-n):]
}

func TestKilledAtACall(t *testing.T) {
	for _, c := range []struct {
		name, mode string
		want       hall.State
	}{
		{"before it is stored, the visitor waits on", "uncalled", hall.Waiting},
		{"stored and told to nobody, the visitor is called", "called", hall.Called},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			r := spawn(t, order{Mode: c.mode, Dir: dir})
			all, err := r.end()
			if !killed(err) {
				t.Fatalf("the child ended with %v %s", err, r.errs)
			}
			for _, a := range all {
				if a.What == "acted" {
					t.Fatalf("somebody was told: %+v", a)
				}
			}
			restarted(t, dir, last(all, 4)[0], c.want)
			sound(t, dir)
		})
	}
}

// restarted opens a queue on what is left: the ticket and its counter must be as the log tells.
func restarted(t *testing.T, dir string, id hall.TicketID, want hall.State) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	q, err := queue.New(t.Context(), store, queue.Options{Key: make(hall.Key, 32), Now: func() time.Time { return noon.Add(time.Hour) }})
	if err != nil {
		t.Fatal(err)
	}
	s, err := q.Ticket(t.Context(), id)
	if err != nil || s.State != want {
		t.Errorf("the ticket is %s %v, not %s", s.State, err, want)
	}
	snapshot, err := q.Hall(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at := ""
	for _, counter := range snapshot.Counters {
		if counter.Ticket == id {
			at = string(counter.ID)
		}
	}
	if called := want == hall.Called; called != (at == "1") || called != (len(snapshot.Recent) == 1) {
		t.Errorf("the counter that has it is %q, recent calls %+v", at, snapshot.Recent)
	}
}

package voice_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice"
)

// fickle fails, hangs and takes its time as it is told.
type fickle struct {
	moods []int // of each Say: tenths of seconds, 0 fails at once, -1 hangs
	n     int
	open  int
	twice bool
	ok    map[string]int
	bad   int
}

func (f *fickle) Say(ctx context.Context, u hardware.Utterance) error {
	if f.open++; f.open > 1 {
		f.twice = true
	}
	defer func() { f.open-- }()
	mood := f.moods[f.n%len(f.moods)]
	f.n++
	if mood == 0 {
		f.bad++
		return hardware.E("fickle", hardware.NoPlayback)
	}
	var done <-chan time.Time
	if mood > 0 {
		done = time.After(time.Duration(mood) * 100 * time.Millisecond)
	}
	select {
	case <-ctx.Done():
		f.bad++
		return ctx.Err()
	case <-done:
		f.ok[u.ID]++
		return nil
	}
}

// Whatever is called when, and however the voice behaves: one at a time, captions begin and end in turn and in the
// order of the calls, each call has its caption, none is read more than twice, and every failure is told.
func TestTheLineLosesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		moods := rapid.SliceOfN(rapid.SampledFrom([]int{-1, 0, 1, 20, 35, 60}), 1, 6).Draw(rt, "moods")
		type event struct{ pause, ticket, recall int }
		var events []event
		for range rapid.IntRange(1, 25).Draw(rt, "calls") {
			events = append(events, event{rapid.SampledFrom([]int{0, 0, 1, 5, 40}).Draw(rt, "pause"), rapid.IntRange(1, 4).Draw(rt, "ticket"), rapid.IntRange(0, 1).Draw(rt, "recall")})
		}
		f := &fickle{moods: moods, ok: map[string]int{}}
		var captions []voice.Caption
		var called []hardware.Utterance
		faults, left := 0, 0
		synctest.Test(t, func(t *testing.T) {
			q := voice.NewQueue(f, voice.Options{OnCaption: func(c voice.Caption) { captions = append(captions, c) }, OnFault: func(error) { faults++ }})
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error)
			go func() { ended <- q.Run(ctx) }()
			for i, e := range events {
				time.Sleep(time.Duration(e.pause) * time.Second)
				synctest.Wait()
				u := hardware.Utterance{ID: fmt.Sprint(i), Number: fmt.Sprintf("A00%d", e.ticket), Window: 1, Recall: e.recall == 1}
				called = append(called, u)
				q.Call(u)
			}
			time.Sleep(2 * time.Hour)
			synctest.Wait()
			left = q.Waiting()
			cancel()
			<-ended
		})
		if f.twice || left != 0 || faults != f.bad || len(captions)%2 != 0 {
			rt.Fatalf("two at once %v, %d left, %d faults of %d, %d captions", f.twice, left, faults, f.bad, len(captions))
		}
		shown := map[string]bool{}
		for i := 0; i < len(captions); i += 2 {
			a, b := captions[i], captions[i+1]
			if !a.Started || b.Started || a.ID != b.ID || b.At.Before(a.At) || shown[a.ID] || f.ok[a.ID] > 2 || b.Heard != (f.ok[a.ID] > 0) {
				rt.Fatalf("captions %+v %+v, heard %d times", a, b, f.ok[a.ID])
			}
			shown[a.ID] = true
		}
		for i, u := range called {
			if !shown[u.ID] && !mergedLater(called[i+1:], u, shown) {
				rt.Fatalf("call %s of %s was never shown", u.ID, u.Number)
			}
		}
		order := -1
		for i := 0; i < len(captions); i += 2 {
			var n int
			fmt.Sscan(captions[i].ID, &n)
			if !captions[i].Recall { // a recall may have taken an earlier one's place
				if n < order {
					rt.Fatalf("call %d after %d", n, order)
				}
				order = n
			}
		}
	})
}

// mergedLater: a recall is not shown only when a later one of its number is.
func mergedLater(later []hardware.Utterance, u hardware.Utterance, shown map[string]bool) bool {
	for _, l := range later {
		if u.Recall && l.Recall && l.Number == u.Number && shown[l.ID] {
			return true
		}
	}
	return false
}

package voice_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice"
)

// mouth takes three seconds for a reading and writes down what it said.
type mouth struct {
	mu     sync.Mutex
	said   []string
	open   atomic.Int32
	broken bool
	t      *testing.T
}

func (m *mouth) Say(ctx context.Context, u hardware.Utterance) error {
	if m.open.Add(1) > 1 {
		m.t.Error("two were spoken at once")
	}
	defer m.open.Add(-1)
	if m.broken {
		return hardware.E("mouth", hardware.NoPlayback)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(3 * time.Second):
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	word := u.Number
	if u.NoChime {
		word += "'"
	}
	m.said = append(m.said, word)
	return nil
}

func call(no string) hardware.Utterance {
	return hardware.Utterance{ID: no, Number: no, Window: 1, Text: "call " + no}
}

// play runs a queue in fake time while calls happen, and returns what was said and shown.
func play(t *testing.T, m *mouth, calls func(q *voice.Queue)) (said, shown string) {
	m.t = t
	synctest.Test(t, func(t *testing.T) {
		var captions []string
		q := voice.NewQueue(m, voice.Options{OnCaption: func(c voice.Caption) {
			sign := "-"
			if c.Started {
				sign = "+"
			}
			captions = append(captions, sign+c.ID)
		}})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- q.Run(ctx) }()
		calls(q)
		time.Sleep(time.Hour) // fake time: everything has been said
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		said, shown = strings.Join(m.said, " "), strings.Join(captions, " ")
	})
	return said, shown
}

func TestTheLineOfAnnouncements(t *testing.T) {
	for _, c := range []struct {
		name  string
		calls func(q *voice.Queue)
		said  string
		shown string
	}{
		{"one call is read twice", func(q *voice.Queue) { q.Call(call("A001")) },
			"A001 A001'", "+A001 -A001"},
		{"with others waiting each is read once, the last twice, in their order", func(q *voice.Queue) {
			for i := 1; i <= 3; i++ {
				q.Call(call(fmt.Sprintf("A00%d", i)))
			}
		}, "A001 A002 A003 A003'", "+A001 -A001 +A002 -A002 +A003 -A003"},
		{"a recall does not cut the other off", func(q *voice.Queue) {
			q.Call(call("A001"))
			time.Sleep(time.Second)
			r := call("A009")
			r.Recall = true
			q.Call(r)
		}, "A001 A009 A009'", "+A001 -A001 +A009 -A009"},
		{"a call during the second reading waits for its end", func(q *voice.Queue) {
			q.Call(call("A001"))
			time.Sleep(5 * time.Second)
			q.Call(call("A002"))
		}, "A001 A001' A002 A002'", "+A001 -A001 +A002 -A002"},
	} {
		t.Run(c.name, func(t *testing.T) {
			said, shown := play(t, &mouth{}, c.calls)
			if said != c.said || shown != c.shown {
				t.Errorf("said %q shown %q,\nwant %q and %q", said, shown, c.said, c.shown)
			}
		})
	}
}

// F66: without sound every call is still shown.
func TestAMissingSoundDeviceLosesNoCaption(t *testing.T) {
	_, shown := play(t, &mouth{broken: true}, func(q *voice.Queue) {
		q.Call(call("A001"))
		q.Call(call("A002"))
	})
	if shown != "+A001 -A001 +A002 -A002" {
		t.Error(shown)
	}
}

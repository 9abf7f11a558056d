package queue_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// BenchmarkIssue is one client's ticket, on a store that takes no time.
func BenchmarkIssue(b *testing.B) {
	h := start(b, &queuetest.Memory{Light: true}, halltest.Setup(), halltest.NewClock(halltest.Opening))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		issue(b, h, i)
	}
}

// BenchmarkIssueByMany is the same by 32 clients at once.
func BenchmarkIssueByMany(b *testing.B) {
	h := start(b, &queuetest.Memory{Light: true}, halltest.Setup(), halltest.NewClock(halltest.Opening))
	b.SetParallelism(32)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			r := h.Request("A")
			if _, err := h.q.Issue(context.Background(), r); err != nil {
				b.Error(err)
			}
		}
	})
}

func issue(b *testing.B, h *rig, i int) {
	r := hall.IssueRequest{ID: hall.TicketID("t" + strconv.Itoa(i)), Service: "A", Source: hall.FromKiosk, By: hall.Actor{Terminal: "K1"}}
	if _, err := h.q.Issue(context.Background(), r); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkNext is a call with 1000 people waiting, who stay as many.
func BenchmarkNext(b *testing.B) {
	h := start(b, &queuetest.Memory{Light: true}, halltest.Setup(), halltest.NewClock(halltest.Opening))
	h.Open("1")
	for i := range 1000 {
		issue(b, h, i)
	}
	b.ReportAllocs()
	for i := 1000; b.Loop(); i++ {
		p := h.Next("1")
		b.StopTimer()
		h.Act("1", p.Ticket.ID, hall.Cancel)
		issue(b, h, i)
		b.StartTimer()
	}
}

// BenchmarkPick is the rule alone, over 1000 people.
func BenchmarkPick(b *testing.B) {
	var line []*hall.Ticket
	for i := range 1000 {
		line = append(line, tk(i, 1000-i))
	}
	c := hall.CounterSetup{ID: "c", Serves: serves(skill("A", 0), skill("H", 1))}
	for b.Loop() {
		queue.Pick(hall.At(halltest.Opening), hall.DefaultRules(), c, 0, line)
	}
}

// BenchmarkHall is a snapshot with 200 people waiting.
func BenchmarkHall(b *testing.B) {
	h := start(b, &queuetest.Memory{Light: true}, halltest.Setup(), halltest.NewClock(halltest.Opening))
	for i := range 200 {
		issue(b, h, i)
	}
	for b.Loop() {
		if _, err := h.q.Hall(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPublish is the way from a commit to each of 200 listeners.
func BenchmarkPublish(b *testing.B) {
	h := start(b, &queuetest.Memory{Light: true}, halltest.Setup(), halltest.NewClock(halltest.Opening))
	const listeners = 200
	heard := make(chan time.Time, listeners)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	from := h.q.Cursor()
	for range listeners {
		go func() {
			_ = h.q.Watch(ctx, from, func(hall.Event) error { heard <- time.Now(); return nil })
		}()
	}
	for i := 0; b.Loop(); i++ {
		issue(b, h, i)
		for range listeners {
			<-heard
		}
	}
}

package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// appender is the yardstick: what the disk itself takes to keep 4 KiB.
type appender struct{ f *os.File }

func newAppender(b *testing.B, dir string) appender {
	f, err := os.OpenFile(filepath.Join(dir, "append"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	return appender{f}
}

func (a appender) keep() error {
	if _, err := a.f.Write(make([]byte, 4096)); err != nil {
		return err
	}
	return datasync(a.f)
}

// BenchmarkIssueAgainstAppend alternates ticket commits with appends of 4 KiB on one disk: only the ratio means
// something.
func BenchmarkIssueAgainstAppend(b *testing.B) {
	dir := b.TempDir()
	s, d, disk := open(b, dir), storetest.NewDay(), newAppender(b, dir)
	commit(b, s, d.Begin()...)
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	go s.Run(ctx)
	issue := func() error {
		return s.Commit(b.Context(), []queue.Change{d.Issue(hall.TicketID(uuid.Must(uuid.NewV7()).String()))})
	}
	var ours, yard, ratios []float64
	for b.Loop() {
		for range 7 {
			o, y := p50(b, issue), p50(b, disk.keep)
			ours, yard, ratios = append(ours, o), append(yard, y), append(ratios, o/y)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(ours), "issue-p50-µs")
	b.ReportMetric(median(yard), "append-p50-µs")
	b.ReportMetric(median(ratios), "×append")
	b.ReportMetric(slices.Min(ratios), "×min")
	b.ReportMetric(slices.Max(ratios), "×max")
}

// p50 is the median of 100 runs in microseconds.
func p50(b *testing.B, f func() error) float64 {
	var all []float64
	for range 100 {
		began := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		all = append(all, float64(time.Since(began).Nanoseconds())/1000)
	}
	return median(all)
}

func median(all []float64) float64 {
	all = slices.Sorted(slices.Values(all))
	return all[len(all)/2]
}

// BenchmarkGroupCommit is the queue on this store with several kiosks at once, with its group commit and without.
func BenchmarkGroupCommit(b *testing.B) {
	for _, clients := range []int{1, 8, 32} {
		for _, alone := range []bool{false, true} {
			name := map[bool]string{false: "together", true: "alone"}[alone]
			b.Run(fmt.Sprintf("%d clients %s", clients, name), func(b *testing.B) { issueTogether(b, clients, alone) })
		}
	}
}

func issueTogether(b *testing.B, clients int, alone bool) {
	setup, err := seed.Demo()
	if err != nil {
		b.Fatal(err)
	}
	s := open(b, b.TempDir())
	ctx, stop := context.WithCancel(b.Context())
	q, err := queue.New(ctx, s, queue.Options{Key: make(hall.Key, 32), Seed: &setup, NoGroupCommit: alone})
	if err != nil {
		b.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() { q.Run(ctx) })
	running.Go(func() { s.Run(ctx) })
	defer running.Wait()
	defer stop()
	work := make(chan struct{}, clients)
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for range work {
				r := hall.IssueRequest{ID: hall.TicketID(uuid.Must(uuid.NewV7()).String()), Service: "A", Source: hall.FromKiosk}
				if _, err := q.Issue(ctx, r); err != nil {
					b.Error(err)
				}
			}
		})
	}
	b.ResetTimer()
	for range b.N {
		work <- struct{}{}
	}
	close(work)
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tickets/s")
}

package boot

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// How a program that lives beside others uses memory: it collects seldom while it is small, and at the usual pace when
// it is not.
const (
	seldom    = 400         // percent of what lives; the limit collects earlier
	lookAfter = time.Second // between two looks at what lives
	room      = 3           // times what lives, when that is more than the limit
)

// liveHeap is what the last collection found alive.
const liveHeap = "/gc/heap/live:bytes"

// KeepSmall lets the program take about limit bytes before it collects, and never less than three times what it needs.
// It returns when ctx ends.
func KeepSmall(ctx context.Context, limit int64) {
	debug.SetGCPercent(seldom)
	debug.SetMemoryLimit(limit)
	tick := time.NewTicker(lookAfter)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			debug.SetMemoryLimit(max(limit, room*living()))
		}
	}
}

func living() int64 {
	sample := []metrics.Sample{{Name: liveHeap}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

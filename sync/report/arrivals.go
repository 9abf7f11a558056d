package report

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Quarter is a quarter of an hour of one day: how many came and how many were served to the end.
type Quarter struct {
	At       hall.Millis `json:"at_ms"` // its start
	Arrived  int         `json:"arrived"`
	Finished int         `json:"finished"`
}

const quarterMs = int64(15 * time.Minute / time.Millisecond)

const selectArrivals = `
	SELECT issued_at, CASE WHEN state = 'finished' AND ended_by <> 'system' THEN ended_at ELSE 0 END
	  FROM tickets
	 WHERE ($1 = '' OR outlet = $1) AND day = $2`

// Arrivals counts a day of one outlet, or of all when it is empty, by quarters of an hour, from the first with anything
// in it to the last, none left out between.
func Arrivals(ctx context.Context, db *sql.DB, outlet hall.OutletID, day hall.Day) ([]Quarter, error) {
	const op = "report.Arrivals"
	rows, err := db.QueryContext(ctx, selectArrivals, string(outlet), string(day))
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer rows.Close()
	counts := map[int64]*Quarter{}
	for rows.Next() {
		var issued, ended int64
		if err := rows.Scan(&issued, &ended); err != nil {
			return nil, hall.Wrap(op, err)
		}
		quarterOf(counts, issued).Arrived++
		if ended > 0 {
			quarterOf(counts, ended).Finished++
		}
	}
	return inOrder(counts), hall.Wrap(op, rows.Err())
}

// quarterOf works without the zone: every zone's offset is a multiple of 15 minutes.
func quarterOf(counts map[int64]*Quarter, ms int64) *Quarter {
	at := ms - ms%quarterMs
	if counts[at] == nil {
		counts[at] = &Quarter{At: hall.Millis(at)}
	}
	return counts[at]
}

// reach is how far from the middle of a day's visits a chart goes: one visit with a wrong time leaves the others their
// places.
const reach = 7 * 48 * quarterMs

func inOrder(counts map[int64]*Quarter) []Quarter {
	times := slices.Sorted(maps.Keys(counts))
	quarters := []Quarter{}
	if len(times) == 0 {
		return quarters
	}
	middle := median(times, counts)
	near := slices.DeleteFunc(times, func(at int64) bool { return at < middle-reach || at > middle+reach })
	for at := near[0]; at <= near[len(near)-1]; at += quarterMs {
		quarters = append(quarters, *quarterOf(counts, at))
	}
	return quarters
}

// median is the quarter in which half of the visits had come.
func median(times []int64, counts map[int64]*Quarter) int64 {
	all, sofar := 0, 0
	for _, q := range counts {
		all += q.Arrived
	}
	for _, at := range times {
		if sofar += counts[at].Arrived; 2*sofar >= all {
			return at
		}
	}
	return times[0]
}

package report

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// Day is one business day of one outlet in figures. Times are milliseconds; zero when there is nothing to average.
type Day struct {
	Outlet    hall.OutletID `json:"outlet"`
	Day       hall.Day      `json:"day"`
	Issued    int           `json:"issued"`
	Finished  int           `json:"finished"`
	Cancelled int           `json:"cancelled"` // by visitors and tellers
	BySystem  int           `json:"by_system"` // ended by the day close
	NoShows   int           `json:"no_shows"`  // tickets called in vain at least once
	Wait      Spread        `json:"wait"`      // issue → first call
	Service   Spread        `json:"service"`   // time at the counter, finished tickets
	Within20  int           `json:"within_20"` // first called within 20 minutes, of Wait.N
	Rated     int           `json:"rated"`     // levels 5…1
	NotRated  int           `json:"not_rated"` // asked, gave no answer
	Satisfied int           `json:"satisfied"` // levels 5, 4, 3, of Rated
}

// Satisfaction is the share of rated visits at levels 5, 4 or 3; false when nobody rated.
func (d Day) Satisfaction() (float64, bool) {
	if d.Rated == 0 {
		return 0, false
	}
	return float64(d.Satisfied) / float64(d.Rated), true
}

// Spread says how a time is spread over N visits: mean, median and 90th percentile (nearest rank).
type Spread struct {
	N        int   `json:"n"`
	MeanMs   int64 `json:"mean_ms"`
	MedianMs int64 `json:"median_ms"`
	P90Ms    int64 `json:"p90_ms"`
}

// Filter chooses days of outlets, both ends inclusive. An empty outlet means all, an empty day no bound.
type Filter struct {
	Outlet   hall.OutletID
	From, To hall.Day
}

const selectDaily = `
	SELECT outlet, day, state, ended_by, no_shows, called, wait_ms, served_ms, level
	  FROM tickets
	 WHERE ($1 = '' OR outlet = $1) AND day >= $2 AND day <= $3
	 ORDER BY day, outlet`

// Daily gives one row per outlet and day with tickets, in order of days.
func Daily(ctx context.Context, db *sql.DB, f Filter) ([]Day, error) {
	const op = "report.Daily"
	rows, err := db.QueryContext(ctx, selectDaily, string(f.Outlet), string(f.From), lastDay(f.To))
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer rows.Close()
	days := []Day{}
	var sum tally
	for rows.Next() {
		v, err := scanVisit(rows)
		if err != nil {
			return nil, hall.Wrap(op, err)
		}
		if sum.started && (v.outlet != sum.Outlet || v.day != sum.Day.Day) {
			days, sum = append(days, sum.done()), tally{}
		}
		sum.add(v)
	}
	if sum.started {
		days = append(days, sum.done())
	}
	return days, hall.Wrap(op, rows.Err())
}

func lastDay(d hall.Day) string {
	if d == "" {
		return "9999-12-31"
	}
	return string(d)
}

// visit is what a ticket's row says to this report.
type visit struct {
	outlet  hall.OutletID
	day     hall.Day
	state   hall.State
	endedBy string
	noShows int
	called  bool
	wait    int64
	served  int64
	level   sql.NullInt64
}

func scanVisit(rows *sql.Rows) (v visit, err error) {
	err = rows.Scan(&v.outlet, &v.day, &v.state, &v.endedBy, &v.noShows, &v.called, &v.wait, &v.served, &v.level)
	return v, err
}

// tally adds up one day.
type tally struct {
	Day
	started bool
	waits   []int64
	serves  []int64
}

func (t *tally) add(v visit) {
	t.started, t.Outlet, t.Day.Day = true, v.outlet, v.day
	t.Issued++
	if v.noShows > 0 {
		t.NoShows++
	}
	if v.endedBy == hall.EndedBySystem {
		t.BySystem++
		return
	}
	t.count(v)
	t.rate(v)
}

func (t *tally) count(v visit) {
	switch v.state {
	case hall.Finished:
		t.Finished++
		t.serves = append(t.serves, v.served)
	case hall.Cancelled:
		t.Cancelled++
	}
	if !v.called {
		return
	}
	t.waits = append(t.waits, v.wait)
	if v.wait <= 20*60_000 {
		t.Within20++
	}
}

func (t *tally) rate(v visit) {
	switch {
	case !v.level.Valid:
	case v.level.Int64 == 0:
		t.NotRated++
	default:
		t.Rated++
		if v.level.Int64 >= 3 {
			t.Satisfied++
		}
	}
}

func (t *tally) done() Day {
	t.Wait, t.Service = spread(t.waits), spread(t.serves)
	return t.Day
}

func spread(ms []int64) Spread {
	if len(ms) == 0 {
		return Spread{}
	}
	slices.Sort(ms)
	var sum int64
	for _, m := range ms {
		sum += m
	}
	return Spread{N: len(ms), MeanMs: sum / int64(len(ms)), MedianMs: rank(ms, .5), P90Ms: rank(ms, .9)}
}

// rank is the nearest-rank percentile of sorted values.
func rank(sorted []int64, p float64) int64 {
	return sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)]
}

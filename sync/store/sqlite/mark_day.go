package sqlite

import (
	"context"
	"maps"
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// dayMark is what was given on a day.
type dayMark struct {
	Day     hall.Day       `json:"day,omitempty"`
	Codes   int            `json:"codes,omitempty"`   // last sequence of a ticket code
	Numbers map[string]int `json:"numbers,omitempty"` // last number of each prefix
}

func (d *dayMark) given() queue.Given {
	return queue.Given{Day: d.Day, Last: maps.Clone(d.Numbers), Seq: d.Codes}
}

func (d *dayMark) give(prefix string, last int) {
	if prefix == allPrefixes {
		d.Codes = last
		return
	}
	if d.Numbers == nil {
		d.Numbers = map[string]int{}
	}
	d.Numbers[prefix] = last
}

// keptDays is how many days a mark knows besides the hall's own: so far back a correction of the clock finds what was
// given.
const keptDays = 14

// foresees reports whether the margin of a mark that is not exact holds what changes give: they are on its day and not
// far ahead.
func (m *mark) foresees(changes []queue.Change) bool {
	if m.Clean {
		return false
	}
	for i := range changes {
		if d := changes[i].Day; d != nil && (d.Day != m.Day || d.Seq > m.Codes+queue.UnknownMargin) {
			return false
		}
		if n := changes[i].Number; n != nil && (n.Day != m.Day || n.Last > m.Numbers[n.Prefix]+queue.UnknownMargin) {
			return false
		}
	}
	return true
}

// noteGiven goes on by what changes give.
func (m *mark) noteGiven(changes []queue.Change) {
	for i := range changes {
		if d := changes[i].Day; d != nil {
			m.enter(d.Day)
			m.Codes = d.Seq
		}
		if n := changes[i].Number; n != nil {
			m.of(n.Day).give(n.Prefix, n.Last)
		}
	}
}

// enter goes on in another day, which may have been before.
func (m *mark) enter(day hall.Day) {
	if day == m.Day {
		return
	}
	next := *m.of(day)
	m.Left = slices.DeleteFunc(m.Left, func(d dayMark) bool { return d.Day == day })
	if m.Day != "" {
		m.Left = append(m.Left, m.dayMark)
	}
	m.Left = m.Left[max(len(m.Left)-keptDays, 0):]
	m.dayMark = next
}

// of is the mark of a day.
func (m *mark) of(day hall.Day) *dayMark {
	if day == m.Day {
		return &m.dayMark
	}
	i := slices.IndexFunc(m.Left, func(d dayMark) bool { return d.Day == day })
	if i < 0 {
		m.Left = append(m.Left, dayMark{Day: day})
		i = len(m.Left) - 1
	}
	return &m.Left[i]
}

const selectLeft = `
	SELECT day, prefix, last
	  FROM numbers
	 WHERE day <> $1
	   AND day IN (SELECT DISTINCT day FROM numbers ORDER BY day DESC LIMIT $2)
	 ORDER BY day`

// leftDays are the last days in a database besides one.
func leftDays(ctx context.Context, db asker, but hall.Day) ([]dayMark, error) {
	rows, err := db.QueryContext(ctx, selectLeft, string(but), keptDays+1)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var m mark
	for rows.Next() {
		var n queue.Number
		if err := rows.Scan(&n.Day, &n.Prefix, &n.Last); err != nil {
			return nil, err
		}
		m.of(n.Day).give(n.Prefix, n.Last)
	}
	return m.Left, rows.Err()
}

package sqlite

import (
	"cmp"
	"context"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

const selectFinished = `
	SELECT body
	  FROM tickets
	 WHERE day >= $1
	   AND state = 'finished'
	 ORDER BY day DESC, no DESC
	 LIMIT $2`

// Finished reads finished tickets since a day, at most limit of the latest days, in the order they ended: what a
// forecast learns from.
func (s *Store) Finished(ctx context.Context, since hall.Day, limit int) ([]hall.Ticket, error) {
	all, err := bodies[hall.Ticket](ctx, s.read.db, selectFinished, string(since), limit)
	slices.SortFunc(all, func(a, b hall.Ticket) int { return cmp.Compare(a.EndedAt, b.EndedAt) })
	return all, hall.Wrap("sqlite.Finished", err)
}

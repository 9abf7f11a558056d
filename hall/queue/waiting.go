package queue

import (
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// line is waiting tickets by effective time.
type line []*hall.Ticket

// ahead reports whether a stands before b in a line.
func ahead(a, b *hall.Ticket) bool {
	if a.Effective != b.Effective {
		return a.Effective < b.Effective
	}
	return older(a, b)
}

// place is how many tickets of the line come before t.
func (l line) place(t *hall.Ticket) int {
	i, _ := slices.BinarySearchFunc(l, t, func(a, b *hall.Ticket) int {
		if ahead(a, b) {
			return -1
		}
		if ahead(b, a) {
			return 1
		}
		return 0
	})
	return i
}

func (l line) with(t *hall.Ticket) line { return slices.Insert(l, l.place(t), t) }

// without takes out the ticket that stands where t stands.
func (l line) without(t *hall.Ticket) line {
	i := l.place(t)
	if i < len(l) && l[i].ID == t.ID {
		return slices.Delete(l, i, i+1)
	}
	return l
}

package queue

import (
	"maps"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// keeping is a new setup with what people here still need of the one in force: a group that is gone while somebody
// waits in it takes no more tickets and is served to its end by the counters that serve it now, or by any; a counter
// that is gone while somebody works at it stays. The next setup after them lets it all go. A group that is still there
// and that no counter serves any more is the center's will; Snapshot.Stranded tells of it. Conflict: what is needed
// cannot be kept beside what the new setup brings.
func (t *turn) keeping(setup hall.Setup) (hall.Setup, error) {
	k := keep{have: t.s.setup, next: setup}
	k.next.Groups, k.next.Counters = slices.Clone(setup.Groups), cloned(setup.Counters)
	for _, c := range k.have.Counters {
		if t.s.counter(c.ID).State != hall.CounterClosed {
			k.counter(c)
		}
	}
	for _, code := range t.s.inside() {
		if k.group(code) {
			k.servers(code)
		}
	}
	if err := k.next.Check(); err != nil {
		return setup, &hall.Error{Op: "queue.keeping", Code: hall.Conflict, Err: err,
			Reason: "people still need a group or a counter that is gone, and its prefix or label is another's: let it go first, then take its name"}
	}
	return k.next, nil
}

// inside are the groups of those who wait, are served, or may come back.
func (s *state) inside() []hall.GroupCode {
	codes := map[hall.GroupCode]bool{}
	for _, t := range s.tickets {
		if t.State.Open() {
			codes[t.Group] = true
		}
	}
	return slices.Sorted(maps.Keys(codes))
}

// keep is a setup on its way into force.
type keep struct {
	have *hall.Setup
	next hall.Setup
}

func (k *keep) counter(c hall.CounterSetup) {
	if slices.ContainsFunc(k.next.Counters, func(n hall.CounterSetup) bool { return n.ID == c.ID }) {
		return
	}
	c.Serves = slices.DeleteFunc(slices.Clone(c.Serves), func(s hall.Skill) bool { _, ok := k.next.Group(s.Group); return !ok })
	k.next.Counters = append(k.next.Counters, c)
}

// group reports whether the group had to be kept.
func (k *keep) group(code hall.GroupCode) bool {
	g, ok := k.have.Group(code)
	if _, stays := k.next.Group(code); stays || !ok {
		return false
	}
	g.Withdrawn = true
	k.next.Groups = append(k.next.Groups, g)
	return true
}

// servers gives a group that was kept back to the counters that serve it now; when they are gone, to all.
func (k *keep) servers(code hall.GroupCode) {
	before := map[hall.CounterID]hall.Skill{}
	for _, c := range k.have.Counters {
		if level, ok := c.Level(code); ok {
			before[c.ID] = hall.Skill{Group: code, Level: level}
		}
	}
	found := false
	for i := range k.next.Counters {
		c := &k.next.Counters[i]
		if skill, ok := before[c.ID]; ok {
			c.Serves, found = append(c.Serves, skill), true
		}
	}
	for i := range k.next.Counters {
		c := &k.next.Counters[i]
		if !found {
			c.Serves = append(c.Serves, hall.Skill{Group: code})
		}
	}
}

// cloned are counters whose skills may be changed.
func cloned(counters []hall.CounterSetup) []hall.CounterSetup {
	own := slices.Clone(counters)
	for i := range own {
		own[i].Serves = slices.Clone(own[i].Serves)
	}
	return own
}

package queue

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Rules of pick.go, told to visitors through assets/lang.
const (
	ByEarliest = "earliest" // the longest wait, with the counter's preference
	ByCredit   = "credit"   // care, booked, transferred or back with papers
	ByTurn     = "turn"     // enough credited tickets in a row: an ordinary one's turn
	ByOwn      = "own"      // transferred to this counter alone
	ByRest     = "rested"   // came back after a no-show and rests, but nobody else waits
	ByChoice   = "chosen"   // a teller called this very ticket
)

// Pick says who is next at a counter and why. It is the one place of this rule, a pure function, and forecasts run it
// forward.
//
// Each waiting ticket has an effective time: issue time − credit. At a counter, each preference level of the ticket's
// group adds Rules.LevelMin minutes. The earliest takes the turn, with three provisos:
//
//   - a ticket transferred to another counter alone is not seen, one transferred to this counter needs no level;
//   - after Rules.CreditedInRow credited tickets in a row, an ordinary ticket goes first when one waits;
//   - a ticket that rests (NotBefore) is taken only when no other waits.
//
// # The bound on overtaking
//
// Let T be a ticket that does not rest, at a counter C that may take it. Tickets that come back to the head (released,
// returned) had their turn before T; a teller's own choice is his to explain. Apart from these:
//
//   - No ticket issued after T.Effective + M is ever picked at C while T waits, unless T is credited and that ticket takes an ordinary
//     one's turn. M = the largest credit of the rules + LevelMin × the level of T's group at C. So only arrivals of a bounded span of
//     time can pass T, however many come later.
//   - When T is ordinary and k ordinary tickets stand before it at C, C picks T within (k+1) × (CreditedInRow+1) picks, whatever credited
//     tickets keep arriving.
//   - When T is credited and k tickets stand before it at C, C picks T within (k+1) + ⌈(k+1)/CreditedInRow⌉ picks, whatever ordinary
//     tickets wait.
//
// Standing before means by effective time + level, among those who wait and those to come within M. So nobody starves
// at a counter that keeps calling. TestNobodyStarves proves the bounds on random halls.
func Pick(now hall.Millis, rules hall.Rules, counter hall.CounterSetup, inRow int, waiting []*hall.Ticket) (*hall.Ticket, hall.PickReason, bool) {
	v := &view{now, rules, counter}
	best := v.firsts(waiting)
	first, rule := best[0].choose(inRow, rules.CreditedInRow)
	if first == nil {
		if first, _ = best[1].choose(inRow, rules.CreditedInRow); first == nil {
			return nil, hall.PickReason{}, false
		}
		rule = ByRest
	}
	if first.ForCounter != "" {
		rule = ByOwn
	}
	return first, v.explain(first, rule, waiting), true
}

// InRow is a counter's count of credited tickets in a row after it took t.
func InRow(before int, t *hall.Ticket) int {
	if t.Credited {
		return before + 1
	}
	return 0
}

// view is how one counter sees the line.
type view struct {
	now     hall.Millis
	rules   hall.Rules
	counter hall.CounterSetup
}

// level is what the counter's preference adds to a ticket; ok is false when the counter may not take it.
func (v *view) level(t *hall.Ticket) (time.Duration, bool) {
	if t.ForCounter != "" {
		return 0, t.ForCounter == v.counter.ID
	}
	n, ok := v.counter.Level(t.Group)
	return time.Duration(n*v.rules.LevelMin) * time.Minute, ok
}

// turns are those who wait in the order in which the counter would call them, if nothing else happened. Only the head
// of each line can be next, so only the heads are shown to the rule.
func (v *view) turns(inRow int, waiting []*hall.Ticket) iter.Seq[*hall.Ticket] {
	return func(yield func(*hall.Ticket) bool) {
		lines := v.lines(waiting)
		for {
			var heads []*hall.Ticket
			for _, l := range lines {
				heads = append(heads, l[:min(1, len(l))]...)
			}
			next, _, ok := Pick(v.now, v.rules, v.counter, inRow, heads)
			if !ok || !yield(next) {
				return
			}
			inRow = InRow(inRow, next)
			lines[v.lineOf(next)] = lines[v.lineOf(next)][1:]
		}
	}
}

// lines parts the tickets that the counter may call by what the rule sees of them, each by its place.
func (v *view) lines(waiting []*hall.Ticket) (lines [4][]*hall.Ticket) {
	for _, t := range waiting {
		if _, ok := v.level(t); ok {
			lines[v.lineOf(t)] = append(lines[v.lineOf(t)], t)
		}
	}
	for _, l := range lines {
		slices.SortFunc(l, func(a, b *hall.Ticket) int {
			x, _ := v.level(a)
			y, _ := v.level(b)
			if p, q := a.Effective.Add(x), b.Effective.Add(y); p != q {
				return cmp.Compare(p, q)
			}
			if older(a, b) {
				return -1
			}
			return 1
		})
	}
	return lines
}

func (v *view) lineOf(t *hall.Ticket) (line int) {
	if t.NotBefore > v.now {
		line += 2
	}
	if t.Credited {
		line++
	}
	return line
}

// pair is the first ordinary and the first credited ticket of a line, with their places.
type pair struct {
	ticket [2]*hall.Ticket // 0 ordinary, 1 credited
	place  [2]hall.Millis
}

// firsts finds the first of those who are ready and of those who rest.
func (v *view) firsts(waiting []*hall.Ticket) (best [2]pair) {
	for _, t := range waiting {
		extra, ok := v.level(t)
		if !ok {
			continue
		}
		p := &best[0]
		if t.NotBefore > v.now {
			p = &best[1]
		}
		p.offer(t, t.Effective.Add(extra))
	}
	return best
}

func (p *pair) offer(t *hall.Ticket, place hall.Millis) {
	i := 0
	if t.Credited {
		i = 1
	}
	if p.ticket[i] == nil || place < p.place[i] || place == p.place[i] && older(t, p.ticket[i]) {
		p.ticket[i], p.place[i] = t, place
	}
}

func (p *pair) choose(inRow, limit int) (*hall.Ticket, string) {
	ordinary, credited := p.ticket[0], p.ticket[1]
	switch {
	case credited == nil:
		return ordinary, ByEarliest
	case ordinary == nil:
		return credited, ByCredit
	case p.place[0] < p.place[1] || p.place[0] == p.place[1] && older(ordinary, credited):
		return ordinary, ByEarliest
	case inRow >= max(limit, 1):
		return ordinary, ByTurn
	}
	return credited, ByCredit
}

// explain makes the reason of a pick.
func (v *view) explain(t *hall.Ticket, rule string, waiting []*hall.Ticket) hall.PickReason {
	extra, _ := v.level(t)
	r := hall.PickReason{Rule: rule, Group: t.Group, LevelMs: extra.Milliseconds(),
		WaitedMs: max(0, int64(v.now-t.IssuedAt)), CreditMs: max(0, int64(t.IssuedAt-t.Effective))}
	for _, o := range waiting {
		if _, mine := v.level(o); mine && o.IssuedAt < t.IssuedAt {
			r.Overtaken++
		}
	}
	return r
}

// older breaks ties: the earlier issue, then the smaller number. It is a total order of the tickets of a hall.
func older(a, b *hall.Ticket) bool {
	if a.IssuedAt != b.IssuedAt {
		return a.IssuedAt < b.IssuedAt
	}
	if a.Number != b.Number {
		return a.Number < b.Number
	}
	return a.Prefix < b.Prefix
}

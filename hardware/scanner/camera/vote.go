package camera

import (
	"maps"
	"slices"
)

const (
	closeFit = .20 // mean cost up to which a line alone is believed when nothing checks the text
	noFit    = .6  // what a symbol can cost at most in a vote: a damaged place does not outvote the others
)

// barsQuick takes some lines across the strongest patch of bars.
func (f *frame) barsQuick() (string, bool) { return f.bars(f.stretched(), 1, 9, 2) }

// barsFilled does so where dead dots of the print head have left light lines in bars.
func (f *frame) barsFilled() (string, bool) { return f.bars(f.filled(), 2, 9, 2) }

// barsAll takes many lines across every patch, thin ones and thick ones.
func (f *frame) barsAll() (string, bool) { return f.bars(f.stretched(), mostRegions, 21, 4, 9) }

// bars takes count lines of each thickness across the strongest patches of bars.
func (f *frame) bars(p plane, patches, count int, strips ...int) (string, bool) {
	all := f.patches()
	for _, r := range all[:min(len(all), patches)] {
		for _, strip := range strips {
			if f.over() {
				return "", false
			}
			if code, ok := f.barcode(p, r, count, strip); ok {
				return code, true
			}
		}
	}
	return "", false
}

// barcode reads lines across a patch in both directions, dark on light and light on dark; lines vote.
func (f *frame) barcode(p plane, r region, count, strip int) (string, bool) {
	var ballots [4]ballot
	for _, l := range p.lines(r, count, strip) {
		for i, way := range []line{l, l.reversed(), l.negative(), l.negative().reversed()} {
			for _, read := range way.reads() {
				if code, ok := f.take(read.symbols, read.total < closeFit); ok {
					return code, true
				}
				ballots[i].add(read)
			}
		}
	}
	for i := range ballots {
		if code, ok := f.count(&ballots[i]); ok {
			return code, true
		}
	}
	return "", false
}

// take gives the text of symbols that keep the sum. One of which nothing is known counts only when it fits closely what
// was seen.
func (f *frame) take(symbols []int, closely bool) (string, bool) {
	if !right(symbols) {
		return "", false
	}
	code, ok := text(symbols)
	if !ok {
		return "", false
	}
	switch f.check(code) {
	case Genuine:
		return code, true
	case Unknown:
		return code, closely
	}
	return "", false
}

// ballot sums what lines say, for each length apart.
type ballot map[int]*votes

type votes struct {
	cost [][107]float64
	n    int
}

func (b *ballot) add(r read) {
	if *b == nil {
		*b = ballot{}
	}
	v := (*b)[len(r.symbols)]
	if v == nil {
		v = &votes{cost: make([][107]float64, len(r.symbols))}
		(*b)[len(r.symbols)] = v
	}
	v.n++
	for i := range r.cost {
		for s, c := range r.cost[i] {
			v.cost[i][s] += min(c, noFit)
		}
	}
}

// count takes the symbols that most lines say. When they are refused, one that is not sure may be its runner-up.
func (f *frame) count(b *ballot) (string, bool) {
	for _, n := range slices.Sorted(maps.Keys(*b)) {
		v := (*b)[n]
		if v.n < 2 {
			continue
		}
		symbols, second, doubt := v.result()
		if code, ok := f.take(symbols, v.closely(symbols)); ok {
			return code, true
		}
		for _, i := range doubt[:min(len(doubt), 6)] {
			other := slices.Clone(symbols)
			other[i] = second[i]
			if code, ok := f.take(other, false); ok {
				return code, true
			}
		}
	}
	return "", false
}

// closely: on the mean, the lines fit the symbols.
func (v *votes) closely(symbols []int) bool {
	sum := 0.0
	for i, s := range symbols {
		sum += v.cost[i][s]
	}
	return sum < closeFit*float64(v.n*len(symbols))
}

// result gives the winner and the runner-up of each place, and the places, the closest vote first.
func (v *votes) result() (first, second, doubt []int) {
	margin := make([]float64, len(v.cost))
	for i := range v.cost {
		a, b := 0, -1
		for s, c := range v.cost[i] {
			switch {
			case s == 0:
			case c < v.cost[i][a]:
				a, b = s, a
			case b < 0 || c < v.cost[i][b]:
				b = s
			}
		}
		first, second, doubt = append(first, a), append(second, b), append(doubt, i)
		margin[i] = v.cost[i][b] - v.cost[i][a]
	}
	slices.SortFunc(doubt, func(a, b int) int { return cmpFloat(margin[a], margin[b]) })
	return first, second, doubt
}

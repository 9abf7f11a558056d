package camera

import (
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/detector"
)

// triple is three finder patterns that could be one code's.
type triple struct {
	corner, right, below spot
	module               float64 // pixels, the mean
	odd                  float64 // how far from a square, 0 is none
}

const (
	mostCentres = 7 // finder patterns looked at, the surest first
	mostTriples = 3
	oddest      = 1.6
)

// qrGrid reads a code whose finder patterns are seen but do not lie in a square: it lies slantwise, or one of its
// patterns is damaged.
func (f *frame) qrGrid(p plane, bits *gozxing.BitMatrix) (string, bool) {
	if bits == nil {
		return "", false
	}
	for _, t := range triples(bits) {
		usual := int(math.Round(((t.right.minus(t.corner).length()+t.below.minus(t.corner).length())/2/t.module+7-1)/4))*4 + 1
		for _, dim := range []int{usual, usual - 4, usual + 4} {
			if f.over() {
				return "", false
			}
			g, ok := newGrid(p, t, dim)
			if !ok {
				continue
			}
			g.fit()
			if code, ok := f.decodeQR(g.modules()); ok {
				return code, true
			}
		}
	}
	return "", false
}

// triples are the finder patterns that lie most like those of one code.
func triples(bits *gozxing.BitMatrix) []triple {
	finder := detector.NewFinderPatternFinder(bits, nil)
	finder.Find(harder) // its own choice of three is of no use here; it keeps all that it saw
	seen := slices.Clone(finder.GetPossibleCenters())
	slices.SortFunc(seen, func(a, b *detector.FinderPattern) int { return b.GetCount() - a.GetCount() })
	seen = seen[:min(len(seen), mostCentres)]
	var all []triple
	for i := range seen {
		for j := range i {
			for k := range j {
				all = append(all, arrange(seen[i], seen[j], seen[k]))
			}
		}
	}
	slices.SortFunc(all, func(a, b triple) int { return cmpFloat(a.odd, b.odd) })
	all = slices.DeleteFunc(all, func(t triple) bool { return !(t.odd < oddest) })
	return all[:min(len(all), mostTriples)]
}

// arrange finds the corner, which lies opposite the longest side, and turns the others so that the code is not
// mirrored.
func arrange(patterns ...*detector.FinderPattern) triple {
	var s [3]spot
	sizes := make([]float64, 3)
	for i, p := range patterns {
		s[i], sizes[i] = spot{p.GetX(), p.GetY()}, p.GetEstimatedModuleSize()
	}
	for s[1].minus(s[2]).length() < max(s[0].minus(s[1]).length(), s[0].minus(s[2]).length()) {
		s[0], s[1], s[2] = s[1], s[2], s[0]
	}
	a, b := s[1].minus(s[0]), s[2].minus(s[0])
	if a.x*b.y-a.y*b.x < 0 {
		s[1], s[2], a, b = s[2], s[1], b, a
	}
	t := triple{corner: s[0], right: s[1], below: s[2], module: (sizes[0] + sizes[1] + sizes[2]) / 3 * (upright(a) + upright(b)) / 2}
	cos := (a.x*b.x + a.y*b.y) / (a.length() * b.length())
	t.odd = math.Abs(cos) + math.Abs(math.Log(a.length()/b.length())) + math.Log(slices.Max(sizes)/slices.Min(sizes))
	if !(a.length() > 10*t.module && b.length() > 10*t.module) {
		t.odd = oddest
	}
	return t
}

// upright is how much smaller a module is than it seems along the picture's rows and columns when its side has this
// direction.
func upright(side spot) float64 { return max(math.Abs(side.x), math.Abs(side.y)) / side.length() }

package camera

import (
	"math"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

const (
	symbolModules = 11
	halves        = 2 * symbolModules // a symbol is looked at by half modules
	startA        = 103
	startC        = 105
	stop          = 106
	mostSymbols   = 40
)

// widths of bars and spaces of each Code128 symbol, ISO/IEC 15417 table 1; the stop's last bar of two modules is left
// out.
var widths = [107]string{
	"212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312", "231212",
	"112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212", "223112", "312131",
	"311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
	"112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121",
	"313121", "211331", "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
	"314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
	"122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242", "121142", "121241", "114212",
	"124112", "124211", "411212", "421112", "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113",
	"114311", "411113", "411311", "113141", "114131", "311141", "411131", "211412", "211214", "211232", "233111",
}

// shapes are the symbols as a camera sees them by half modules, sharp and in two degrees of blur.
var shapes = func() (all [3][107][halves]float64) {
	for blur, sigma := range [3]float64{.18, .45, .8} {
		for symbol := range widths {
			all[blur][symbol] = shape(symbol, sigma)
		}
	}
	return all
}()

// shape blurs a symbol that stands between a space and a bar, as every symbol does. sigma is in modules.
func shape(symbol int, sigma float64) (s [halves]float64) {
	edges := edgesOf(symbol)
	for i := range s {
		x := (float64(i) + .5) / 2
		v := -1.0
		for k, e := range edges {
			step := math.Erf((x - e) / (sigma * math.Sqrt2))
			if k%2 == 0 {
				v += 1 + step
			} else {
				v -= 1 + step
			}
		}
		s[i] = v
	}
	return s
}

// edgesOf are the places in modules where a symbol changes; the next symbol's first bar is one of one to two modules.
func edgesOf(symbol int) []float64 {
	all, x := []float64{0}, 0.0
	for _, w := range widths[symbol] {
		x += float64(w - '0')
		all = append(all, x)
	}
	return append(all, x+1.7)
}

// read is what one line says: for each symbol the cost of taking it for each of the 107.
type read struct {
	cost    [][107]float64
	symbols []int
	total   float64 // mean cost
}

// reads follows every beginning of a Code128 in the line to its end.
func (l line) reads() []read {
	edges, sums := l.edges(), l.sums()
	var all []read
	for i := 0; i+6 < len(edges); i += 2 {
		m, ok := start(edges, i)
		if !ok {
			continue
		}
		if r, ok := l.follow(sums, edges, edges[i], m); ok {
			all = append(all, r)
		}
	}
	return all
}

// start tells whether a start symbol begins at an edge, and its module. Widths are compared from edge to the next edge
// of the same kind: ink or blur that makes all bars fatter does not change those.
func start(edges []float64, i int) (module float64, ok bool) {
	m := (edges[i+6] - edges[i]) / symbolModules
	if m < 1.2*perPixel/2 || i > 0 && edges[i]-edges[i-1] < 3.5*m {
		return 0, false
	}
	for s := startA; s <= startC; s++ {
		off := 0.0
		for k := range 5 {
			want := float64(widths[s][k]-'0') + float64(nextWidth(s, k+1))
			off = max(off, math.Abs((edges[i+k+2]-edges[i+k])/m-want))
			if k == 4 {
				break
			}
		}
		if off < .8 {
			return m, true
		}
	}
	return 0, false
}

func nextWidth(symbol, k int) int {
	if k < 6 {
		return int(widths[symbol][k] - '0')
	}
	return 1
}

// follow reads symbol after symbol from x on, each time finding its end where it fits best. Perspective makes each
// symbol larger or smaller than the one before.
func (l line) follow(sums, edges []float64, x, m float64) (read, bool) {
	var r read
	growth := 1.0
	for range mostSymbols {
		if x+(symbolModules+1)*m > float64(len(l)) {
			return r, false
		}
		cost, end := l.symbol(sums, edges, place{x, m, growth})
		best := least(cost[:])
		if len(r.symbols) == 0 && (best < startA || best > startC) {
			return r, false
		}
		r.cost, r.symbols = append(r.cost, cost), append(r.symbols, best)
		r.total += cost[best]
		if best == stop {
			r.total /= float64(len(r.symbols))
			return r, len(r.symbols) >= 4
		}
		before, now := m/growth, .6*m+.4*(end-x)/symbolModules
		if len(r.symbols) > 1 {
			growth = max(.85, min(.5*growth+.5*now/before, 1.18))
		}
		x, m = end, now*growth
	}
	return r, false
}

// place is where a symbol is looked for.
type place struct {
	x, m   float64 // its beginning and its module
	growth float64 // of the module from symbol to symbol
}

// symbol is what each symbol costs that begins at a place, and where the best one ends.
func (l line) symbol(sums, edges []float64, p place) (cost [107]float64, end float64) {
	lowest := math.Inf(1)
	for _, e := range ends(edges, p.x, p.m) {
		c := differences(l.seen(sums, p, e))
		d := ((e-p.x)/symbolModules - p.m) / p.m
		if v := c[least(c[:])] + 2*d*d; v < lowest {
			lowest, cost, end = v, c, e
		}
	}
	return cost, end
}

// seen is the light by half modules of a symbol that ends at end.
func (l line) seen(sums []float64, p place, end float64) *[halves]float64 {
	var seen [halves]float64
	from := p.x
	for i := range seen {
		t := float64(i+1) / halves
		to := p.x + (end-p.x)*(t+(p.growth-1)/2*t*(t-1))
		seen[i] = l.between(sums, from, to)
		from = to
	}
	return &seen
}

// ends are where a symbol that begins at x may end: where it is due, a little before and after, at the edges close by,
// and at the sixth edge from its own, where perspective makes modules smaller or larger from symbol to symbol.
func ends(edges []float64, x, m float64) []float64 {
	due := x + symbolModules*m
	all := []float64{due, due - .35*m, due + .35*m}
	for i := 0; i < len(edges); i += 2 { // the next symbol begins with a bar
		sixth := i >= 6 && math.Abs(edges[i-6]-x) < .5*m && math.Abs(edges[i]-due) < 3*m
		if sixth || math.Abs(edges[i]-due) < m {
			all = append(all, edges[i])
		}
	}
	return all
}

// differences is the mean square by which each symbol differs from what was seen, in the degree of blur that fits best.
func differences(seen *[halves]float64) (c [107]float64) {
	for s := range c {
		c[s] = math.Inf(1)
		for blur := range shapes {
			sum := 0.0
			for i, v := range &shapes[blur][s] {
				d := v - seen[i]
				sum += d * d
			}
			c[s] = min(c[s], sum/halves)
		}
	}
	return c
}

func least(c []float64) int {
	best := 0
	for i, v := range c {
		if v < c[best] {
			best = i
		}
	}
	return best
}

// right reports whether the symbols keep Code128's sum.
func right(symbols []int) bool {
	n := len(symbols)
	if n < 4 || symbols[0] < startA || symbols[0] > startC || symbols[n-1] != stop {
		return false
	}
	sum := symbols[0]
	for i, s := range symbols[1 : n-2] {
		if s >= startA {
			return false
		}
		sum += (i + 1) * s
	}
	return sum%103 == symbols[n-2]
}

var code128 = oned.NewCode128Reader().(interface {
	DecodeRow(int, *gozxing.BitArray, map[gozxing.DecodeHintType]interface{}) (*gozxing.Result, error)
})

// text lets gozxing read the symbols, drawn anew without fault.
func text(symbols []int) (string, bool) {
	const quiet = 12
	row := gozxing.NewBitArray(2*quiet + symbolModules*len(symbols) + 2)
	x := quiet
	for _, s := range symbols {
		for k, w := range widths[s] {
			for range w - '0' {
				if k%2 == 0 {
					row.Set(x)
				}
				x++
			}
		}
	}
	row.Set(x)
	row.Set(x + 1)
	r, err := code128.DecodeRow(0, row, nil)
	if err != nil || r.GetText() == "" {
		return "", false
	}
	return r.GetText(), true
}

package camera

import (
	"math"
	"slices"
)

const perPixel = 2 // samples of a line

// line is the light along a line across the bars, dark is positive: 1 is as dark as the bars around, -1 as light as the
// spaces.
type line []float64

// lines takes count lines across a region, each the mean of a strip of the given half width.
func (p plane) lines(r region, count, halfStrip int) []line {
	reach := (r.u1-r.u0)*.12 + 24
	u0, u1 := r.u0-reach, r.u1+reach
	n := int((u1 - u0) * perPixel)
	if n < 100 || n > 8*(p.w+p.h) {
		return nil
	}
	all := make([]line, 0, count)
	inset := (r.v1 - r.v0) * .06
	for i := range count {
		v := r.v0 + inset + (r.v1-r.v0-2*inset)*(float64(i)+.5)/float64(count)
		raw := make([]float64, n)
		for k := -halfStrip; k <= halfStrip; k++ {
			vk := v + float64(k)
			x, y := r.x+u0*r.ux-vk*r.uy, r.y+u0*r.uy+vk*r.ux
			for j := range raw {
				raw[j] += p.at(x+float64(j)*r.ux/perPixel, y+float64(j)*r.uy/perPixel)
			}
		}
		all = append(all, even(raw, int((r.u1-r.u0)*perPixel/11)))
	}
	return all
}

// even makes light and contrast the same all along: the middle between the darkest and the lightest within w is 0.
func even(raw []float64, w int) line {
	lo, hi := extremes(raw, max(w, 8))
	whole := spread(lo, hi)
	l := make(line, len(raw))
	for i, v := range raw {
		half := max((hi[i]-lo[i])/2, whole*.25, 1e-3)
		l[i] = max(-1.2, min(((hi[i]+lo[i])/2-v)/half, 1.2))
		if hi[i]-lo[i] < whole*.35 { // even light: paper
			l[i] = max(-1.2, min((hi[i]-whole/2-v)/half, 1.2))
		}
	}
	return l
}

// spread is the usual contrast of the busy part.
func spread(lo, hi []float64) float64 {
	d := make([]float64, len(lo))
	for i := range d {
		d[i] = hi[i] - lo[i]
	}
	slices.Sort(d)
	return d[len(d)*6/10]
}

// extremes are the least and greatest within w to both sides, softened.
func extremes(v []float64, w int) (lo, hi []float64) {
	lo, hi = make([]float64, len(v)), make([]float64, len(v))
	slide(v, lo, w, func(a, b float64) bool { return a <= b })
	slide(v, hi, w, func(a, b float64) bool { return a >= b })
	return mean(lo, w/2), mean(hi, w/2)
}

// slide keeps the best value within w in a queue, so that each value is looked at twice only.
func slide(v, to []float64, w int, better func(a, b float64) bool) {
	var queue []int
	for i := 0; i < len(v)+w; i++ {
		if i < len(v) {
			for len(queue) > 0 && better(v[i], v[queue[len(queue)-1]]) {
				queue = queue[:len(queue)-1]
			}
			queue = append(queue, i)
		}
		if queue[0] < i-2*w {
			queue = queue[1:]
		}
		if i >= w {
			to[i-w] = v[queue[0]]
		}
	}
}

func mean(v []float64, w int) []float64 {
	to, sum, n := make([]float64, len(v)), 0.0, 0
	for i := -w; i < len(v); i++ {
		if i+w < len(v) {
			sum, n = sum+v[i+w], n+1
		}
		if i-w-1 >= 0 {
			sum, n = sum-v[i-w-1], n-1
		}
		if i >= 0 {
			to[i] = sum / float64(n)
		}
	}
	return to
}

func (l line) reversed() line {
	r := slices.Clone(l)
	slices.Reverse(r)
	return r
}

func (l line) negative() line {
	r := make(line, len(l))
	for i, v := range l {
		r[i] = -v
	}
	return r
}

// edges are the places where the line changes between light and dark, ripples left out; the first is from light to
// dark.
func (l line) edges() []float64 {
	const ripple = .12
	var all []float64
	dark, cross := false, 0.0
	for i := 1; i < len(l); i++ {
		if (l[i-1] < 0) != (l[i] < 0) {
			cross = float64(i-1) + l[i-1]/(l[i-1]-l[i])
		}
		if !dark && l[i] > ripple || dark && l[i] < -ripple {
			dark = !dark
			all = append(all, cross)
		}
	}
	return all
}

// between is the mean of the line from a to b.
func (l line) between(sums []float64, a, b float64) float64 {
	if b <= a {
		return 0
	}
	return (integral(sums, b) - integral(sums, a)) / (b - a)
}

// sums is the running integral of a line.
func (l line) sums() []float64 {
	s := make([]float64, len(l)+1)
	for i, v := range l {
		s[i+1] = s[i] + v
	}
	return s
}

func integral(sums []float64, x float64) float64 {
	x = max(0, min(x+.5, float64(len(sums)-1)))
	i := int(math.Floor(x))
	if i == len(sums)-1 {
		return sums[i]
	}
	return sums[i] + (sums[i+1]-sums[i])*(x-float64(i))
}

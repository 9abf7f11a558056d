package camera

import (
	"math"
	"slices"
)

const (
	block       = 16 // pixels; the light's gradients are summed over squares of this side
	mostRegions = 6
)

// tensor is the sum of products of a square's gradients. Bars have all their gradients in one direction.
type tensor struct{ xx, yy, xy float64 }

func (t *tensor) add(o tensor) { t.xx, t.yy, t.xy = t.xx+o.xx, t.yy+o.yy, t.xy+o.xy }

// energy is how much light changes in the square.
func (t tensor) energy() float64 { return t.xx + t.yy }

// coherence is 1 when all changes have one direction, 0 when they have none.
func (t tensor) coherence() float64 {
	e := t.energy()
	if e == 0 {
		return 0
	}
	return math.Hypot(t.xx-t.yy, 2*t.xy) / e
}

// angle is across the bars, 0 to π.
func (t tensor) angle() float64 {
	a := math.Atan2(2*t.xy, t.xx-t.yy) / 2
	if a < 0 {
		a += math.Pi
	}
	return a
}

// region is a patch of parallel bars: u runs across the bars, v along them.
type region struct {
	x, y           float64 // middle
	ux, uy         float64 // unit vector across the bars
	u0, u1, v0, v1 float64 // extent from the middle
	strength       float64
}

// regions finds patches of parallel bars, the strongest first.
func (p plane) regions() []region {
	cols, rows, cells := p.tensors()
	strongest := 0.0
	for _, c := range cells {
		strongest = max(strongest, c.energy()*c.coherence())
	}
	var all []region
	taken := make([]bool, len(cells))
	for _, seed := range peaks(cells) {
		mark := make([]bool, len(cells))
		for i, c := range cells {
			mark[i] = !taken[i] && c.coherence() > .35 && c.energy()*c.coherence() > strongest/25 && apart(c.angle(), seed) < math.Pi/7
		}
		for _, patch := range patches(mark, cols, rows) {
			if len(patch) < 4 {
				continue
			}
			all = append(all, outline(patch, cells, cols))
			for _, i := range patch {
				taken[i] = true
			}
		}
	}
	slices.SortFunc(all, func(a, b region) int { return -cmpFloat(a.strength, b.strength) })
	return all[:min(len(all), mostRegions)]
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// tensors sums the gradients of each square.
func (p plane) tensors() (cols, rows int, cells []tensor) {
	cols, rows = p.w/block, p.h/block
	cells = make([]tensor, cols*rows)
	for y := 1; y < rows*block-1; y++ {
		above, row, below := p.pix[(y-1)*p.w:y*p.w], p.pix[y*p.w:(y+1)*p.w], p.pix[(y+1)*p.w:(y+2)*p.w]
		line := cells[y/block*cols : (y/block+1)*cols]
		for c := range line {
			var xx, yy, xy int
			for x := max(c*block, 1); x < min((c+1)*block, p.w-1); x++ {
				gx, gy := int(row[x+1])-int(row[x-1]), int(below[x])-int(above[x])
				xx, yy, xy = xx+gx*gx, yy+gy*gy, xy+gx*gy
			}
			line[c].add(tensor{float64(xx), float64(yy), float64(xy)})
		}
	}
	return cols, rows, cells
}

// peaks are the directions that most of the picture's one-directional light has, at most three.
func peaks(cells []tensor) []float64 {
	const bins = 36
	var sum [bins]float64
	for _, c := range cells {
		k := c.coherence()
		sum[int(c.angle()/math.Pi*bins)%bins] += c.energy() * k * k
	}
	var smooth [bins]float64
	for i := range sum {
		smooth[i] = sum[(i+bins-1)%bins] + 2*sum[i] + sum[(i+1)%bins]
	}
	var all []int
	for i, v := range smooth {
		if v > 0 && v >= smooth[(i+bins-1)%bins] && v > smooth[(i+1)%bins] {
			all = append(all, i)
		}
	}
	slices.SortFunc(all, func(a, b int) int { return -cmpFloat(smooth[a], smooth[b]) })
	angles := make([]float64, 0, 3)
	for _, i := range all[:min(len(all), 3)] {
		angles = append(angles, (float64(i)+.5)*math.Pi/bins)
	}
	return angles
}

// apart is the angle between two directions.
func apart(a, b float64) float64 {
	d := math.Abs(a - b)
	return min(d, math.Pi-d)
}

// patches are the connected groups of marked squares; a gap of one square does not part them.
func patches(mark []bool, cols, rows int) [][]int {
	var all [][]int
	seen := make([]bool, len(mark))
	for i, m := range mark {
		if !m || seen[i] {
			continue
		}
		seen[i] = true
		patch := []int{i}
		for k := 0; k < len(patch); k++ {
			x, y := patch[k]%cols, patch[k]/cols
			for ny := max(y-2, 0); ny <= min(y+2, rows-1); ny++ {
				for nx := max(x-2, 0); nx <= min(x+2, cols-1); nx++ {
					if j := ny*cols + nx; mark[j] && !seen[j] {
						seen[j] = true
						patch = append(patch, j)
					}
				}
			}
		}
		all = append(all, patch)
	}
	return all
}

// outline is where a patch lies.
func outline(patch []int, cells []tensor, cols int) region {
	var sum tensor
	var r region
	weight := 0.0
	for _, i := range patch {
		sum.add(cells[i])
		e := cells[i].energy()
		r.x += e * (float64(i%cols) + .5) * block
		r.y += e * (float64(i/cols) + .5) * block
		weight += e
	}
	r.x, r.y = r.x/weight, r.y/weight
	a := sum.angle()
	r.ux, r.uy = math.Cos(a), math.Sin(a)
	var us, vs []float64
	for _, i := range patch {
		x, y := (float64(i%cols)+.5)*block-r.x, (float64(i/cols)+.5)*block-r.y
		us, vs = append(us, x*r.ux+y*r.uy), append(vs, -x*r.uy+y*r.ux)
	}
	r.u0, r.u1 = slices.Min(us)-block/2, slices.Max(us)+block/2
	slices.Sort(vs)
	r.v0, r.v1 = vs[len(vs)/20]-block/2, vs[len(vs)-1-len(vs)/20]+block/2
	r.strength = weight * sum.coherence()
	return r
}

package camera

import (
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/common"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// grid lays a QR code's modules over the grey picture. Three corners are seen; where the fourth lies and how many
// modules there are is tried out until what every QR code of that size has (finder, timing and alignment patterns) fits
// the picture best.
type grid struct {
	plane
	dim     int
	corners [4]spot // of the finder patterns' middles: top left, top right, bottom left, and where a fourth would be
	coarse  []known // what tells the fourth corner
	all     []known
}

type spot struct{ x, y float64 }

func (a spot) plus(b spot, times float64) spot { return spot{a.x + b.x*times, a.y + b.y*times} }
func (a spot) minus(b spot) spot               { return spot{a.x - b.x, a.y - b.y} }
func (a spot) length() float64                 { return math.Hypot(a.x, a.y) }

// known is a module whose colour is known beforehand.
type known struct {
	x, y float64 // its middle
	dark bool
}

func newGrid(p plane, t triple, dim int) (*grid, bool) {
	v, err := decoder.Version_GetProvisionalVersionForDimension(dim)
	if err != nil {
		return nil, false
	}
	g := &grid{plane: p, dim: dim, corners: [4]spot{t.corner, t.right, t.below, t.right.plus(t.below.minus(t.corner), 1)}}
	centres := v.GetAlignmentPatternCenters()
	for i, y := range centres {
		for j, x := range centres {
			if last := len(centres) - 1; i == 0 && (j == 0 || j == last) || i == last && j == 0 {
				continue // there are the finder patterns
			}
			g.coarse = rings(g.coarse, x, y, 2, 1)
		}
	}
	for i := 8; i < dim-8; i++ {
		g.coarse = append(g.coarse, module(i, 6, i%2 == 0), module(6, i, i%2 == 0))
	}
	g.all = slices.Clone(g.coarse)
	for _, c := range [][2]int{{3, 3}, {dim - 4, 3}, {3, dim - 4}} {
		g.all = rings(g.all, c[0], c[1], 3, 2)
	}
	return g, true
}

func module(x, y int, dark bool) known { return known{float64(x) + .5, float64(y) + .5, dark} }

// rings are squares around a middle, up to r modules away; only the one at the distance light is light.
func rings(all []known, x, y, r, light int) []known {
	for dy := -r; dy <= r; dy++ {
		for dx := -r; dx <= r; dx++ {
			all = append(all, module(x+dx, y+dy, max(dx, -dx, dy, -dy) != light))
		}
	}
	return all
}

// fit moves the corners to where the grid fits best, the fourth first: perspective takes it far away.
func (g *grid) fit() {
	u := g.corners[1].minus(g.corners[0])
	v := g.corners[2].minus(g.corners[0])
	each := 1 / float64(g.dim-7)
	from, best, at := g.corners[3], math.Inf(-1), g.corners[3]
	reach := g.dim * 2 / 5
	for i := -reach; i <= reach; i++ {
		for j := -reach; j <= reach; j++ {
			g.corners[3] = from.plus(u, float64(i)*each).plus(v, float64(j)*each)
			if s := g.score(g.coarse); s > best {
				best, at = s, g.corners[3]
			}
		}
	}
	g.corners[3] = at
	module := (u.length() + v.length()) / 2 * each
	for _, step := range []float64{.5, .25, .12} {
		g.climb(step * module)
	}
}

// climb moves one corner after the other as long as it helps.
func (g *grid) climb(step float64) {
	best := g.score(g.all)
	for better, rounds := true, 0; better && rounds < 6; rounds++ {
		better = false
		for i := range g.corners {
			was := g.corners[i]
			for _, d := range []spot{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
				g.corners[i] = was.plus(d, 1)
				if s := g.score(g.all); s > best {
					best, was, better = s, g.corners[i], true
				}
			}
			g.corners[i] = was
		}
	}
}

// score is how much lighter the light ones of the known modules are.
func (g *grid) score(modules []known) float64 {
	t := g.transform()
	var sum, n [2]float64
	xy := [2]float64{}
	for _, m := range modules {
		xy[0], xy[1] = m.x, m.y
		t.TransformPoints(xy[:])
		k := 0
		if m.dark {
			k = 1
		}
		sum[k] += g.near(xy[0], xy[1])
		n[k]++
	}
	return sum[0]/n[0] - sum[1]/n[1]
}

func (g *grid) transform() *common.PerspectiveTransform {
	c, far := g.corners, float64(g.dim)-3.5
	return common.PerspectiveTransform_QuadrilateralToQuadrilateral(3.5, 3.5, far, 3.5, far, far, 3.5, far,
		c[0].x, c[0].y, c[1].x, c[1].y, c[3].x, c[3].y, c[2].x, c[2].y)
}

// near is the pixel at a place, or the one at the edge.
func (p plane) near(x, y float64) float64 {
	ix, iy := max(0, min(int(x), p.w-1)), max(0, min(int(y), p.h-1))
	return float64(p.pix[iy*p.w+ix])
}

// modules are the code's modules: dark where darker than what lies around.
func (g *grid) modules() *gozxing.BitMatrix {
	bits, err := gozxing.NewSquareBitMatrix(g.dim)
	if err != nil {
		return nil
	}
	seen := g.sample()
	around := seen.box(4)
	for i, v := range seen.pix {
		if v < around.pix[i] {
			bits.Set(i%g.dim, i/g.dim)
		}
	}
	return bits
}

// sample is the code as a picture with one pixel a module.
func (g *grid) sample() plane {
	t := g.transform()
	s := newPlane(g.dim, g.dim)
	for i := range s.pix {
		sum := 0.0
		for k := range 9 {
			xy := [2]float64{float64(i%g.dim) + .5 + float64(k%3-1)*.22, float64(i/g.dim) + .5 + float64(k/3-1)*.22}
			t.TransformPoints(xy[:])
			sum += g.near(xy[0], xy[1])
		}
		s.pix[i] = uint8(sum / 9)
	}
	return s
}

package cameratest

import (
	"image"
	"math"
	"math/rand/v2"
)

// Wide and High are the camera's picture in pixels.
const (
	Wide = 800
	High = 720
)

// Condition is one way in which pictures are bad.
type Condition struct {
	Name string
	// Group puts conditions of one kind together in a report.
	Group string
	// Screen: only a screen has it; everything else is done to paper.
	Screen bool

	turn      func(r *rand.Rand) float64 // degrees
	size      float64                    // of the subject; 0 is 1
	tilt      float64                    // perspective: the far edge's distance in addition to 1
	blur      float64                    // sigma of a Gaussian in pixels
	motion    float64                    // length of a movement in pixels
	noise     float64                    // sigma in steps of 255
	contrast  float64                    // what is left of it; 0 is all
	shade     float64                    // darkness of the far corner
	invert    bool
	dead      int     // dead dots of the print head: white lines along the paper
	skipped   int     // lines the motor lost: white lines across
	blots     int     // fat drops on the code
	crease    bool    // a fold through the code
	moire     float64 // depth of the screen's grid
	jpeg      int     // quality; 0 is none
	highlight float64 // a lamp's mirror image in the glass
}

func by(degrees float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return degrees + (r.Float64()-.5)*2 }
}

func anyTurn(r *rand.Rand) float64 { return r.Float64() * 360 }

// Conditions are all of them.
func Conditions() []Condition {
	return []Condition{
		{Name: "clean", Group: "clean"},
		{Name: "rotation 5", Group: "rotation", turn: by(5)},
		{Name: "rotation 20", Group: "rotation", turn: by(20)},
		{Name: "rotation 45", Group: "rotation", turn: by(45)},
		{Name: "rotation 90", Group: "rotation", turn: by(90)},
		{Name: "rotation any", Group: "rotation", turn: anyTurn},
		{Name: "far, 60 %", Group: "rotation", size: .6, turn: by(4)},
		{Name: "perspective .25", Group: "perspective", tilt: .25, turn: anyTurn},
		{Name: "perspective .5", Group: "perspective", tilt: .5, turn: by(0)},
		{Name: "blur 1.0", Group: "blur", blur: 1},
		{Name: "blur 1.6", Group: "blur", blur: 1.6},
		{Name: "blur 2.2", Group: "blur", blur: 2.2},
		{Name: "motion 5", Group: "blur", motion: 5},
		{Name: "noise 20", Group: "noise", noise: 20},
		{Name: "noise 50", Group: "noise", noise: 50},
		{Name: "low contrast", Group: "low contrast", contrast: .12, noise: 2},
		{Name: "uneven light", Group: "low contrast", contrast: .6, shade: .75, noise: 4},
		{Name: "inverted", Group: "inverted", invert: true},
		{Name: "inverted, dim", Group: "inverted", invert: true, contrast: .4, noise: 6},
		{Name: "dead dots 6", Group: "dead print lines", dead: 6},
		{Name: "dead dots 14", Group: "dead print lines", dead: 14, blur: .7},
		{Name: "skipped lines", Group: "dead print lines", skipped: 10, dead: 3},
		{Name: "blots", Group: "blots", blots: 3, blur: .7},
		{Name: "crease", Group: "crease", crease: true, blur: .7},
		{Name: "jpeg 12", Group: "noise", jpeg: 12, noise: 6},
		{Name: "combo", Group: "combo", turn: anyTurn, blur: 1, noise: 15, contrast: .45, shade: .4, tilt: .15},
		{Name: "screen", Group: "screen moire", Screen: true, turn: by(3), moire: .35, noise: 4},
		{Name: "screen, moire", Group: "screen moire", Screen: true, turn: anyTurn, moire: .75, noise: 6, blur: .5},
		{Name: "screen, mirror", Group: "screen moire", Screen: true, turn: by(8), moire: .4, highlight: .8, noise: 4},
		{Name: "screen, dark theme", Group: "inverted", Screen: true, turn: by(5), moire: .3, invert: true, noise: 5},
	}
}

// Shoot photographs a subject. The same condition, subject and seed give the same picture.
func (c Condition) Shoot(s Subject, seed uint64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, hash(c.Name)))
	paper := c.harm(s, r)
	light := c.project(paper, s, r)
	light.shade(c.shade, r)
	light.mirror(c.highlight, r)
	if c.contrast > 0 {
		light.fade(c.contrast)
	}
	light.move(c.motion, r)
	light.blur(c.blur)
	return c.sensor(light, r)
}

func hash(s string) (h uint64) {
	for _, b := range []byte(s) {
		h = h*1099511628211 + uint64(b) + 14695981039346656037
	}
	return h
}

// harm is what was done to the subject itself.
func (c Condition) harm(s Subject, r *rand.Rand) *image.Gray {
	p := image.NewGray(s.Dots.Rect)
	copy(p.Pix, s.Dots.Pix)
	for range c.dead { // the head prints line by line, so a dead dot misses in all of them
		x := s.Code.Min.X + r.IntN(s.Code.Dx())
		white(p, image.Rect(x, 0, x+1+r.IntN(2), p.Rect.Dy()))
	}
	for range c.skipped {
		y := s.Code.Min.Y + r.IntN(s.Code.Dy())
		white(p, image.Rect(0, y, p.Rect.Dx(), y+1+r.IntN(2)))
	}
	for range c.blots {
		blot(p, s.Code, r)
	}
	if c.crease {
		crease(p, s.Code, r)
	}
	if c.invert {
		for i, v := range p.Pix {
			p.Pix[i] = 255 - v
		}
	}
	return p
}

func white(p *image.Gray, in image.Rectangle) {
	in = in.Intersect(p.Rect)
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			p.Pix[y*p.Stride+x] = 255
		}
	}
}

// blot is a drop of ink or a finger's grease: dark or light, round, of 4 to 8 % of the code's longer side.
func blot(p *image.Gray, code image.Rectangle, r *rand.Rand) {
	side := float64(min(max(code.Dx(), code.Dy()), 250))
	radius := side * (.04 + .04*r.Float64())
	x, y := float64(code.Min.X)+r.Float64()*float64(code.Dx()), float64(code.Min.Y)+r.Float64()*float64(code.Dy())
	tone, flat := uint8(30+r.IntN(40)), .6+.8*r.Float64()
	if r.IntN(3) == 0 {
		tone = 235
	}
	each(p, func(px, py int, v uint8) uint8 {
		if math.Hypot(float64(px)-x, (float64(py)-y)*flat) < radius {
			return tone
		}
		return v
	})
}

// crease is a fold: the print is gone along a line, and dirt lies beside it.
func crease(p *image.Gray, code image.Rectangle, r *rand.Rand) {
	x, y := float64(code.Min.X)+(.2+.6*r.Float64())*float64(code.Dx()), float64(code.Min.Y)+(.2+.6*r.Float64())*float64(code.Dy())
	a := r.Float64() * math.Pi
	nx, ny := math.Cos(a), math.Sin(a)
	wide := 3 + 3*r.Float64()
	each(p, func(px, py int, v uint8) uint8 {
		d := (float64(px)-x)*nx + (float64(py)-y)*ny
		switch {
		case math.Abs(d) < wide/2:
			return uint8(215 + r.IntN(30))
		case d > 0 && d < wide*1.6:
			return uint8(float64(v) * .65)
		}
		return v
	})
}

func each(p *image.Gray, change func(x, y int, v uint8) uint8) {
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			i := y*p.Stride + x
			p.Pix[i] = change(x, y, p.Pix[i])
		}
	}
}

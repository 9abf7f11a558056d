package cameratest

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// scene is light on the sensor, 0 to 255, before it is counted.
type scene struct {
	w, h int
	v    []float64
}

// project is the subject seen from above, turned, tilted and moved; each pixel is the mean of 3 by 3 rays. Around lies
// a desk.
func (c Condition) project(p *image.Gray, s Subject, r *rand.Rand) *scene {
	l := &scene{Wide, High, make([]float64, Wide*High)}
	turn := (r.Float64() - .5) * 3
	if c.turn != nil {
		turn = c.turn(r)
	}
	turn *= math.Pi / 180
	scale := 1.12
	if c.size > 0 {
		scale *= c.size
	}
	if s.Screen {
		scale *= 1.2
	}
	midX, midY := float64(s.Code.Min.X+s.Code.Max.X)/2, float64(s.Code.Min.Y+s.Code.Max.Y)/2
	toX, toY := Wide/2+(r.Float64()-.5)*40, High/2+(r.Float64()-.5)*40
	away := r.Float64() * 2 * math.Pi
	if c.turn != nil && c.tilt == .5 {
		away = math.Pi / 2 * float64(r.IntN(4))
	}
	tx, ty := c.tilt/400*math.Cos(away), c.tilt/400*math.Sin(away)
	cos, sin := math.Cos(turn), math.Sin(turn)
	look := func(x, y float64) (float64, float64) {
		x, y = x-toX, y-toY
		w := 1 - tx*x - ty*y
		x, y = x/w/scale, y/w/scale
		return x*cos + y*sin + midX, -x*sin + y*cos + midY
	}
	desk := 70 + 60*r.Float64()
	for y := range High {
		for x := range Wide {
			sum := 0.0
			for k := range 9 {
				u, v := look(float64(x)+(float64(k%3)-1)/3, float64(y)+(float64(k/3)-1)/3)
				sum += c.ray(p, u, v, desk)
			}
			l.v[y*Wide+x] = sum / 9
		}
	}
	return l
}

// ray is the light from a place of the subject. A screen is a grid of dark seams between pixels, four to a dot.
func (c Condition) ray(p *image.Gray, u, v, desk float64) float64 {
	x, y := int(math.Floor(u)), int(math.Floor(v))
	if x < 0 || y < 0 || x >= p.Rect.Dx() || y >= p.Rect.Dy() {
		return desk
	}
	light := 20 + float64(p.Pix[y*p.Stride+x])*.85
	if c.moire > 0 {
		light *= 1 - c.moire*(.5+.25*math.Cos(2*math.Pi*u*1.13)+.25*math.Cos(2*math.Pi*v*1.13))
	}
	return light
}

// shade darkens towards one side.
func (l *scene) shade(depth float64, r *rand.Rand) {
	if depth == 0 {
		return
	}
	a := r.Float64() * 2 * math.Pi
	cos, sin := math.Cos(a), math.Sin(a)
	l.each(func(x, y, v float64) float64 {
		t := .5 + ((x-Wide/2)*cos+(y-High/2)*sin)/Wide
		return v * (1 - depth*max(0, min(t, 1)))
	})
}

// mirror adds a lamp's image, a bright spot with soft edges.
func (l *scene) mirror(strength float64, r *rand.Rand) {
	if strength == 0 {
		return
	}
	cx, cy, radius := Wide*(.3+.4*r.Float64()), High*(.3+.4*r.Float64()), 60+50*r.Float64()
	l.each(func(x, y, v float64) float64 {
		d := math.Hypot(x-cx, y-cy) / radius
		return v + 255*strength*math.Exp(-d*d)
	})
}

// fade leaves a part of the contrast, in the middle of the range.
func (l *scene) fade(left float64) {
	l.each(func(_, _, v float64) float64 { return 120 + (v-120)*left })
}

func (l *scene) each(change func(x, y, v float64) float64) {
	for y := range l.h {
		for x := range l.w {
			i := y*l.w + x
			l.v[i] = change(float64(x), float64(y), l.v[i])
		}
	}
}

// move smears along a direction.
func (l *scene) move(length float64, r *rand.Rand) {
	if length == 0 {
		return
	}
	a := r.Float64() * math.Pi
	from := l.v
	l.v = make([]float64, len(from))
	const steps = 9
	for y := range l.h {
		for x := range l.w {
			sum := 0.0
			for k := range steps {
				t := (float64(k)/(steps-1) - .5) * length
				sx, sy := x+int(math.Round(t*math.Cos(a))), y+int(math.Round(t*math.Sin(a)))
				sum += from[min(max(sy, 0), l.h-1)*l.w+min(max(sx, 0), l.w-1)]
			}
			l.v[y*l.w+x] = sum / steps
		}
	}
}

// blur is a Gaussian, rows first and columns then.
func (l *scene) blur(sigma float64) {
	if sigma == 0 {
		return
	}
	n := int(math.Ceil(3 * sigma))
	kernel, total := make([]float64, 2*n+1), 0.0
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		total += kernel[i]
	}
	pass := func(dx, dy int) {
		from := l.v
		l.v = make([]float64, len(from))
		for y := range l.h {
			for x := range l.w {
				sum := 0.0
				for i, k := range kernel {
					sum += k * from[min(max(y+(i-n)*dy, 0), l.h-1)*l.w+min(max(x+(i-n)*dx, 0), l.w-1)]
				}
				l.v[y*l.w+x] = sum / total
			}
		}
	}
	pass(1, 0)
	pass(0, 1)
}

// sensor counts the light, with noise, and compresses the picture when the condition says so.
func (c Condition) sensor(l *scene, r *rand.Rand) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, l.w, l.h))
	for i, v := range l.v {
		g.Pix[i] = uint8(max(0, min(v+r.NormFloat64()*(c.noise+1)+.5, 255)))
	}
	if c.jpeg == 0 {
		return g
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, g, &jpeg.Options{Quality: c.jpeg}); err != nil {
		return g
	}
	m, err := jpeg.Decode(&b)
	if gray, ok := m.(*image.Gray); ok && err == nil {
		copyOf := image.NewGray(g.Rect)
		for y := range l.h {
			copy(copyOf.Pix[y*copyOf.Stride:(y+1)*copyOf.Stride], gray.Pix[y*gray.Stride:])
		}
		return copyOf
	}
	return g
}

package camera

import (
	"context"
	"image"
	"time"
)

// usualBudget leaves room below the 150 ms after which a person moves the phone: the last step may overrun a little.
const usualBudget = 120 * time.Millisecond

// Options of a Reader; the zero Options are the usual ones.
type Options struct {
	// Accept is asked about every text that was read. What it refuses is as if it had not been read. nil accepts everything.
	Accept func(code string) bool
	// Budget is how long one picture may take; 0 is 120 ms. The first step is always taken.
	Budget time.Duration
	Now    func() time.Time // nil: time.Now
}

// Reader finds the code in a picture. It belongs to one goroutine and keeps only what the last pictures taught it: how long each step
// takes, and which one succeeded.
type Reader struct {
	accept func(string) bool
	strict bool // there is no Accept, so a Code128 must fit closely
	budget time.Duration
	now    func() time.Time
	cost   []time.Duration // of each step for a million pixels
}

// NewReader makes a Reader.
func NewReader(o Options) *Reader {
	r := &Reader{accept: o.Accept, strict: o.Accept == nil, budget: o.Budget, now: o.Now, cost: make([]time.Duration, len(steps))}
	if r.accept == nil {
		r.accept = func(string) bool { return true }
	}
	if r.budget <= 0 {
		r.budget = usualBudget
	}
	if r.now == nil {
		r.now = time.Now
	}
	return r
}

// Read gives the text of the first code that is found in the picture and accepted.
func (r *Reader) Read(ctx context.Context, m *image.Gray) (string, bool) {
	f := r.frame(m)
	if f.w < 32 || f.h < 32 {
		return "", false
	}
	for i, step := range steps {
		start := r.now()
		estimate := time.Duration(float64(r.cost[i]) * f.millions())
		if i > 0 && start.Add(estimate).After(f.end) || ctx.Err() != nil {
			continue
		}
		code, ok := step.try(f)
		r.learn(i, float64(r.now().Sub(start))/f.millions())
		if ok {
			return code, true
		}
	}
	return "", false
}

// learn keeps a slow mean of what a step costs.
func (r *Reader) learn(i int, perMillion float64) {
	if r.cost[i] == 0 {
		r.cost[i] = time.Duration(perMillion)
	}
	r.cost[i] += (time.Duration(perMillion) - r.cost[i]) / 8
}

// frame is one picture and what was made of it so far.
type frame struct {
	plane // as it came, at most about a million pixels
	*Reader
	end  time.Time
	even plane // with its contrast stretched; made when needed
	soft plane // the even one without its finest grain
}

func (r *Reader) frame(m *image.Gray) *frame {
	p := planeOf(m)
	for p.w*p.h > 1400*1000 {
		p = p.half()
	}
	return &frame{plane: p, Reader: r, end: r.now().Add(r.budget)}
}

func (f *frame) millions() float64 { return float64(f.w*f.h) / 1e6 }

func (f *frame) over() bool { return f.now().After(f.end) }

func (f *frame) stretched() plane {
	if f.even.pix == nil {
		f.even = f.stretch()
	}
	return f.even
}

func (f *frame) smooth() plane {
	if f.soft.pix == nil {
		f.soft = f.stretched().box(1)
	}
	return f.soft
}

package camera

import (
	"context"
	"image"
	"time"
)

const (
	// usualBudget leaves room below the 150 ms after which a person moves the phone: the last step may overrun a
	// little.
	usualBudget = 120 * time.Millisecond
	// mostRead is how many pixels are looked at; a larger picture is halved until it has no more.
	mostRead = 1400 * 1000
	// leastSide is the side of the smallest picture that can hold a code, and leastContrast the least light that can
	// show one.
	leastSide, leastContrast = 32, 6
)

// Verdict is what a Check knows about a text.
type Verdict string

// The verdicts.
const (
	Unknown Verdict = ""        // no code that is checked: somebody else's
	Genuine Verdict = "genuine" // it bears a key's digits, and they are right
	Forged  Verdict = "forged"  // it should bear them, and they are wrong: misread, or invented
)

// Options of a Reader; the zero Options are the usual ones.
type Options struct {
	// Check is asked about every text that was read. Forged ones are as if they had not been read, and a Code128 of
	// which nothing is known must fit what was seen closely. nil knows nothing.
	Check func(code string) Verdict
	// Budget is how long one picture may take; 0 is 120 ms. The first step is always taken.
	Budget time.Duration
	// Now is the clock of the budget and of the scans; nil is time.Now. A clock that stands still takes every step.
	Now func() time.Time
}

// Reader finds the code in a picture. It belongs to one goroutine and keeps only what the last pictures taught it: how
// long each step takes.
type Reader struct {
	check  func(string) Verdict
	budget time.Duration
	now    func() time.Time
	costs  costs
}

// NewReader makes a Reader.
func NewReader(o Options) *Reader {
	r := &Reader{check: o.Check, budget: o.Budget, now: o.Now, costs: make(costs, len(steps))}
	if r.check == nil {
		r.check = func(string) Verdict { return Unknown }
	}
	if r.budget <= 0 {
		r.budget = usualBudget
	}
	if r.now == nil {
		r.now = time.Now
	}
	return r
}

// Read gives the text of the first code that is found in the picture and not forged. It takes no step that cannot be
// expected to end within the budget.
func (r *Reader) Read(ctx context.Context, m *image.Gray) (string, bool) {
	f := r.frame(m)
	if f.w < leastSide || f.h < leastSide || f.contrast() < leastContrast {
		return "", false
	}
	for i, step := range steps {
		if ctx.Err() != nil {
			break
		}
		start := r.now()
		if i > 0 && start.Add(r.costs.expect(i, f.millions())).After(f.end) {
			r.costs.skipped(i)
			continue
		}
		code, ok := step.try(f)
		r.costs.took(i, r.now().Sub(start), f.millions())
		if ok {
			return code, true
		}
	}
	return "", false
}

// frame is one picture and what was made of it so far.
type frame struct {
	plane // as it came, at most about a million pixels
	*Reader
	end     time.Time
	even    plane    // with its contrast stretched; made when needed
	soft    plane    // the even one without its finest grain
	whole   plane    // the even one without the light lines that dead dots of a print head leave
	striped []region // where parallel bars are, the strongest first
}

func (r *Reader) frame(m *image.Gray) *frame {
	f := &frame{plane: planeOf(m), Reader: r, end: r.now().Add(r.budget)}
	for f.w*f.h > mostRead {
		f.plane = f.half()
	}
	return f
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

func (f *frame) filled() plane {
	if f.whole.pix == nil {
		f.whole = f.stretched().fill()
	}
	return f.whole
}

func (f *frame) patches() []region {
	if f.striped == nil {
		f.striped = f.smooth().regions()
	}
	return f.striped
}

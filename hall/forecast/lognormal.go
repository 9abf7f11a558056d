package forecast

import (
	"math"
	"math/rand/v2"
)

// lognormal is how service times are spread: ln(minutes) is normal with mean mu and standard deviation sigma. Service
// times at counters fit it well: never negative, many short ones, a long tail.
type lognormal struct{ mu, sigma float64 }

// z90 is the 90th percentile of the standard normal distribution.
const z90 = 1.2815515655446004

// planned is the lognormal with a mean and a 90th percentile; p90/mean above e^(z90²/2) ≈ 2.27 is more than a lognormal
// can have.
func planned(mean, p90 float64) lognormal {
	if mean <= 0 {
		mean = 5
	}
	sigma := 0.6
	if p90 > mean {
		sigma = z90 - math.Sqrt(max(0, z90*z90-2*math.Log(p90/mean)))
	}
	sigma = min(max(sigma, .3), 1)
	return lognormal{math.Log(mean) - sigma*sigma/2, sigma}
}

func (l lognormal) mean() float64 { return math.Exp(l.mu + l.sigma*l.sigma/2) }

// deviation is the standard deviation.
func (l lognormal) deviation() float64 { return l.mean() * math.Sqrt(math.Exp(l.sigma*l.sigma)-1) }

func (l lognormal) draw(r *rand.Rand) float64 { return math.Exp(l.mu + l.sigma*r.NormFloat64()) }

// rest draws what is left of a service that has lasted for so long.
func (l lognormal) rest(r *rand.Rand, lasted float64) float64 {
	if lasted <= 0 {
		return l.draw(r)
	}
	done := phi((math.Log(lasted) - l.mu) / l.sigma)
	if done > .999 { // longer than anybody; then about as long again as a tenth of it
		return r.ExpFloat64() * max(lasted/10, 1)
	}
	u := done + (1-done)*r.Float64()
	z := math.Sqrt2 * math.Erfinv(2*min(u, 1-1e-9)-1)
	return max(0, math.Exp(l.mu+l.sigma*z)-lasted)
}

func phi(z float64) float64 { return .5 * math.Erfc(-z/math.Sqrt2) }

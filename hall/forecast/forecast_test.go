package forecast_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/brighthall/brighthall/hall/forecast"
	"github.com/brighthall/brighthall/hall/forecast/forecasttest"
)

// figures are what a forecast is worth over many visits.
type figures struct {
	n                        int
	mae, bias, naive, mean   float64
	covers, width, naiveBias float64
}

func measure(visits []forecasttest.Visit) (f figures) {
	for _, v := range visits {
		f.n++
		f.mean += v.Waited
		f.mae += math.Abs(v.Expect - v.Waited)
		f.bias += v.Expect - v.Waited
		f.naive += math.Abs(v.Naive - v.Waited)
		f.naiveBias += v.Naive - v.Waited
		f.width += float64(v.Shown.HighMin - v.Shown.LowMin)
		if w := v.Waited; w >= float64(v.Shown.LowMin) && w <= float64(v.Shown.HighMin) {
			f.covers++
		}
	}
	for _, x := range []*float64{&f.mean, &f.mae, &f.bias, &f.naive, &f.naiveBias, &f.width, &f.covers} {
		*x /= float64(max(f.n, 1))
	}
	return f
}

func (f figures) String() string {
	return fmt.Sprintf("%4d visits, mean wait %5.2f min: MAE %5.2f (naive %5.2f, ratio %.2f), bias %+.2f (%+.0f %%), window %.1f min covers %.0f %%",
		f.n, f.mean, f.mae, f.naive, f.mae/f.naive, f.bias, 100*f.bias/f.mean, f.width, 100*f.covers)
}

// scenario is some days to learn from and some to be measured on.
type scenario struct {
	name     string
	perHour  float64
	counters int
	slow     float64 // of the measured days
	days     int
	mixed    bool
}

var scenarios = []scenario{
	{"medium", 35, 6, 1, 9, false},
	{"heavy", 38, 6, 1, 9, false},
	{"service +25 % on the measured days", 32, 6, 1.25, 9, false},
	{"five counters", 30, 5, 1, 9, false},
	{"booked, transferred and back with papers", 31, 6, 1, 6, true},
	{"the same with five counters", 26, 5, 1, 6, true},
}

func (s scenario) play(seed uint64, days, every int) []forecasttest.Visit {
	clock := &forecasttest.Clock{}
	f := forecast.New(forecasttest.Setup(s.counters), clock.Now)
	d := forecasttest.Day{Seed: seed, PerHour: s.perHour, Slow: 1, Counters: s.counters, Mixed: s.mixed}
	for d.Date = 0; d.Date < 5; d.Date++ {
		d.Play(f, clock)
	}
	var visits []forecasttest.Visit
	for d.Slow, d.Every = s.slow, every; d.Date < 5+days; d.Date++ {
		visits = append(visits, d.Play(f, clock)...)
	}
	return visits
}

func only(visits []forecasttest.Visit, later bool, kinds ...forecasttest.Kind) (some []forecasttest.Visit) {
	for _, v := range visits {
		if v.Later == later && slices.Contains(kinds, v.Kind) {
			some = append(some, v)
		}
	}
	return some
}

var forward = []forecasttest.Kind{forecasttest.Care, forecasttest.Booked, forecasttest.Papers, forecasttest.Transferred}

// TestTheWindowIsHonest: for the ordinary visitor, and for everyone whom a credit brings forward. These were told the
// wait of an ordinary one with as many ahead, although they also pass people of other services at the same counters.
// There are few of them in a day: their figures are those of all scenarios together.
func TestTheWindowIsHonest(t *testing.T) {
	if underRace {
		t.Skip("statistics are played without the race detector")
	}
	played := make([][]forecasttest.Visit, len(scenarios))
	t.Run("ordinary", func(t *testing.T) {
		for i, s := range scenarios {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				played[i] = s.play(1, s.days, 7)
				f := measure(only(played[i], false, forecasttest.Ordinary))
				f.honest(t)
				if f.mae > .5*f.naive {
					t.Errorf("MAE %.2f is more than half of naive's %.2f", f.mae, f.naive)
				}
				t.Logf("credited: %v", measure(only(played[i], false, forward...)))
			})
		}
	})
	all := slices.Concat(played...)
	for _, k := range forward {
		t.Run(string(k), func(t *testing.T) { measure(only(all, false, k)).honest(t) })
	}
	t.Run("credited", func(t *testing.T) { measure(only(all, false, forward...)).honest(t) })
	t.Run("some minutes later", func(t *testing.T) { measure(only(all, true, forward...)).honest(t) })
}

func (f figures) honest(t *testing.T) {
	t.Helper()
	t.Log(f)
	if math.Abs(f.bias) > .1*f.mean {
		t.Errorf("bias %+.2f of a mean wait of %.2f", f.bias, f.mean)
	}
	if f.covers < .75 || f.covers > .92 {
		t.Errorf("the window covers %.0f %%", 100*f.covers)
	}
}

// BenchmarkAccuracy is the larger table: more days, three seeds.
func BenchmarkAccuracy(b *testing.B) {
	for _, s := range scenarios {
		b.Run(s.name, func(b *testing.B) {
			for b.Loop() {
				for seed := range uint64(3) {
					visits := s.play(seed+1, 30, 3)
					for _, k := range append(forward, forecasttest.Ordinary) {
						b.Logf("seed %d, %s: %v; later %v", seed+1, k, measure(only(visits, false, k)), measure(only(visits, true, k)))
					}
				}
			}
		})
	}
}

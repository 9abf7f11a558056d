package main

import (
	"fmt"
	"slices"
	"time"
)

// times are how long each of many acts took.
type times []time.Duration

// at is the quantile q of the times.
func (t times) at(q float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	slices.Sort(t)
	return t[min(int(q*float64(len(t))), len(t)-1)]
}

// side is one side of a pair: what was done in how long.
type side struct {
	took    times
	elapsed time.Duration
}

func (s side) rate() float64 { return float64(len(s.took)) / s.elapsed.Seconds() }

func (s side) String() string {
	return fmt.Sprintf("%6.0f/s p50 %v p99 %v max %v", s.rate(), round(s.took.at(.5)), round(s.took.at(.99)), round(s.took.at(1)))
}

func round(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }

// ratios of the pairs of one comparison.
type ratios []float64

func (r ratios) median() float64 {
	s := slices.Sorted(slices.Values(r))
	return s[len(s)/2]
}

// verdict prints a comparison and whether its aim is met.
func verdict(what, aim string, r ratios, met bool) {
	fmt.Printf("%-8s %-58s %.2f× [%.2f–%.2f] of %d pairs   aim %s\n", word(met), what, r.median(), slices.Min(r), slices.Max(r), len(r), aim)
}

// figure prints a single figure and whether its aim is met.
func figure(what, aim, got string, met bool) {
	fmt.Printf("%-8s %-58s %s   aim %s\n", word(met), what, got, aim)
}

func word(met bool) string {
	if met {
		return "met"
	}
	return "MISSED"
}

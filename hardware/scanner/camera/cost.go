package camera

import "time"

// costs is what each step takes for a million pixels. It is quick to believe that a step is cheap and slow to believe
// that it is dear: a machine that was busy once must not lose a step for good, and one that is skipped comes cheaper by
// and by until it is tried again.
type costs []time.Duration

const slowly = 8

func (c costs) expect(i int, millions float64) time.Duration {
	return time.Duration(float64(c[i]) * millions)
}

func (c costs) took(i int, d time.Duration, millions float64) {
	each := time.Duration(float64(d) / millions)
	if c[i] == 0 || each < c[i] {
		c[i] = each
		return
	}
	c[i] += (each - c[i]) / slowly
}

func (c costs) skipped(i int) { c[i] -= c[i] / slowly }

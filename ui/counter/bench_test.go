package counter_test

import (
	"testing"
	"time"
)

// BenchmarkTick is what a second costs while somebody is served: both windows look at everything again.
func BenchmarkTick(b *testing.B) {
	p := newPair(b)
	p.crowd()
	p.wait(6)
	p.signIn()
	p.press("F1", "F8")
	b.ResetTimer()
	for b.Loop() {
		p.Now = p.Now.Add(time.Second)
		p.teller.Advance(time.Second)
	}
}

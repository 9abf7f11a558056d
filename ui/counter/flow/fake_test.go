package flow_test

import (
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/counter/flow/flowtest"
)

type office = flowtest.Office

var (
	newOffice = flowtest.New
	start     = flowtest.Start
	codeOf    = flowtest.CodeOf
)

// newDesk is a desk at window 3 over an office, with its own clock, synchronous.
func newDesk(o *office, mend ...func(*flow.Config)) *flow.Desk {
	n := 0
	c := flow.Config{Queue: o, Issuer: o.Issuer(), Now: func() time.Time { return o.Now }, Counter: "3", Terminal: "C03",
		Run:     func(work, done func()) { work(); done() },
		NewKey:  func() string { n++; return fmt.Sprintf("key-%d", n) },
		Tellers: []hall.Teller{{ID: "t01", Badge: "0312"}}}
	for _, m := range mend {
		m(&c)
	}
	d := flow.New(c)
	d.Tick()
	return d
}

// later lets seconds pass, one tick each.
func later(o *office, d *flow.Desk, seconds int) {
	for range seconds {
		o.Now = o.Now.Add(time.Second)
		d.Tick()
	}
}

package selftest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/brighthall/brighthall/apps/internal/machine"
)

// What is too much and what is too little. A slip shows minutes, an appointment is kept to the quarter of an hour; a hall writes less
// than 100 MB a year, updates and logs need more.
const (
	driftWatch, driftBad = 5 * time.Second, time.Minute
	roomWatch, roomBad   = 2 << 30, 300 << 20
)

// clock compares with the node's clock, which is the hall's.
func (o Options) clock(ctx context.Context) Check {
	if o.Clock == nil {
		return Check{}
	}
	c := Check{Name: "clock", Kind: "clock", Did: "clock"}
	ahead, err := o.Clock(ctx)
	if err != nil {
		c.Did, c.Result, c.Detail = "clock_unknown", Watch, err.Error()
		return c
	}
	c.Value = fmt.Sprintf("%.0f", ahead.Abs().Seconds())
	c.Result = grade(ahead.Abs() > driftBad, ahead.Abs() > driftWatch)
	return c
}

func (o Options) disk(context.Context) Check {
	if o.Folder == "" {
		return Check{}
	}
	c := Check{Name: "disk", Kind: "disk", Did: "disk"}
	free, err := machine.Free(o.Folder)
	if err != nil {
		c.Did, c.Result, c.Detail = "disk_unknown", Watch, err.Error()
		return c
	}
	c.Value = fmt.Sprintf("%.1f", float64(free)/(1<<30))
	c.Result = grade(free < roomBad, free < roomWatch)
	return c
}

func (o Options) display(context.Context) Check {
	if o.Screens == nil {
		return Check{}
	}
	c := Check{Name: "display", Kind: "display", Did: "display"}
	all, err := o.Screens()
	if err != nil || len(all) == 0 {
		c.Did, c.Result = "display_unknown", Skipped
		return c
	}
	var words []string
	for _, d := range all {
		words = append(words, fmt.Sprintf("%s %d×%d", d.Name, d.Width, d.Height))
	}
	c.Value = strings.Join(words, ", ")
	c.Result = grade(len(all) < o.Displays, false)
	if c.Result == Bad {
		c.Did = "display_missing"
	}
	return c
}

func grade(bad, watch bool) Result {
	switch {
	case bad:
		return Bad
	case watch:
		return Watch
	}
	return Good
}

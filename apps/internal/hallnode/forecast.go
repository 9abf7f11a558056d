package hallnode

import (
	"context"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/forecast"
)

// What a forecast learns from at the start: the visits of a week, at most so many.
const (
	learnDays   = 7
	learnVisits = 1500
)

// forecast makes the wait windows in the background; issuing a ticket only looks them up. The first ones are there
// before the node answers.
func (n *Node) forecast(ctx context.Context) boot.Part {
	f := forecast.New(*n.Authority.Setup(), n.Authority.Now)
	if err := f.Begin(ctx, n.Authority); err != nil {
		n.opts.Log.Warn("the first windows are the plan's", "error", err)
	}
	n.Authority.UseWaits(f)
	learned := false // owned by the part
	return boot.Part{Name: "forecast", Run: func(ctx context.Context) error {
		if !learned {
			learned = true
			n.learn(ctx, f)
		}
		return f.Run(ctx, n.Authority)
	}}
}

// learn tells a new forecast how long services took before this start, and when the last who were served had come;
// without them it begins at the plan.
func (n *Node) learn(ctx context.Context, f interface{ Learn(hall.Ticket) }) {
	since := n.Outlet().Day(n.Authority.Now().AddDate(0, 0, -learnDays))
	finished, err := n.store.Finished(ctx, since, learnVisits)
	if err != nil && ctx.Err() == nil {
		n.opts.Log.Warn("the forecast begins at the plan", "error", err)
	}
	for _, t := range finished {
		f.Learn(t)
	}
}

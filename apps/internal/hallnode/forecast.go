package hallnode

import (
	"context"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/hall/forecast"
)

// forecast makes the wait windows in the background; issuing a ticket only looks them up.
func (n *Node) forecast() boot.Part {
	f := forecast.New(*n.Authority.Setup(), n.opts.Now)
	n.Authority.UseWaits(f)
	return boot.Part{Name: "forecast", Run: func(ctx context.Context) error { return f.Run(ctx, n.Authority) }}
}

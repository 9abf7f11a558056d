package center

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// health is the answer of GET /healthz.
type health struct {
	Status  string     `json:"status" enum:"ok,degraded,down"`
	Version string     `json:"version"`
	Halted  bool       `json:"halted"`            // nothing is kept: events, setups and orders are refused
	Failure hall.Code  `json:"failure,omitempty"` // why: data_gone
	Clock   ClockState `json:"clock,omitempty"`   // how the center's clock stands, while that is not right: wrong, apart
}

// healthOut is health with its HTTP status.
type healthOut struct {
	Status int
	Body   health
}

func (c *Center) registerHealth(a huma.API) {
	huma.Register(a, huma.Operation{OperationID: "health", Summary: summaries["health"], Method: http.MethodGet, Path: wire.Health,
		Responses: refusals(a)}, c.health)
}

func (c *Center) health(ctx context.Context, _ *none) (*healthOut, error) {
	h := &healthOut{Status: http.StatusOK, Body: health{Status: "ok", Version: c.version}}
	if h.Body.Clock = c.Clock(); h.Body.Clock != "" {
		h.Body.Status = "degraded"
	}
	gone := c.archive.Gone()
	if gone != nil {
		h.Body.Halted, h.Body.Failure = true, hall.CodeOf(gone)
	}
	if gone != nil || c.archive.Read().PingContext(ctx) != nil {
		h.Status, h.Body.Status = http.StatusServiceUnavailable, "down"
	}
	return h, nil
}

// keeping lets nothing through while nothing is kept: whoever asks takes the center for one that is away, and keeps
// what it has.
func (c *Center) keeping(a huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if gone := c.archive.Gone(); gone != nil {
			err := hall.E("center.keeping", hall.Unavailable, "the center's data was taken away: "+hall.Told(gone))
			refuse(a, ctx, c.said(ctx.Header("Accept-Language"), c.problem(ctx.Context(), "keeping", err)))
			return
		}
		next(ctx)
	}
}

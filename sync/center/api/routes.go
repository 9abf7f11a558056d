package api

import (
	"net/url"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// Routes of a center.
const (
	Outlets   = wire.API + "/outlets"
	TicketsAt = wire.API + "/tickets"
	Daily     = wire.API + "/reports/daily"
	Arrivals  = wire.API + "/reports/arrivals"
	LiveHall  = wire.API + "/live"
	MirrorAt  = wire.API + "/mirror"
	EpochsAt  = wire.API + "/epochs"
	SignInAt  = wire.API + "/session"
)

// OutletPath is the route of something of an outlet: "events", "setup" or "orders".
func OutletPath(id hall.OutletID, what string) string {
	return Outlets + "/" + url.PathEscape(string(id)) + "/" + what
}

// EpochPath is the route that answers the question of an epoch: "accept", "refuse" or "undo".
func EpochPath(id, answer string) string { return EpochsAt + "/" + url.PathEscape(id) + "/" + answer }

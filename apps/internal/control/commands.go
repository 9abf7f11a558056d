package control

import (
	"context"
	"encoding/json"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// The commands that every node answers; see StoreHandlers.
const (
	Enrol     = "enrol"     // EnrolArgs → Enrolled
	Revoke    = "revoke"    // RevokeArgs
	Terminals = "terminals" // → []sqlite.Terminal
)

// EnrolArgs ask for a terminal's token.
type EnrolArgs struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// Enrolled is a terminal's token, told this once.
type Enrolled struct {
	Token string          `json:"token"`
	ID    hall.TerminalID `json:"id"`
}

// RevokeArgs name a terminal.
type RevokeArgs struct {
	ID hall.TerminalID `json:"id"`
}

// Store is what the commands do; *sqlite.Store does it.
type Store interface {
	Enrol(ctx context.Context, kind, name string) (string, hall.TerminalID, error)
	Revoke(ctx context.Context, id hall.TerminalID) error
	Terminals(ctx context.Context) ([]sqlite.Terminal, error)
}

// StoreHandlers answer the commands about terminals from a store. A node adds its own to the map.
func StoreHandlers(s Store) map[string]Handler {
	return map[string]Handler{
		Enrol: func(ctx context.Context, raw json.RawMessage) (any, error) {
			a, err := Args[EnrolArgs](raw)
			if err != nil {
				return nil, err
			}
			token, id, err := s.Enrol(ctx, a.Kind, a.Name)
			return Enrolled{Token: token, ID: id}, err
		},
		Revoke: func(ctx context.Context, raw json.RawMessage) (any, error) {
			a, err := Args[RevokeArgs](raw)
			if err != nil {
				return nil, err
			}
			return nil, s.Revoke(ctx, a.ID)
		},
		Terminals: func(ctx context.Context, _ json.RawMessage) (any, error) { return s.Terminals(ctx) },
	}
}

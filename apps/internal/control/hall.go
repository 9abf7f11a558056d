package control

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/auth"
	"github.com/brighthall/brighthall/sync/seal"
)

// The commands about the hall itself; see HallHandlers.
const (
	PIN        = "pin"         // sets a teller's PIN: PINArgs
	Clock      = "clock"       // → hall.Clock
	TrustClock = "trust-clock" // somebody says that the machine's clock is right → hall.Clock
)

// PINArgs name a teller, by id or badge, and the hash of his PIN.
type PINArgs struct {
	Teller string `json:"teller"`
	Hash   string `json:"hash"`
}

// HashPIN checks that a PIN of a teller can be typed on a counter's pad, 6 to 12 digits, and is none that is tried
// first, and gives its hash: the node that keeps it never sees the PIN.
func HashPIN(pin, teller string) (string, error) {
	const op = "control.HashPIN"
	pin = strings.TrimSpace(hall.Halfwidth(pin)) // an echo before a pipe adds a blank, an input method makes the digits wide
	if !hall.AllDigits(pin) || len(pin) < 6 || len(pin) > 12 {
		return "", hall.E(op, hall.Invalid, "a PIN is 6 to 12 digits")
	}
	if why := auth.WeakPIN(pin, teller); why != "" {
		return "", hall.E(op, hall.Invalid, "choose another PIN: "+why)
	}
	return seal.HashSecret(pin), nil
}

// Hall is what the commands about the hall itself need; *queue.Queue is one.
type Hall interface {
	Setup() *hall.Setup
	Amend(ctx context.Context, amend func(have hall.Setup) hall.Setup) error
	Clock() hall.Clock
	TrustClock(ctx context.Context, key string, by hall.Actor) (hall.Clock, error)
}

// HallHandlers answer the commands about the hall itself. A setup that the center owns is kept at its version: the PIN
// holds until the center sends the next one.
func HallHandlers(h Hall) map[string]Handler {
	return map[string]Handler{
		PIN: func(ctx context.Context, raw json.RawMessage) (any, error) {
			a, err := Args[PINArgs](raw)
			if err != nil {
				return nil, err
			}
			return nil, setPIN(ctx, h, a)
		},
		Clock:      func(context.Context, json.RawMessage) (any, error) { return h.Clock(), nil },
		TrustClock: func(ctx context.Context, _ json.RawMessage) (any, error) { return h.TrustClock(ctx, "", hall.Actor{}) },
	}
}

func setPIN(ctx context.Context, h Hall, a PINArgs) error {
	const op = "control.setPIN"
	teller, ok := h.Setup().Teller(a.Teller)
	if !ok {
		return hall.E(op, hall.NotFound, "no teller has the id or badge "+a.Teller+": hallctl tellers lists them")
	}
	return hall.Wrap(op, h.Amend(ctx, func(setup hall.Setup) hall.Setup {
		setup.Tellers = slices.Clone(setup.Tellers)
		for i := range setup.Tellers {
			if setup.Tellers[i].ID == teller.ID {
				setup.Tellers[i].PIN = a.Hash
			}
		}
		return setup
	}))
}

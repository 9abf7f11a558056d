package hallnode

import (
	"context"
	"crypto/sha256"
	"sync"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/wire"
)

// remembered bounds how many tokens are kept in memory; a hall has tens.
const remembered = 1000

// terminals answers who holds a token. It remembers those that were good, by their hash, so that a request does not
// cost a look into the store; revoking goes through this process and empties the memory.
type terminals struct {
	*sqlite.Store
	mu    sync.Mutex
	known map[[32]byte]wire.Terminal // guarded by mu
}

func newTerminals(s *sqlite.Store) *terminals {
	return &terminals{Store: s, known: map[[32]byte]wire.Terminal{}}
}

// Terminal implements node.Terminals.
func (t *terminals) Terminal(ctx context.Context, token string) (wire.Terminal, error) {
	hash := sha256.Sum256([]byte(token))
	t.mu.Lock()
	who, ok := t.known[hash]
	t.mu.Unlock()
	if ok {
		return who, nil
	}
	found, err := t.Store.Terminal(ctx, token)
	if err != nil {
		return wire.Terminal{}, err
	}
	who = wire.Terminal{ID: found.ID, Kind: wire.Kind(found.Kind), Name: found.Name}
	t.remember(hash, who)
	return who, nil
}

func (t *terminals) remember(hash [32]byte, who wire.Terminal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.known) >= remembered {
		clear(t.known)
	}
	t.known[hash] = who
}

// Revoke ends what a terminal may do, at once.
func (t *terminals) Revoke(ctx context.Context, id hall.TerminalID) error {
	defer t.forget()
	return t.Store.Revoke(ctx, id)
}

func (t *terminals) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.known)
}

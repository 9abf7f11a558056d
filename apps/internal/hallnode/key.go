package hallnode

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/node"
)

// KeyFile holds the outlet's secret, from which ticket codes and page addresses are made, as 64 hex digits.
const KeyFile = "outlet.key"

// outletKey reads the outlet's secret, and makes one for an empty store. A store without its key is refused: every slip in the hall
// would be foreign with a new one.
func outletKey(ctx context.Context, dir string, store queue.Store) (hall.Key, error) {
	const op = "hallnode.outletKey"
	file := filepath.Join(dir, KeyFile)
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(ctx, file, store)
	}
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != 32 {
		return nil, hall.E(op, hall.Invalid, file+" does not hold 64 hex digits")
	}
	return key, nil
}

func makeKey(ctx context.Context, file string, store queue.Store) (hall.Key, error) {
	const op = "hallnode.makeKey"
	st, err := store.Load(ctx)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	if st.Setup != nil {
		return nil, hall.E(op, hall.NotFound, "the hall's "+KeyFile+" is missing: put it back from the backup")
	}
	key := make(hall.Key, 32)
	rand.Read(key) // never fails
	return key, hall.Wrap(op, node.WriteSecret(file, []byte(hex.EncodeToString(key)+"\n")))
}

package hallnode

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
)

// KeyFile holds the outlet's secret, from which ticket codes and page addresses are made.
const KeyFile = "hall.key"

// outletKey reads the outlet's secret, and makes one for an empty store. A store without its key is refused: with a new one every slip
// in the hall would be a forgery.
func outletKey(ctx context.Context, dir string, store queue.Store) (hall.Key, error) {
	const op = "hallnode.outletKey"
	if _, err := os.Stat(filepath.Join(dir, KeyFile)); errors.Is(err, fs.ErrNotExist) {
		st, err := store.Load(ctx)
		if err != nil {
			return nil, hall.Wrap(op, err)
		}
		if st.Setup != nil {
			return nil, hall.E(op, hall.NotFound, "the hall's "+KeyFile+" is missing: put it back from the backup")
		}
	}
	return seal.HallKey(dir)
}

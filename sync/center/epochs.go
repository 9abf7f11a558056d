package center

import (
	"context"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
)

// epochs lists the halls that want to go on from a copy, and what a person answered.
func (c *Center) epochs(ctx context.Context, _ *none) ([]archive.Epoch, error) {
	return c.archive.Epochs(ctx, "")
}

type epochIn struct {
	ID string `path:"id" doc:"of the question"`
}

// acceptEpoch takes a hall's new log: it was restored.
func (c *Center) acceptEpoch(ctx context.Context, in *epochIn) ([]archive.Epoch, error) {
	if err := c.archive.AcceptEpoch(ctx, in.ID, caller(ctx).Name); err != nil {
		return nil, err
	}
	return c.archive.Epochs(ctx, "")
}

// undoEpoch sends an outlet's newest log back: it was a copy, not the hall.
func (c *Center) undoEpoch(ctx context.Context, in *outletIn) ([]archive.Epoch, error) {
	if _, err := c.archive.UndoEpoch(ctx, hall.OutletID(in.Outlet), caller(ctx).Name); err != nil {
		return nil, err
	}
	return c.archive.Epochs(ctx, hall.OutletID(in.Outlet))
}

package system

import (
	"context"

	"fyne.io/fyne/v2"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// Bench makes the stage of the device bench.
func Bench(ctx context.Context, w fyne.Window) (*nav.Stage, error) {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		return nil, err
	}
	return stage(ctx, w, skin.Desk, book, string(hall.Chinese)), nil
}

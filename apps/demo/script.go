package main

import (
	"context"
	"fmt"
	"image"

	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/hand"
	"github.com/brighthall/brighthall/apps/internal/visit"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/nav/debugsock"
)

func (d *demo) script(ctx context.Context, f flags) error {
	if f.Script == "visit" {
		return d.play(ctx, f.Out)
	}
	for _, name := range []string{"visit", "paper"} {
		if err := d.stories()[name](ctx); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// play plays one visit through this process's windows and keeps what it saw in out.
func (d *demo) play(ctx context.Context, out string) error {
	h, err := hand.Reach("")
	if err != nil {
		return err
	}
	defer h.Close()
	p := &visit.Player{Hand: h, Eyes: eyes{debugsock.New("", d.stages...)}, Out: out,
		Say: func(key string) string { return d.stages[0].Book().Say(hall.Chinese, key) }}
	return p.Play(ctx, visit.World{
		Printed: func(ctx context.Context) (image.Image, []byte, error) {
			paper, err := d.hall.Printed(ctx)
			return paper.Image, paper.Bytes, err
		},
		Read: demohall.ReadBarcode, Point: d.hall.Scanner.Point, Archived: d.hall.Archived,
		Rate: func(level int) error { return d.hall.Machines.Act("keys", fmt.Sprint("press ", level)) },
		Name: demohall.PersonName, Password: demohall.PersonPassword,
	})
}

package centerd

import (
	"context"
	"fmt"
	"os"

	"github.com/pelletier/go-toml/v2"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
)

// Setup prints what a hall is made of, its windows, services and tellers, in the form of an outlet file; or gives it a
// changed one.
type Setup struct {
	Place
	Outlet hall.OutletID `arg:"" help:"The hall's id."`
	Give   string        `type:"path" help:"The file to give, as this command has printed it before and a person has changed it."`
}

// Run prints the setup, or publishes the file and says its version.
func (c *Setup) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error {
		if c.Give != "" {
			return c.publish(ctx, d)
		}
		s, err := d.Center.Setup(ctx, c.Outlet)
		if err != nil {
			return err
		}
		text, err := toml.Marshal(s)
		if err != nil {
			return err
		}
		fmt.Printf("# The setup of %s. Change it and give it back: center setup %s --give FILE\n", c.Outlet, c.Outlet)
		_, err = os.Stdout.Write(text)
		return err
	})
}

func (c *Setup) publish(ctx context.Context, d *Daemon) error {
	s := hall.Setup{Outlet: hall.Outlet{Rules: hall.DefaultRules()}}
	if err := config.Load(c.Give, &s); err != nil {
		return err
	}
	given, err := d.Center.Publish(ctx, c.Outlet, s, "center setup")
	if hall.CodeOf(err) == hall.Conflict {
		return fmt.Errorf("%w: somebody has given another one since; print it anew and change that", err)
	}
	if err != nil {
		return err
	}
	for _, g := range given.Stranded {
		fmt.Printf("%d wait for group %s, which no window serves by it\n", g.Waiting, g.Group)
	}
	fmt.Printf("setup %d is given; the hall takes it within a minute, and center halls shows it in force, or why it is refused\n", given.Version)
	return nil
}

// Command admin is the management desktop: it signs in to the center and shows halls, queues and visits.
package main

import (
	"fmt"
	"os"
	_ "time/tzdata" // halls live in zones this machine may not know

	"fyne.io/fyne/v2/app"
	"github.com/alecthomas/kong"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/system"
)

type flags struct {
	Config  string `help:"Settings file (TOML)." type:"path" placeholder:"FILE"`
	Example bool   `help:"Print a settings file with every key and its default, and stop."`
	Center  string `help:"Address of the center." placeholder:"URL"`
	Debug   string `help:"Test runs only: a socket that tells where the buttons are." type:"path" placeholder:"FILE"`
}

func main() {
	var f flags
	k := kong.Parse(&f, kong.Name("admin"), kong.Description("Brighthall management desktop."), kong.DefaultEnvars("BRIGHTHALL"))
	if f.Example {
		text, err := config.Example(config.NewAdmin())
		k.FatalIfErrorf(err)
		fmt.Print(text)
		return
	}
	k.FatalIfErrorf(run(f))
}

func run(f flags) error {
	if err := boot.Display(); err != nil {
		return err
	}
	os.Setenv("FYNE_DISABLE_DPI_DETECTION", "1") // our look is measured in the window's own pixels
	ctx, stop := boot.Context()
	defer stop()
	a := app.NewWithID("brighthall.admin")
	return system.StartAdmin(f.settings, a.NewWindow("admin"), boot.Log()).Show(ctx, a)
}

// settings are those in force: the file's, and over them the command line's.
func (f flags) settings() (config.Admin, error) {
	c := config.NewAdmin()
	err := config.Load(f.Config, &c)
	if f.Center != "" {
		c.Center = f.Center
	}
	c.DebugSock = f.Debug
	return c, err
}

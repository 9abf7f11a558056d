// Command display is the waiting-hall display and the voice that calls.
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

func main() {
	var flags system.Flags
	k := kong.Parse(&flags, kong.Name("display"), kong.Description("Brighthall waiting-hall display."), kong.DefaultEnvars("BRIGHTHALL"))
	if flags.Example {
		text, err := config.Example(config.NewDisplay("D01"))
		k.FatalIfErrorf(err)
		fmt.Print(text)
		return
	}
	k.FatalIfErrorf(run(flags))
}

func run(flags system.Flags) error {
	if err := boot.Display(); err != nil {
		return err
	}
	os.Setenv("FYNE_DISABLE_DPI_DETECTION", "1") // our look is measured in the window's own pixels
	ctx, stop := boot.Context()
	defer stop()
	a := app.NewWithID("brighthall.display")
	return system.StartDisplay(flags, a.NewWindow("display"), boot.Log()).Show(ctx, a)
}

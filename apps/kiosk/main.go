// Command kiosk is the touch kiosk. Without settings it is the smallest hall: the node runs inside it.
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
	k := kong.Parse(&flags, kong.Name("kiosk"), kong.Description("Brighthall touch kiosk."), kong.DefaultEnvars("BRIGHTHALL"))
	if flags.Example {
		text, err := config.Example(config.NewKiosk())
		k.FatalIfErrorf(err)
		fmt.Print(text)
		return
	}
	k.FatalIfErrorf(run(flags))
}

func run(flags system.Flags) error {
	c, err := flags.KioskConfig()
	if err != nil {
		return err
	}
	if err := boot.Display(); err != nil {
		return err
	}
	os.Setenv("FYNE_DISABLE_DPI_DETECTION", "1") // our look is measured in the window's own pixels
	ctx, stop := boot.Context()
	defer stop()
	a := app.NewWithID("brighthall.kiosk")
	w := a.NewWindow("kiosk")
	program, err := system.Kiosk(ctx, c, w, stop, boot.Log())
	if err != nil {
		return err
	}
	boot.KeepCrashes(boot.Log(), system.Home(c.Node), "kiosk")
	w.SetCloseIntercept(func() {}) // closes by the maintenance page only
	system.Stand(w, c.Window)
	return system.Show(ctx, a, w, program)
}

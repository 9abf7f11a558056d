// Command counter is the dual-screen counter: the teller's window and the customer's from one process.
package main

import (
	"fmt"
	"os"
	_ "time/tzdata" // halls live in zones this machine may not know

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/alecthomas/kong"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/system"
	"github.com/brighthall/brighthall/ui/place"
	"github.com/brighthall/brighthall/ui/place/glfw"
)

func main() {
	var flags system.Flags
	k := kong.Parse(&flags, kong.Name("counter"), kong.Description("Brighthall dual-screen counter."), kong.DefaultEnvars("BRIGHTHALL"))
	if flags.Example {
		text, err := config.Example(config.NewCounter())
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
	a := app.NewWithID("brighthall.counter")
	teller, customer := a.NewWindow("teller"), a.NewWindow("customer")
	log := boot.Log()
	on := glfw.New(log)
	small := newStrip(a, teller, on, log)
	put := func(c config.Counter, shown func(customer bool)) {
		if !c.Teller.FullScreen {
			on.NoKeyboard(customer, teller)
			return
		}
		on.Keep(wants(c), map[string]fyne.Window{"teller": teller, "customer": customer}, func(places []place.Place) {
			shown(place.Shown(places, "customer"))
			small.settle()
		})
	}
	return system.StartCounter(flags, teller, customer, small.given, put, log).Show(ctx, a)
}

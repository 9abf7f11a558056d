// Command demo is a whole hall on one PC in one process: node, center, kiosk, counter, display and the device bench.
//
//	demo                               # all windows
//	demo --script visit --out DIR      # plays one visit through the real windows and leaves what it saw in DIR
//	demo --script stories              # plays the bench's stories
package main

import (
	"context"
	"os"
	_ "time/tzdata" // halls live in zones this machine may not know

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/alecthomas/kong"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/demohall"
)

type flags struct {
	Data   string `help:"Folder of the demo's data; left out, it is a fresh one that is removed at the end." type:"path"`
	Listen string `help:"Where the node answers." default:"127.0.0.1:0"`
	Script string `help:"Plays without a person: a visit by a finger on real windows, or the bench's stories." enum:",visit,stories" default:""`
	Out    string `help:"Folder for what a script leaves." type:"path" default:"out/visit"`

	again []string // more arguments for a demo that begins again: the folder it has
}

func main() {
	var f flags
	k := kong.Parse(&f, kong.Name("demo"), kong.Description("Brighthall demo: a whole hall on this PC."))
	k.FatalIfErrorf(run(f))
}

func run(f flags) error {
	size, dark, err := screen(f.Script != "")
	defer dark()
	if err != nil {
		return err
	}
	data, tidy, err := folder(f.Data)
	if err != nil {
		return err
	}
	defer tidy()
	if f.Data == "" {
		f.again = []string{"--data", data}
	}
	boot.KeepCrashes(boot.Log(), data, "demo")
	os.Setenv("FYNE_DISABLE_DPI_DETECTION", "1")
	if f.Script != "" {
		os.Setenv("FYNE_SCALE", "1") // a finger counts pixels
	}
	ctx, stop := boot.Context()
	defer stop()
	log := boot.Log()
	h, err := demohall.Open(ctx, demohall.Options{Data: data, Listen: f.Listen, Log: log})
	if err != nil {
		return boot.Unopened(ctx, err)
	}
	a := app.NewWithID("brighthall.demo")
	d, err := furnish(ctx, a, h, size, log)
	if err != nil {
		return err
	}
	return d.show(ctx, a, f)
}

// folder is where the demo lives, and how it is tidied up.
func folder(given string) (string, func(), error) {
	if given != "" {
		return given, func() {}, os.MkdirAll(given, 0o700)
	}
	dir, err := os.MkdirTemp("", "brighthall-demo-")
	return dir, func() { os.RemoveAll(dir) }, err
}

// show opens the windows, runs all parts and, when asked, the script. It returns when the windows are closed or the
// script is over.
func (d *demo) show(ctx context.Context, a fyne.App, f flags) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done, played := make(chan struct{}), make(chan error, 1)
	a.Lifecycle().SetOnStarted(func() {
		go func() { defer close(done); boot.Run(d.hall.Opener(ctx), d.log, d.parts...) }()
		go func() { <-ctx.Done(); fyne.Do(a.Quit) }()
		if f.Script == "" {
			return
		}
		go func() { played <- d.script(ctx, f); stop() }()
	})
	ended := make(chan struct{})
	if f.Script == "" {
		go boot.EndInTime(ctx, d.log, ended, os.Exit)
	}
	crashed := boot.Edge(d.log, func() {
		for _, w := range d.windows {
			w.Show()
		}
		a.Run()
	})
	stop()
	if crashed && f.Script == "" {
		close(ended)
		return boot.Again(d.log, done, f.again...)
	}
	<-done
	close(ended)
	if f.Script == "" {
		return nil
	}
	return <-played
}

// Command center is the small REST backend for many halls.
//
//	center --data DIR --listen HOST:PORT
//	center enrol --data DIR --kind outlet --name gaoyang
//	center person add --data DIR --name wang < password
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // halls live in zones this machine may not know

	"github.com/alecthomas/kong"

	"github.com/brighthall/brighthall/apps/internal/centerd"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var program centerd.Program
	k := kong.Parse(&program, kong.Name("center"), kong.Description("Brighthall center: archive and reports of many halls."),
		kong.DefaultEnvars("BRIGHTHALL_CENTER"), kong.BindTo(ctx, (*context.Context)(nil)))
	k.FatalIfErrorf(k.Run())
}

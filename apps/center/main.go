// Command center is the small REST backend for many halls.
//
//	center --data DIR --listen HOST:PORT
//	center enrol --data DIR --kind outlet --name gaoyang
//	center person add --data DIR --name wang < password
package main

import (
	"context"
	_ "time/tzdata" // halls live in zones this machine may not know

	"github.com/alecthomas/kong"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/hall"
)

func main() {
	var program centerd.Program
	k := kong.Parse(&program, kong.Name("center"), kong.Description("Brighthall center: archive and reports of many halls."), kong.DefaultEnvars("BRIGHTHALL_CENTER"))
	k.FatalIfErrorf(boot.Serve(func(ctx context.Context) error {
		k.BindTo(ctx, (*context.Context)(nil))
		return hall.Plainly(k.Run())
	}))
}

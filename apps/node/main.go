// Command node is a hall's queue authority without a screen: it decides, stores and answers.
//
//	node --data DIR --listen HOST:PORT [--config FILE]   answers; --example prints a settings file
//	node pin --data DIR                                  the fingerprint by which terminals on other PCs know it
//
// Windows may start it as a service: sc create hallnode start= auto binPath= "C:\brighthall\node.exe --data C:\hall"
package main

import (
	"context"
	_ "time/tzdata" // halls live in zones this machine may not know

	"github.com/alecthomas/kong"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
)

func main() {
	var program hallnode.Commands
	k := kong.Parse(&program, kong.Name("node"), kong.Description("Brighthall hall node: the queue of one business hall."), kong.DefaultEnvars("BRIGHTHALL_NODE"))
	k.FatalIfErrorf(boot.Serve(func(ctx context.Context) error {
		k.BindTo(ctx, (*context.Context)(nil))
		return hall.Plainly(k.Run())
	}))
}

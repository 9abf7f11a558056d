// Command node is a hall's queue authority without a screen: it decides, stores and answers.
//
//	node --data DIR --listen HOST:PORT [--config FILE]
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // halls live in zones this machine may not know

	"github.com/alecthomas/kong"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var program hallnode.Program
	k := kong.Parse(&program, kong.Name("node"), kong.Description("Brighthall hall node: the queue of one business hall."),
		kong.DefaultEnvars("BRIGHTHALL_NODE"), kong.BindTo(ctx, (*context.Context)(nil)))
	k.FatalIfErrorf(k.Run())
}

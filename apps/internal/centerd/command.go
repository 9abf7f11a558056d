package centerd

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/brighthall/brighthall/apps/internal/boot"
)

// Program is the command line of the center.
type Program struct {
	Serve Serve `cmd:"" default:"withargs" help:"Answer halls and the management app (the default)."`
	Office
}

// Office are the commands of whoever looks after a center; hallctl center has them too.
type Office struct {
	Enrol    Enrol    `cmd:"" help:"Make a token of an outlet or a program, and print it alone."`
	Person   Person   `cmd:"" help:"Persons who may sign in."`
	Halls    Halls    `cmd:"" help:"List the halls: whether they call, which setup they live on, what waits for a person."`
	Forget   Forget   `cmd:"" help:"Take a hall off the list that was enrolled by mistake and never sent anything; ends its tokens."`
	Setup    Setup    `cmd:"" help:"Print the setup of a hall, or give it another one."`
	Tokens   Tokens   `cmd:"" help:"List the tokens: whose, since when, last used, until when."`
	Revoke   Revoke   `cmd:"" help:"End a token."`
	Pin      Pin      `cmd:"" help:"Print the fingerprint of the center's certificate, for the settings of halls and management apps."`
	Epochs   Epochs   `cmd:"" help:"Halls that want to go on from a copy: a person says whether it is the hall."`
	Keep     Keep     `cmd:"" help:"Keep a hall's events that are refused for their dates, without showing them."`
	Snapshot Snapshot `cmd:"" help:"Copy the center's database while it works."`
}

// Serve runs the center.
type Serve struct {
	Data   string `required:"" help:"Data directory."`
	Listen string `default:"127.0.0.1:7400" help:"HOST:PORT to answer on; plain HTTP on loopback, TLS 1.3 elsewhere."`
}

// Run answers until ctx ends.
func (c *Serve) Run(ctx context.Context) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	d, err := Open(ctx, Options{Data: c.Data, Listen: c.Listen, Log: log})
	if err != nil {
		return boot.Unopened(ctx, err)
	}
	boot.KeepCrashes(log, c.Data, "center")
	log.Info("center answers", "url", d.URL, "version", Version, "pin", d.Pin)
	return d.Run(ctx)
}

// Pin tells whom the halls shall trust.
type Pin struct{ Place }

// Run prints the fingerprint alone.
func (c *Pin) Run(context.Context) error {
	if err := here(c.Data); err != nil {
		return err
	}
	pin, err := certificate(c.Data).Pin()
	if err == nil {
		fmt.Println(pin)
	}
	return err
}

// Snapshot copies the archive.
type Snapshot struct {
	Place
	File string `arg:"" type:"path" help:"The copy; it must not exist yet."`
}

// Run copies it. The certificate, center.pem, is not in it and is kept with it by hand.
func (c *Snapshot) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error { return d.archive.Snapshot(ctx, c.File) })
}

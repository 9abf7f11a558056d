package centerd

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
)

// Program is the command line of the center.
type Program struct {
	Serve  Serve  `cmd:"" default:"withargs" help:"Answer halls and the management app (the default)."`
	Enrol  Enrol  `cmd:"" help:"Make a token and print it alone."`
	Person Person `cmd:"" help:"Persons who may sign in."`
}

// Serve runs the center.
type Serve struct {
	Data   string `required:"" help:"Data directory."`
	Listen string `default:"127.0.0.1:7400" help:"HOST:PORT to answer on."`
}

// Run answers until ctx ends.
func (c *Serve) Run(ctx context.Context) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	d, err := Open(ctx, Options{Data: c.Data, Listen: c.Listen, Log: log})
	if err != nil {
		return err
	}
	boot.KeepCrashes(log, c.Data, "center")
	log.Info("center answers", "url", d.URL, "version", Version)
	return d.Run(ctx)
}

// Enrol makes a token.
type Enrol struct {
	Data string `required:"" help:"Data directory of the center."`
	Kind string `required:"" enum:"outlet,admin" help:"What holds the token: outlet or admin."`
	Name string `required:"" help:"For an outlet its id, for an admin any name."`
}

// Run prints the token alone, so that a script can take it.
func (c *Enrol) Run(ctx context.Context) error {
	return with(ctx, c.Data, func(d *Daemon) error {
		token, err := d.Enrol(ctx, c.Kind, c.Name)
		if err == nil {
			fmt.Println(token)
		}
		return err
	})
}

// Person holds the commands about persons.
type Person struct {
	Add AddPerson `cmd:"" help:"Add a person, or give one a new password."`
}

// AddPerson adds a person. The password comes by file or the first line of stdin, never by argument: arguments are for all to see.
type AddPerson struct {
	Data         string `required:"" help:"Data directory of the center."`
	Name         string `required:"" help:"Name to sign in with."`
	PasswordFile string `help:"File with the password; stdin when absent." type:"existingfile"`
}

// Run adds the person.
func (c *AddPerson) Run(ctx context.Context) error {
	var from io.Reader = os.Stdin
	if c.PasswordFile != "" {
		text, err := config.Text(c.PasswordFile)
		if err != nil {
			return err
		}
		from = bytes.NewReader(text)
	}
	line, err := bufio.NewReader(io.LimitReader(from, 4096)).ReadString('\n')
	if err != nil && err != io.EOF {
		return err
	}
	return with(ctx, c.Data, func(d *Daemon) error {
		return d.AddPerson(ctx, c.Name, strings.TrimRight(line, "\r\n"))
	})
}

// with opens the center's data for one act; SQLite lets it happen beside a running center.
func with(ctx context.Context, data string, do func(*Daemon) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	d, err := Open(ctx, Options{Data: data})
	if err != nil {
		return err
	}
	defer d.Close()
	return do(d)
}

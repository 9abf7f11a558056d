package centerd

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
)

// Place is the flag that all commands beside a center share.
type Place struct {
	Data string `required:"" type:"path" help:"Data directory of the center."`
}

// beside opens the center's data for one act; SQLite lets it happen beside a running center. A wrong path makes no new
// one.
func (p Place) beside(ctx context.Context, do func(context.Context, *Daemon) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	d, err := Open(ctx, Options{Data: p.Data})
	if err != nil {
		return err
	}
	defer d.Close()
	return do(ctx, d)
}

// Enrol makes a token.
type Enrol struct {
	Place
	Kind string `required:"" enum:"outlet,admin" help:"What holds the token: outlet or admin."`
	Name string `required:"" help:"For an outlet its id, for an admin any name."`
	Days *int   `help:"Days the token is good for, 1 to 3650. Without it an outlet's is good for 180 days after its last use, an admin's for 90 days."`
}

// maxDays bounds how long a token is good: ten years, and no more than a duration holds.
const maxDays = 3650

// good is how long the token is good; zero: as long as its kind is.
func (c *Enrol) good() (time.Duration, error) {
	if c.Days == nil {
		return 0, nil
	}
	if *c.Days < 1 || *c.Days > maxDays {
		return 0, fmt.Errorf("--days is 1 to %d, not %d", maxDays, *c.Days)
	}
	return time.Duration(*c.Days) * 24 * time.Hour, nil
}

// Run prints the token alone, so that a script can take it.
func (c *Enrol) Run(ctx context.Context) error {
	good, err := c.good()
	if err != nil {
		return err
	}
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error {
		token, err := d.EnrolFor(ctx, c.Kind, c.Name, good)
		if err == nil {
			fmt.Println(token)
		}
		return err
	})
}

// Tokens lists the tokens.
type Tokens struct{ Place }

// Run prints a line for each token; the token itself is nowhere.
func (c *Tokens) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error {
		list, err := d.archive.Tokens(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tKIND\tNAME\tMADE\tLAST USED\tENDS")
		for _, t := range list {
			kind := t.Kind
			if t.Session {
				kind = "session"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", t.ID, kind, t.Name, date(t.Made), date(t.Used), date(t.Expires))
		}
		return w.Flush()
	})
}

func date(at hall.Millis) string {
	if at == 0 {
		return "-"
	}
	return at.Time().Local().Format("2006-01-02 15:04")
}

// Revoke ends a token.
type Revoke struct {
	Place
	ID string `arg:"" help:"The token's id, from tokens."`
}

// Run ends the token; a running center refuses it from the next request on.
func (c *Revoke) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error { return d.archive.Revoke(ctx, c.ID) })
}

// Person holds the commands about persons.
type Person struct {
	Add    AddPerson    `cmd:"" help:"Add a person, or give one a new password, which ends the sessions and locks of the old one."`
	List   ListPersons  `cmd:"" help:"List the persons."`
	Remove RemovePerson `cmd:"" help:"End what a person may do, and the sessions."`
}

// AddPerson adds a person. The password comes by file or the first line of stdin, never by argument: arguments are for
// all to see.
type AddPerson struct {
	Place
	Name         string `required:"" help:"Name to sign in with."`
	PasswordFile string `help:"File with the password; stdin when absent." type:"existingfile"`
}

// Run adds the person.
func (c *AddPerson) Run(ctx context.Context) error {
	password, err := config.SecretLine(c.PasswordFile, config.Aloud())
	if err != nil {
		return err
	}
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error {
		return d.AddPerson(ctx, c.Name, password)
	})
}

// ListPersons lists the persons.
type ListPersons struct{ Place }

// Run prints a name a line.
func (c *ListPersons) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error {
		names, err := d.archive.Persons(ctx)
		for _, name := range names {
			fmt.Println(name)
		}
		return err
	})
}

// RemovePerson ends what a person may do.
type RemovePerson struct {
	Place
	Name string `required:"" help:"Name of the person."`
}

// Run removes the person.
func (c *RemovePerson) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error { return d.archive.RemovePerson(ctx, c.Name) })
}

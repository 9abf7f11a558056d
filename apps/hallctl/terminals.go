package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

type enrol struct {
	place
	Kind string `required:"" enum:"kiosk,counter,display,media,admin,outlet" help:"What the terminal is: ${enum}."`
	Name string `required:"" help:"What people call it, such as K01."`

	Replace bool `help:"The terminal of this name that was enrolled before is gone: end its token."`
}

// Run prints the token alone, so that a script can put it in the terminal's file. The tokens of a center are made by
// its own command.
func (e enrol) Run(ctx context.Context) error {
	switch atCenter := has(e.Data, centerFile); {
	case atCenter && (e.Kind == "outlet" || e.Kind == "admin"):
		return fmt.Errorf("%s is the data of a center: hallctl center enrol --data %s --kind %s --name %s", e.Data, e.Data, e.Kind, e.Name)
	case atCenter:
		return fmt.Errorf("%s is the data of a center: it enrols outlets and admins; enrol a %s at its hall", e.Data, e.Kind)
	case e.Kind == "outlet":
		return fmt.Errorf("an outlet is enrolled at its center: hallctl center enrol --data CENTER --kind outlet --name %s", e.Name)
	}
	if err := e.before(ctx); err != nil {
		return err
	}
	var made control.Enrolled
	if err := e.ask(ctx, control.Enrol, control.EnrolArgs{Kind: e.Kind, Name: e.Name}, &made); err != nil {
		return err
	}
	fmt.Println(made.Token)
	return nil
}

// before looks at the terminals of the same name: a second one would be called as the first, whose token goes on.
func (e enrol) before(ctx context.Context) error {
	var all []sqlite.Terminal
	if err := e.ask(ctx, control.Terminals, nil, &all); err != nil {
		return err
	}
	for _, one := range all {
		if one.Name != e.Name || one.Revoked > 0 {
			continue
		}
		if !e.Replace {
			return fmt.Errorf("%s is enrolled since %s (%s, id %s), and its token is good: --replace ends it and makes a new one; another "+
				"terminal gets another name", e.Name, one.Enrolled.Time().Format("2006-01-02 15:04Z"), one.Kind, one.ID)
		}
		if err := e.ask(ctx, control.Revoke, control.RevokeArgs{ID: one.ID}, nil); err != nil {
			return err
		}
	}
	return nil
}

func has(dir, file string) bool {
	_, err := os.Stat(filepath.Join(dir, file))
	return err == nil
}

// centerFile tells the data directory of a center.
const centerFile = "center.db"

type revoke struct {
	place
	ID hall.TerminalID `arg:"" help:"The terminal's id."`
}

func (r revoke) Run(ctx context.Context) error {
	return r.ask(ctx, control.Revoke, control.RevokeArgs{ID: r.ID}, nil)
}

type terminals struct{ place }

func (t terminals) Run(ctx context.Context) error {
	var all []sqlite.Terminal
	if err := t.ask(ctx, control.Terminals, nil, &all); err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, one := range all {
		revoked := ""
		if one.Revoked > 0 {
			revoked = "revoked " + one.Revoked.Time().Format("2006-01-02 15:04Z")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", one.ID, one.Kind, one.Name, one.Enrolled.Time().Format("2006-01-02 15:04Z"), revoked)
	}
	return w.Flush()
}

// starting is how long a node may have its data directory before it answers hallctl, and after it did so for the last
// time.
var starting = 10 * time.Second

// ask has the node do a command about terminals, or does it in the database itself when no node runs.
func (p place) ask(ctx context.Context, cmd string, args, into any) error {
	return p.askOr(ctx, cmd, args, into, func(s *sqlite.Store) error {
		return control.Here(ctx, control.StoreHandlers(s), cmd, args, into)
	})
}

// askOr has the node do a command, or does here what it is in the database. A node that is just starting or stopping is
// waited for.
func (p place) askOr(ctx context.Context, cmd string, args, into any, here func(*sqlite.Store) error) error {
	for until := time.Now().Add(starting); ; {
		if err := control.Ask(ctx, p.Data, cmd, args, into); !control.Away(err) {
			return err
		}
		if err := p.hall(); err != nil {
			return err
		}
		store, err := sqlite.Open(ctx, p.Data)
		if err == nil {
			return errors.Join(here(store), store.Close())
		}
		if hall.CodeOf(err) != hall.Conflict || time.Now().After(until) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// hall refuses a directory in which no hall is. A hall begins at the first start of its node; hallctl that looks at a
// wrong path would leave one there.
func (p place) hall() error {
	switch {
	case has(p.Data, sqlite.File), has(p.Data, seal.HallKeyFile): // a hall that has lost its database says so itself
		return nil
	case has(p.Data, centerFile):
		return fmt.Errorf("%s is the data of a center, not of a hall", p.Data)
	}
	return fmt.Errorf("there is no hall in %s: give the data directory of its node; a new hall begins when its node is started", p.Data)
}

package hallnode

import (
	"context"
	"fmt"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// settle puts the settings of this machine into the setup in force: the outlet file, as long as no center has given a
// setup, and the address that visitors reach. At the first start they are in the seed. What people in the hall still
// need of the setup before stays.
func (n *Node) settle(ctx context.Context) error {
	have := n.Authority.Setup()
	if n.opts.Seed != nil && have.Version > 0 {
		n.opts.Log.Info("the center's setup is in force; the outlet file is not read any more", "version", have.Version)
	}
	err := n.Authority.Amend(ctx, func(have hall.Setup) hall.Setup { return n.here(n.given(have)) })
	if err != nil {
		return err
	}
	if now := n.Authority.Setup(); now != have {
		n.opts.Log.Info("the settings of this machine have changed: they are in force", "outlet", now.Outlet.ID, "public_url", now.Outlet.PublicURL)
	}
	return nil
}

// here is a setup with the address of this machine, when it has one of its own.
func (n *Node) here(setup hall.Setup) hall.Setup {
	if n.opts.PublicURL != "" {
		setup.Outlet.PublicURL = n.opts.PublicURL
	}
	return setup
}

// given is the setup by the outlet file, with what the file does not know: the PINs that tellers have been given since,
// and what is paused.
func (n *Node) given(have hall.Setup) hall.Setup {
	if n.opts.Seed == nil || have.Version > 0 {
		return have
	}
	next := *n.opts.Seed
	next.Version, next.Tellers, next.Groups = have.Version, slices.Clone(next.Tellers), slices.Clone(next.Groups)
	for i, t := range next.Tellers {
		for _, old := range have.Tellers {
			if old.ID == t.ID && old.PIN != "" {
				next.Tellers[i].PIN = old.PIN
			}
		}
	}
	for i, g := range next.Groups {
		old, ok := have.Group(g.Code)
		next.Groups[i].Paused = g.Paused || ok && old.Paused
	}
	return next
}

// ours refuses an outlet file that is another hall's: the data are of the hall that they were begun for.
func (n *Node) ours(have *hall.Setup) error {
	if have == nil || n.opts.Seed == nil {
		return nil
	}
	is, file := have.Outlet, n.opts.Seed.Outlet
	if is.ID == file.ID && is.Code == file.Code {
		return nil
	}
	demo := ""
	if is.Demo {
		demo = ", the demo hall of a first start without an outlet file"
	}
	return hall.E("hallnode.ours", hall.Invalid, fmt.Sprintf("the outlet file is of hall %s (code %d), and the data in %s are of hall %s (code %d)%s: "+
		"give the hall of the file a data directory of its own, or take its file out of the settings", file.ID, file.Code, n.opts.Data, is.ID, is.Code, demo))
}

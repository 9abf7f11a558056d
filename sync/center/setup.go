package center

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/archive"
)

type outletIn struct {
	Outlet string `path:"outlet"`
}

func (c *Center) setup(ctx context.Context, in *outletIn) (hall.Setup, error) {
	return c.Setup(ctx, hall.OutletID(in.Outlet))
}

// Setup is the outlet's setup to edit: the center's own, or what the hall told of its seed. No PIN, not even hashed,
// leaves by here.
func (c *Center) Setup(ctx context.Context, id hall.OutletID) (hall.Setup, error) {
	o, err := c.archive.Outlet(ctx, id)
	if err != nil {
		return hall.Setup{}, err
	}
	return edit(o), nil
}

// edit is the setup as the next PutSetup expects it back.
func edit(o archive.Outlet) hall.Setup {
	s := o.Setup
	s.Version = o.Version
	return withoutPINs(s)
}

func withoutPINs(s hall.Setup) hall.Setup {
	tellers := make([]hall.Teller, 0, len(s.Tellers))
	for _, t := range s.Tellers {
		t.PIN = ""
		tellers = append(tellers, t)
	}
	s.Tellers = tellers
	return s
}

type setupIn struct {
	Outlet  string `path:"outlet"`
	RawBody []byte `contentType:"application/json"`
}

func (c *Center) putSetup(ctx context.Context, in *setupIn) (api.GivenSetup, error) {
	const op = "center.putSetup"
	id := hall.OutletID(in.Outlet)
	s := api.GivenSetup{Setup: hall.Setup{Outlet: hall.Outlet{Rules: hall.DefaultRules()}}} // for those that it does not set
	d := json.NewDecoder(bytes.NewReader(in.RawBody))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return s, &hall.Error{Op: op, Code: hall.Invalid, Reason: err.Error()}
	}
	return c.Publish(ctx, id, s.Setup, caller(ctx).Name)
}

// Publish gives a hall a setup, in the name of a person. Its version is that of the setup which was edited: Conflict
// when somebody else was faster. What is given back has the next one.
func (c *Center) Publish(ctx context.Context, id hall.OutletID, setup hall.Setup, by string) (s api.GivenSetup, err error) {
	if err := sound(id, setup); err != nil {
		return s, err
	}
	if err := c.fits(ctx, id, setup); err != nil {
		return s, err
	}
	stored, err := c.archive.PutSetup(ctx, id, setup, by)
	if err != nil {
		return s, err
	}
	c.bell.ring(id)
	s = api.GivenSetup{Setup: withoutPINs(stored)}
	o, err := c.archive.Outlet(ctx, id)
	if err == nil {
		s.Stranded, err = c.Stranded(ctx, o, stored)
	}
	return s, err
}

// Stranded are who waits in a hall and would be served by no window of a setup.
func (c *Center) Stranded(ctx context.Context, o archive.Outlet, s hall.Setup) ([]api.Stranded, error) {
	if len(s.Counters) == 0 {
		return nil, nil // nothing is known of it yet
	}
	waiting, err := c.archive.WaitingIn(ctx, o.ID, c.day(o))
	var all []api.Stranded
	for _, g := range slices.Sorted(maps.Keys(waiting)) {
		if !s.Serves(g) {
			all = append(all, api.Stranded{Group: g, Waiting: waiting[g]})
		}
	}
	return all, err
}

// sound refuses what a hall could not live with.
func sound(id hall.OutletID, s hall.Setup) error {
	const op = "center.sound"
	if s.Outlet.ID != id {
		return hall.E(op, hall.Invalid, "the setup is of another outlet")
	}
	for _, t := range s.Tellers {
		if t.PIN != "" && !strings.HasPrefix(t.PIN, "$argon2id$") {
			return hall.E(op, hall.Invalid, "a PIN is kept as an argon2id hash")
		}
	}
	return hall.Wrap(op, s.Check())
}

// fits refuses a setup that the hall would refuse because it is not its own.
func (c *Center) fits(ctx context.Context, id hall.OutletID, s hall.Setup) error {
	o, err := c.archive.Outlet(ctx, id)
	if hall.CodeOf(err) == hall.NotFound {
		return nil // it is new here
	}
	if err == nil && o.InForce.Outlet.Code != 0 && o.InForce.Outlet.Code != s.Outlet.Code {
		err = hall.E("center.fits", hall.Invalid, fmt.Sprintf("the hall's tickets bear outlet code %d, not %d", o.InForce.Outlet.Code, s.Outlet.Code))
	}
	return err
}

type mirrorIn struct {
	Refused int64  `query:"refused" doc:"version of the center's setup that the hall refuses" minimum:"0"`
	Why     string `query:"why" doc:"its reason" maxLength:"300"`
	Since   int64  `query:"since" doc:"version of the setup the hall lives on" minimum:"0"`
	Wait    int    `query:"wait" doc:"seconds to wait for something new" minimum:"0" maximum:"55"`
}

// printable is a hall's text as people may see it.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
}

// mirror gives a hall what it lacks. With wait it answers when there is something, so an order arrives at once.
func (c *Center) mirror(ctx context.Context, in *mirrorIn) (api.Mirror, error) {
	id := hall.OutletID(caller(ctx).Name)
	if err := c.archive.See(ctx, id, hall.At(c.now())); err != nil {
		return api.Mirror{}, err
	}
	if err := c.archive.Refuse(ctx, id, in.Refused, printable(in.Why)); err != nil {
		return api.Mirror{}, err
	}
	patience, cancel := context.WithTimeout(ctx, time.Duration(in.Wait)*time.Second)
	defer cancel()
	for {
		rung := c.bell.wait(id)
		m, err := c.lacks(ctx, id, in.Since)
		if err != nil || m.Setup != nil || len(m.Orders) > 0 {
			return m, err
		}
		select {
		case <-rung:
		case <-patience.Done():
			return m, nil
		}
	}
}

func (c *Center) lacks(ctx context.Context, id hall.OutletID, since int64) (m api.Mirror, err error) {
	o, err := c.archive.Outlet(ctx, id)
	if err != nil {
		return m, err
	}
	m.Version = o.Version
	if o.Owned && o.Version != since {
		o.Setup.Version = o.Version
		m.Setup = &o.Setup
	}
	m.Orders, err = c.archive.Pending(ctx, id)
	return m, err
}

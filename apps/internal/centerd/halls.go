package centerd

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
)

// Halls lists the halls.
type Halls struct{ Place }

// Run prints a line for each hall: whether it calls, how far its log is here, which setup it lives on, and what waits
// for a person.
func (c *Halls) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error {
		list, err := d.archive.Outlets(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "HALL\tLAST CALLED\tLOG\tSETUP\tIN FORCE\tWAITS FOR A PERSON")
		for _, o := range list {
			waits, err := d.waits(ctx, o)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%s\n", o.ID, date(o.LastSeen), o.Cursor, o.Version, o.InForce.Version, waits)
		}
		return w.Flush()
	})
}

// Forget takes a hall off the list.
type Forget struct {
	Place
	Outlet hall.OutletID `arg:"" help:"The hall's id."`
}

// Run forgets it; one whose log is here is refused.
func (c *Forget) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error { return d.archive.Forget(ctx, c.Outlet) })
}

// goesOn is how a log that somebody has to answer goes on.
func goesOn(e archive.Epoch) string {
	if e.Parted {
		return fmt.Sprintf("sends another log than the one here after %s", e.Previous)
	}
	return fmt.Sprintf("goes on from a copy as epoch %d", e.Epoch)
}

// waits is what of a hall waits for a person, and what one has left switched on; "-" when nothing does.
func (d *Daemon) waits(ctx context.Context, o archive.Outlet) (string, error) {
	asked, err := d.archive.Epochs(ctx, o.ID)
	if err != nil {
		return "", err
	}
	var all []string
	for _, e := range archive.Asking(asked, d.now()) {
		all = append(all, fmt.Sprintf("%s, asked %s: center epochs accept or refuse %s", goesOn(e), date(e.Asked), e.ID))
	}
	if o.Shut {
		all = append(all, fmt.Sprintf("no token of it is good: center enrol --kind outlet --name %s", o.ID))
	}
	if o.Stopped != "" {
		all = append(all, "its log goes no further here: "+o.Stopped)
	}
	if o.Refused != 0 {
		all = append(all, fmt.Sprintf("refuses setup %d: %s", o.Refused, o.Why))
	}
	stranded, err := d.Stranded(ctx, o, o.InForce)
	if err != nil {
		return "", err
	}
	for _, s := range stranded {
		all = append(all, fmt.Sprintf("%d wait for %s, which no window of setup %d serves", s.Waiting, s.Group, o.InForce.Version))
	}
	if o.Keeps {
		all = append(all, fmt.Sprintf("events with wrong dates are kept without being shown: center keep --off %s ends that", o.ID))
	}
	return cmp.Or(strings.Join(all, "; "), "-"), nil
}

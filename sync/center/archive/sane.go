package archive

import (
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// ahead is how far a hall's clock may be before the center's. A hall that is further is wrong, or means to be.
const ahead = 24 * time.Hour

// planned is more than a hold, a rest or a release may lie ahead.
const planned = 7 * 24 * time.Hour

// maxVersion is above every setup that a center ever gave.
const maxVersion = 1 << 31

// sane refuses an event that would let one hall change what the center says of others, or of days that are not yet: a
// ticket of another hall, a time or a day that lies ahead of the center's clock, a setup that no center gave. The
// reason is for the hall's people.
func sane(e hall.Event, b hall.Body, now time.Time) error {
	if err := dated(e.At, now, ahead, "the event"); err != nil {
		return err
	}
	if err := dayed(b.Day, now); err != nil {
		return err
	}
	if b.Ticket != nil {
		if err := saneTicket(e.Outlet, b.Ticket, now); err != nil {
			return err
		}
	}
	if b.Setup != nil {
		return saneSetup(e.Outlet, b.Setup)
	}
	return nil
}

func saneTicket(outlet hall.OutletID, t *hall.Ticket, now time.Time) error {
	if t.ID == "" || t.Outlet != outlet {
		return refused("a ticket of hall %q", t.Outlet)
	}
	if err := dayed(t.Day, now); err != nil {
		return err
	}
	past, coming := t.Moments()
	for _, at := range past {
		if err := dated(*at, now, ahead, "ticket "+string(t.No)); err != nil {
			return err
		}
	}
	for _, at := range coming {
		if err := dated(*at, now, ahead+planned, "ticket "+string(t.No)); err != nil {
			return err
		}
	}
	return nil
}

func saneSetup(outlet hall.OutletID, s *hall.Setup) error {
	if s.Outlet.ID != outlet {
		return refused("a setup of hall %q", s.Outlet.ID)
	}
	if s.Version < 0 || s.Version > maxVersion {
		return refused("setup version %d, which no center gave", s.Version)
	}
	return nil
}

// dated refuses a moment that is further than most before the center's clock.
func dated(at hall.Millis, now time.Time, most time.Duration, what string) error {
	if at < 0 || at > hall.At(now.Add(most)) {
		return apart(now, at.Time().Sub(now), "%s is dated %s", what, minute(at))
	}
	return nil
}

// minute is a moment for people; what no calendar holds is told as its number.
func minute(at hall.Millis) string {
	if at < 0 || at > 1<<47 {
		return fmt.Sprintf("%d ms", at)
	}
	return at.Time().UTC().Format(time.RFC3339)
}

// dayed refuses a business day that has not begun anywhere yet, by the center's clock.
func dayed(d hall.Day, now time.Time) error {
	if d == "" {
		return nil
	}
	at, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return refused("business day %.40q", d)
	}
	if d > LatestDay(now) {
		return apart(now, at.Sub(now), "business day %s", d)
	}
	return nil
}

// LatestDay is the latest business day that a hall may be in: that of the zone furthest east, for a clock as far ahead
// as one may be.
func LatestDay(now time.Time) hall.Day {
	return hall.Day(now.UTC().Add(ahead + 14*time.Hour).Format(time.DateOnly))
}

// apart is a refusal because the clocks of hall and center differ. Which is wrong nobody knows here, unless the
// center's shows a time before this program was; nothing is lost in either case, for the hall keeps what is refused.
func apart(now time.Time, by time.Duration, format string, args ...any) error {
	said := fmt.Sprintf(format, args...) + ", and the center's clock says " + now.UTC().Format(time.RFC3339)
	if hall.At(now) < hall.Made {
		said += ": that is wrong. Put the center's clock right; the hall keeps its events until then"
	} else {
		said += fmt.Sprintf(": the two clocks differ by %s. Look at the center's first, where center halls says whether it refuses other halls "+
			"too, and then at the hall's (hallctl clock). Once they agree the events go on; only those of a hall whose clock was wrong are let "+
			"pass, without being shown, by center keep", days(by))
	}
	return &hall.Error{Op: "archive.sane", Code: hall.Invalid, Subject: hall.SubjectClock, Reason: said}
}

func days(d time.Duration) string {
	if n := int(d.Abs().Hours() / 24); n > 1 {
		return fmt.Sprintf("%d days", n)
	}
	return d.Abs().Round(time.Minute).String()
}

func refused(format string, args ...any) error {
	return hall.E("archive.sane", hall.Invalid, fmt.Sprintf(format, args...)+" (center keep lets it pass without being shown)")
}

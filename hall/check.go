package hall

import (
	"fmt"
	"time"
)

// Check reports the first thing in the setup that does not fit together, as Invalid.
func (s *Setup) Check() error {
	for _, check := range []func() error{s.checkOutlet, s.checkGroups, s.checkItems, s.checkCounters, s.checkTellers} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func wrong(format string, args ...any) error {
	return E("hall.Setup.Check", Invalid, fmt.Sprintf(format, args...))
}

func (s *Setup) checkOutlet() error {
	o := s.Outlet
	if o.ID == "" || o.Code < 1 || o.Code > 999 {
		return wrong("an outlet needs an id and a code from 1 to 999")
	}
	if _, err := time.LoadLocation(o.Zone); err != nil || o.Zone == "" {
		return wrong("outlet zone %q is no IANA time zone", o.Zone)
	}
	if o.Rules.CallLimit < 1 || o.Rules.CreditedInRow < 1 {
		return wrong("outlet rules: call_limit and credited_in_row are at least 1")
	}
	return nil
}

func (s *Setup) checkGroups() error {
	codes, prefixes := map[GroupCode]bool{}, map[string]bool{CarePrefix: true, BookedPrefix: true}
	for _, g := range s.Groups {
		if g.Code == "" || codes[g.Code] {
			return wrong("group code %q is empty or used twice", g.Code)
		}
		if len(g.Prefix) != 1 || prefixes[g.Prefix] {
			return wrong("group %s: prefix %q must be one letter that no other line uses", g.Code, g.Prefix)
		}
		codes[g.Code], prefixes[g.Prefix] = true, true
	}
	return nil
}

func (s *Setup) checkItems() error {
	seen := map[ItemCode]bool{}
	for _, i := range s.Items {
		if _, ok := s.Group(i.Group); !ok {
			return wrong("item %s: no group %q", i.Code, i.Group)
		}
		if _, clash := s.Group(GroupCode(i.Code)); clash || seen[i.Code] || i.Code == "" {
			return wrong("item code %q is empty or used twice", i.Code)
		}
		seen[i.Code] = true
	}
	return nil
}

func (s *Setup) checkCounters() error {
	seen := map[CounterID]bool{}
	for _, c := range s.Counters {
		if c.ID == "" || seen[c.ID] {
			return wrong("counter %q is empty or used twice", c.ID)
		}
		seen[c.ID] = true
		for _, skill := range c.Serves {
			if _, ok := s.Group(skill.Group); !ok {
				return wrong("counter %s serves no group %q", c.ID, skill.Group)
			}
		}
	}
	return nil
}

func (s *Setup) checkTellers() error {
	seen := map[TellerID]bool{}
	for _, t := range s.Tellers {
		if t.ID == "" || seen[t.ID] {
			return wrong("teller %q is empty or used twice", t.ID)
		}
		seen[t.ID] = true
	}
	return nil
}

package hall

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Check reports the first thing in the setup that does not fit together, as Invalid.
func (s *Setup) Check() error {
	for _, check := range []func() error{s.checkOutlet, s.checkTexts, s.checkGroups, s.checkItems, s.checkCounters, s.checkTellers} {
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
	if err := CheckOutletID(o.ID); err != nil {
		return wrong("outlet id %q: it stands in addresses and in the log; %s", o.ID, Told(err))
	}
	if _, err := time.LoadLocation(o.Zone); err != nil || o.Zone == "" || o.Zone == "Local" { // Local is another one on each machine
		return wrong("outlet zone %q is no IANA time zone such as Asia/Shanghai", o.Zone)
	}
	if err := checkTitle("the outlet", o.Name); err != nil {
		return err
	}
	if o.DayStart < 0 || o.DayStart >= minutesOfDay {
		return wrong("outlet day_start_min is from 0 to 1439")
	}
	if err := CheckPublicURL(o.PublicURL); err != nil {
		return err
	}
	return o.Rules.check()
}

const minutesOfDay = 24 * 60

// longestTitle is how many letters the name of a hall or of a service has at most: more fit on no screen.
const longestTitle = 60

func checkTitle(of string, n Name) error {
	if strings.TrimSpace(n.Zh) == "" {
		return wrong("%s needs a name: { zh = \"…\", en = \"…\" }", of)
	}
	if utf8.RuneCountInString(n.Zh) > longestTitle || utf8.RuneCountInString(n.En) > longestTitle {
		return wrong("%s: a name has %d letters at most", of, longestTitle)
	}
	return nil
}

// check keeps the rules within what the queue's promises stand on: a negative credit would break the bound on
// overtaking, and a release at once would take every ticket from its counter.
func (r Rules) check() error {
	for _, rule := range []struct {
		name         string
		value, least int
	}{
		{"call_limit", r.CallLimit, 1}, {"credited_in_row", r.CreditedInRow, 1}, {"release_sec", r.ReleaseSec, 1},
		{"recall_sec", r.RecallSec, 0},
		{"requeue_behind", r.RequeueBehind, 0}, {"missed_rest_min", r.MissedRestMin, 0}, {"missed_return_min", r.MissedReturnMin, 0},
		{"reopen_sec", r.ReopenSec, 0}, {"care_min", r.CareMin, 0}, {"booked_min", r.BookedMin, 0}, {"transfer_min", r.TransferMin, 0},
		{"papers_min", r.PapersMin, 0}, {"level_min", r.LevelMin, 0},
	} {
		if rule.value < rule.least || rule.value > 7*minutesOfDay {
			return wrong("outlet rules: %s is %d, and must be from %d to %d", rule.name, rule.value, rule.least, 7*minutesOfDay)
		}
	}
	return nil
}

func (s *Setup) checkGroups() error {
	codes, prefixes, names := map[GroupCode]bool{}, map[string]bool{}, map[string]GroupCode{}
	for _, g := range s.Groups {
		if !soundID(g.Code) || codes[g.Code] {
			return wrong("group code %q is %s, or used twice", g.Code, noID)
		}
		if len(g.Prefix) != 1 || g.Prefix[0] < 'A' || g.Prefix[0] > 'Z' || prefixes[g.Prefix] {
			return wrong("group %s: prefix %q must be one letter from A to Z that no other line uses", g.Code, g.Prefix)
		}
		if g.Prefix == CarePrefix || g.Prefix == BookedPrefix {
			return wrong("group %s: prefix %q belongs to priority tickets: %s to care, %s to booked visitors; take another letter",
				g.Code, g.Prefix, CarePrefix, BookedPrefix)
		}
		if err := g.check(); err != nil {
			return err
		}
		if other, taken := names[g.Name.Zh]; taken {
			return wrong("groups %s and %s have one name, %q: nobody can choose between them", other, g.Code, g.Name.Zh)
		}
		codes[g.Code], prefixes[g.Prefix], names[g.Name.Zh] = true, true, g.Code
	}
	return nil
}

// longestVisit is how many minutes of a working day a visit may be planned for.
const longestVisit = 8 * 60

func (g ServiceGroup) check() error {
	if g.DailyQuota < 0 || g.SlotQuota < 0 || g.SlotMin < 0 || g.SlotMin > minutesOfDay || g.SlotQuota > 0 && g.SlotMin == 0 {
		return wrong("group %s: quotas are not negative, and a slot_quota needs its slot_min", g.Code)
	}
	if err := checkTitle("group "+string(g.Code), g.Name); err != nil {
		return err
	}
	for _, planned := range []float64{g.PlanMean, g.PlanP90, float64(g.NormMin)} {
		if !(planned >= 0 && planned <= longestVisit) { // nor is it NaN
			return wrong("group %s: planned minutes go from 0 to %d", g.Code, longestVisit)
		}
	}
	if g.PlanP90 > 0 && g.PlanP90 < g.PlanMean {
		return wrong("group %s: plan_p90_min, which nine of ten visits do not reach, is below plan_mean_min", g.Code)
	}
	for _, h := range g.Hours {
		if h.From < 0 || h.To > minutesOfDay || h.From >= h.To {
			return wrong("group %s: hours go from 0 to 1440 minutes, the end after the beginning", g.Code)
		}
		for _, d := range h.Days {
			if d < 0 || d > 6 {
				return wrong("group %s: days go from 0, Sunday, to 6", g.Code)
			}
		}
	}
	return nil
}

func (s *Setup) checkItems() error {
	seen := map[ItemCode]bool{}
	for _, i := range s.Items {
		if _, ok := s.Group(i.Group); !ok {
			return wrong("item %s: no group %q", i.Code, i.Group)
		}
		if _, clash := s.Group(GroupCode(i.Code)); clash || seen[i.Code] || !soundID(i.Code) {
			return wrong("item code %q is %s, or used twice", i.Code, noID)
		}
		if i.Minutes < 0 || i.Minutes > longestVisit {
			return wrong("item %s: minutes go from 0, not told, to %d", i.Code, longestVisit)
		}
		seen[i.Code] = true
	}
	return nil
}

func (s *Setup) checkCounters() error {
	if len(s.Counters) == 0 {
		return wrong("a hall has at least one counter")
	}
	seen, labels := map[CounterID]bool{}, map[string]CounterID{}
	for _, c := range s.Counters {
		if !soundID(c.ID) || seen[c.ID] {
			return wrong("counter %q is %s, or used twice", c.ID, noID)
		}
		if err := c.checkLabel(labels); err != nil {
			return err
		}
		seen[c.ID] = true
		for _, skill := range c.Serves {
			if _, ok := s.Group(skill.Group); !ok {
				return wrong("counter %s serves no group %q", c.ID, skill.Group)
			}
			if skill.Level < 0 {
				return wrong("counter %s: a preference level is not negative", c.ID)
			}
		}
	}
	return nil
}

func (s *Setup) checkTellers() error {
	if len(s.Tellers) == 0 {
		return wrong("a hall has at least one teller: without one no counter opens")
	}
	seen, typed := map[TellerID]bool{}, map[string]TellerID{}
	for _, t := range s.Tellers {
		if !soundID(t.ID) || seen[t.ID] {
			return wrong("teller %q is %s, or used twice", t.ID, noID)
		}
		if read := strings.TrimSpace(Plain(Halfwidth(t.Badge))); read != t.Badge || utf8.RuneCountInString(read) > longestID {
			return wrong("teller %s: badge %q cannot be typed; write %.32q", t.ID, t.Badge, read)
		}
		for _, name := range []string{string(t.ID), t.Badge} { // what a teller may type to sign in
			if other, taken := typed[name]; taken && other != t.ID {
				return wrong("teller %s: badge or id %q is that of teller %s too; give each a badge of his own", t.ID, name, other)
			}
			if name != "" {
				typed[name] = t.ID
			}
		}
		seen[t.ID] = true
	}
	return nil
}

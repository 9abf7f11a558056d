package queue

import (
	"github.com/brighthall/brighthall/hall"
)

// count adds a ticket of the day to the day's figures, or with −1 takes it out again. The figures are a sum over
// tickets and nothing else, so they are the same after a restart.
func (s *state) count(t *hall.Ticket, sign int) {
	if t.Day != s.day.Day {
		return
	}
	if t.EndedBy != hall.EndedUnprinted {
		s.issued[t.Group] += sign
		if k, ok := s.slotOf(t.Group, t.IssuedAt); ok && t.Source != hall.FromBooking {
			s.slots[k] += sign
		}
	}
	s.today.Issued += sign
	add(&s.today, t, sign)
	if t.Counter != "" {
		at := s.atCounter[t.Counter]
		if at == nil {
			at = &hall.Today{}
			s.atCounter[t.Counter] = at
		}
		add(at, t, sign)
	}
}

// recount adds up everything anew: a new setup may cut the day into other slots.
func (s *state) recount() {
	s.today, s.atCounter = hall.Today{}, map[hall.CounterID]*hall.Today{}
	s.issued, s.slots = map[hall.GroupCode]int{}, map[slot]int{}
	for _, t := range s.tickets {
		s.count(t, 1)
	}
}

func add(d *hall.Today, t *hall.Ticket, sign int) {
	d.NoShows += sign * t.NoShows
	if t.BySystem() {
		return
	}
	if t.FirstCalledAt > 0 {
		d.Called += sign
		d.WaitMs += int64(sign) * int64(t.FirstCalledAt-t.IssuedAt)
	}
	if t.State == hall.Finished {
		d.Finished += sign
		d.ServedMs += int64(sign) * t.ServedMs
	}
	if t.Rated() {
		d.Rated += sign
		if t.Evaluation.Level >= 3 {
			d.Satisfied += sign
		}
	}
}

// slotOf is the walk-in slot of a group at a moment; ok is false when the group has none.
func (s *state) slotOf(code hall.GroupCode, at hall.Millis) (slot, bool) {
	g, ok := s.setup.Group(code)
	if !ok || g.SlotMin <= 0 {
		return slot{}, false
	}
	local := at.Time().In(s.zone)
	_, offset := local.Zone()
	minute := (local.Unix() + int64(offset)) / 60
	return slot{code, minute - minute%int64(g.SlotMin)}, true
}

// refusal is why a group takes no ticket at a moment, or "".
func (s *state) refusal(g hall.ServiceGroup, source hall.Source, at hall.Millis) hall.Code {
	if g.Paused || g.Withdrawn || !s.setup.Serves(g.Code) {
		return hall.Paused
	}
	if s.day.Unsure > 0 { // neither the hour nor the day is known, and people stand in the hall
		return ""
	}
	local := at.Time().In(s.zone)
	if !g.OpenAt(int(local.Weekday()), local.Hour()*60+local.Minute()) {
		return hall.OutOfHours
	}
	if g.DailyQuota > 0 && s.issued[g.Code] >= g.DailyQuota {
		return hall.QuotaFull
	}
	if k, ok := s.slotOf(g.Code, at); ok && g.SlotQuota > 0 && source != hall.FromBooking && s.slots[k] >= g.SlotQuota {
		return hall.SlotFull
	}
	return ""
}

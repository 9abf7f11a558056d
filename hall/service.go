package hall

// ServiceGroup is a queue class: its tickets share a prefix and a line.
type ServiceGroup struct {
	Code       GroupCode `json:"code" toml:"code"`
	Prefix     string    `json:"prefix" toml:"prefix"` // one letter, unique in the outlet
	Name       Name      `json:"name" toml:"name"`
	Short      Name      `json:"short" toml:"short"`                       // for the hall display
	Fact       Name      `json:"fact" toml:"fact"`                         // one short line under the name on a tile
	Icon       string    `json:"icon" toml:"icon"`                         // name of an icon in assets/icons
	Hours      []Hours   `json:"hours,omitempty" toml:"hours"`             // empty: round the clock
	DailyQuota int       `json:"daily_quota,omitempty" toml:"daily_quota"` // 0: no limit
	SlotMin    int       `json:"slot_min,omitempty" toml:"slot_min"`       // length of a walk-in slot
	SlotQuota  int       `json:"slot_quota,omitempty" toml:"slot_quota"`   // walk-in tickets per slot, 0: no limit
	PlanMean   float64   `json:"plan_mean_min" toml:"plan_mean_min"`       // planned minutes at the counter, mean
	PlanP90    float64   `json:"plan_p90_min" toml:"plan_p90_min"`         // … and the 90th percentile
	NormMin    int       `json:"norm_min" toml:"norm_min"`                 // promised minutes of one service
	Advice     bool      `json:"advice,omitempty" toml:"advice"`           // for those who are not sure what their business is called
	Paused     bool      `json:"paused,omitempty" toml:"paused"`
	Withdrawn  bool      `json:"withdrawn,omitempty" toml:"withdrawn"` // no new tickets, never shown; waiting ones are served
}

// Hours are opening hours on some weekdays, minutes after midnight, From inclusive, To exclusive.
type Hours struct {
	Days []int `json:"days" toml:"days"` // 0 Sunday … 6 Saturday; empty: every day
	From int   `json:"from_min" toml:"from_min"`
	To   int   `json:"to_min" toml:"to_min"`
}

// Covers reports whether the hours hold on weekday at minute.
func (h Hours) Covers(weekday, minute int) bool {
	if minute < h.From || minute >= h.To {
		return false
	}
	for _, d := range h.Days {
		if d == weekday {
			return true
		}
	}
	return len(h.Days) == 0
}

// OpenAt reports whether the group takes tickets on weekday (0 Sunday) at minute of the day.
func (g ServiceGroup) OpenAt(weekday, minute int) bool {
	for _, h := range g.Hours {
		if h.Covers(weekday, minute) {
			return true
		}
	}
	return len(g.Hours) == 0
}

// ServiceType is an item of the catalogue.
type ServiceType struct {
	Code    ItemCode  `json:"code" toml:"code"`
	Group   GroupCode `json:"group" toml:"group"`
	Name    Name      `json:"name" toml:"name"`
	Papers  []Paper   `json:"papers,omitzero" toml:"papers"` // to bring; none, but there: no papers are needed; nil: nobody has said
	Minutes int       `json:"minutes" toml:"minutes"`        // planned minutes at the counter; 0: nobody has said
	Limit   Name      `json:"limit" toml:"limit"`            // promised time, as the outlet words it
	Popular bool      `json:"popular,omitempty" toml:"popular"`
}

// Paper is a document the visitor needs. Later means it may be handed in afterwards.
type Paper struct {
	Name  Name `json:"name" toml:"name"`
	Later bool `json:"later,omitempty" toml:"later"`
}

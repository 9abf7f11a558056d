package hall

import "time"

// Name is a name a person reads, in the languages we speak. It is data of the outlet, not a sentence of ours.
type Name struct {
	Zh string `json:"zh" toml:"zh"`
	En string `json:"en" toml:"en"`
}

// In is the name in language lang, Chinese when the other is missing.
func (n Name) In(lang Language) string {
	if lang == English && n.En != "" {
		return n.En
	}
	return n.Zh
}

// Language of a visitor or a screen.
type Language string

// The languages.
const (
	Chinese Language = "zh-CN"
	English Language = "en"
)

// TicketLanguages are those that a ticket may be called in; empty: the hall's own alone.
var TicketLanguages = []Language{"", Chinese, English}

// Outlet is one business hall.
type Outlet struct {
	ID        OutletID `json:"id" toml:"id"`
	Code      int      `json:"code" toml:"code"` // 1–999, the first three digits of ticket codes
	Name      Name     `json:"name" toml:"name"`
	Zone      string   `json:"zone" toml:"zone"`                       // IANA name, "Asia/Shanghai"
	DayStart  int      `json:"day_start_min" toml:"day_start_min"`     // minutes after midnight
	Hotline   string   `json:"hotline" toml:"hotline"`                 // "95598"
	PublicURL string   `json:"public_url,omitempty" toml:"public_url"` // where visitors reach /t/{token}; empty: label the code 柜台扫码
	Demo      bool     `json:"demo,omitempty" toml:"demo"`             // everything shown carries 演示数据
	Rules     Rules    `json:"rules" toml:"rules"`
}

// Location is the outlet's time zone. An unknown name is an error at load, so here it falls back to UTC.
func (o Outlet) Location() *time.Location {
	loc, err := time.LoadLocation(o.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// Day is the outlet's business day at moment t.
func (o Outlet) Day(t time.Time) Day {
	return DayOf(t, o.Location(), time.Duration(o.DayStart)*time.Minute)
}

// Rules are the outlet's queue rules. Minutes and seconds are plain numbers so that a person can edit them.
type Rules struct {
	CallLimit       int  `json:"call_limit" toml:"call_limit"`                   // calls in all; one more is a no-show
	RecallSec       int  `json:"recall_sec" toml:"recall_sec"`                   // least time between two calls of a visitor
	RequeueBehind   int  `json:"requeue_behind" toml:"requeue_behind"`           // a missed ticket returns behind so many others
	MissedRestMin   int  `json:"missed_rest_min" toml:"missed_rest_min"`         // … and where fewer wait is not called again for so long, unless nobody else waits
	MissedReturnMin int  `json:"missed_return_min" toml:"missed_return_min"`     // a no-show may come back within
	ReleaseSec      int  `json:"release_sec" toml:"release_sec"`                 // teller or program gone: back to the head after
	ReopenSec       int  `json:"reopen_sec" toml:"reopen_sec"`                   // an end may be taken back within
	CareMin         int  `json:"care_min" toml:"care_min"`                       // credit of care priority
	BookedMin       int  `json:"booked_min" toml:"booked_min"`                   // credit of booked and on time
	TransferMin     int  `json:"transfer_min" toml:"transfer_min"`               // credit of a transferred ticket
	PapersMin       int  `json:"papers_min" toml:"papers_min"`                   // credit of one who comes back with missing papers
	LevelMin        int  `json:"level_min" toml:"level_min"`                     // cost of one preference level
	CreditedInRow   int  `json:"credited_in_row" toml:"credited_in_row"`         // at most so many credited tickets in a row per counter
	KeepOvernight   bool `json:"keep_overnight,omitempty" toml:"keep_overnight"` // open tickets survive the day close
	KeepTellers     bool `json:"keep_tellers,omitempty" toml:"keep_tellers"`     // tellers stay signed in when the day turns by itself
}

// DefaultRules are the rules of an outlet that sets none (facts: planning values, editable).
func DefaultRules() Rules {
	return Rules{CallLimit: 3, RecallSec: 20, RequeueBehind: 3, MissedRestMin: 5, MissedReturnMin: 30, ReleaseSec: 120, ReopenSec: 60,
		CareMin: 20, BookedMin: 15, TransferMin: 30, PapersMin: 20, LevelMin: 10, CreditedInRow: 2}
}

// BetweenCalls is the least time between two calls of a visitor.
func (r Rules) BetweenCalls() time.Duration {
	return time.Duration(r.RecallSec) * time.Second
}

// Setup is everything about a hall that the center owns: versioned as one, version 0 is the seed.
type Setup struct {
	Version  int64          `json:"version" toml:"version"`
	Outlet   Outlet         `json:"outlet" toml:"outlet"`
	Groups   []ServiceGroup `json:"groups" toml:"groups"`
	Items    []ServiceType  `json:"items" toml:"items"`
	Counters []CounterSetup `json:"counters" toml:"counters"`
	Tellers  []Teller       `json:"tellers" toml:"tellers"`
	Notices  []Notice       `json:"notices,omitempty" toml:"notices"`
}

// Notice is a line for the ticker and the notice places.
type Notice struct {
	Title Name `json:"title" toml:"title"`
	Text  Name `json:"text" toml:"text"`
}

// Group finds a group by its code.
func (s *Setup) Group(c GroupCode) (ServiceGroup, bool) {
	for _, g := range s.Groups {
		if g.Code == c {
			return g, true
		}
	}
	return ServiceGroup{}, false
}

// Item finds an item by its code.
func (s *Setup) Item(c ItemCode) (ServiceType, bool) {
	for _, i := range s.Items {
		if i.Code == c {
			return i, true
		}
	}
	return ServiceType{}, false
}

// Teller finds a teller by what he types to sign in: his id or his badge.
func (s *Setup) Teller(typed string) (Teller, bool) {
	for _, t := range s.Tellers {
		if string(t.ID) == typed || t.Badge == typed && typed != "" {
			return t, true
		}
	}
	return Teller{}, false
}

// Resolve finds the group of a code that names a group or an item; item is empty for a group.
func (s *Setup) Resolve(code string) (g ServiceGroup, item ItemCode, ok bool) {
	if g, ok = s.Group(GroupCode(code)); ok {
		return g, "", true
	}
	if i, found := s.Item(ItemCode(code)); found {
		g, ok = s.Group(i.Group)
		return g, i.Code, ok
	}
	return g, "", false
}

package hall_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

func TestASetupThatWouldBreakTheHallIsRefused(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*hall.Setup)
		says  string // "" it is sound
	}{
		{"as it is", func(*hall.Setup) {}, ""},
		{"no zone", func(s *hall.Setup) { s.Outlet.Zone = "Mars/Base" }, "time zone"},
		{"a code too large", func(s *hall.Setup) { s.Outlet.Code = 1000 }, "999"},
		{"a day that begins at no time", func(s *hall.Setup) { s.Outlet.DayStart = 99999 }, "day_start_min"},
		{"no call at all", func(s *hall.Setup) { s.Outlet.Rules.CallLimit = 0 }, "call_limit"},
		{"a negative credit", func(s *hall.Setup) { s.Outlet.Rules.CareMin = -50 }, "care_min"},
		{"a release at once", func(s *hall.Setup) { s.Outlet.Rules.ReleaseSec = 0 }, "release_sec"},
		{"a negative quota", func(s *hall.Setup) { s.Groups[0].DailyQuota = -4 }, "quotas"},
		{"a slot quota without slots", func(s *hall.Setup) { s.Groups[0].SlotQuota, s.Groups[0].SlotMin = 5, 0 }, "slot_min"},
		{"hours that end before they begin", func(s *hall.Setup) { s.Groups[0].Hours = []hall.Hours{{From: 1200, To: 360}} }, "hours"},
		{"a tenth day of the week", func(s *hall.Setup) { s.Groups[0].Hours = []hall.Hours{{Days: []int{9}, From: 0, To: 1440}} }, "days"},
		{"a whole day, every day", func(s *hall.Setup) { s.Groups[0].Hours = []hall.Hours{{From: 0, To: 1440}} }, ""},
		{"two lines of one prefix", func(s *hall.Setup) { s.Groups[1].Prefix = s.Groups[0].Prefix }, "prefix"},
		{"an item of no group", func(s *hall.Setup) { s.Items[0].Group = "X" }, "no group"},
		{"a counter that serves nothing known", func(s *hall.Setup) { s.Counters[0].Serves = []hall.Skill{{Group: "X"}} }, "serves no group"},
		{"a preference below nought", func(s *hall.Setup) { s.Counters[0].Serves[0].Level = -1 }, "level"},
		{"a counter twice", func(s *hall.Setup) { s.Counters[1].ID = s.Counters[0].ID }, "used twice"},
		{"a teller twice", func(s *hall.Setup) { s.Tellers[1].ID = s.Tellers[0].ID }, "used twice"},
	} {
		s := halltest.Setup()
		c.spoil(&s)
		err := s.Check()
		if c.says == "" && err == nil || c.says != "" && hall.CodeOf(err) == hall.Invalid && strings.Contains(err.Error(), c.says) {
			continue
		}
		t.Errorf("%s: %v, want a word on %q", c.name, err, c.says)
	}
}

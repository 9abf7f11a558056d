package hall_test

import (
	"math"
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
		{"the prefix of care tickets", func(s *hall.Setup) { s.Groups[0].Prefix = "L" }, "priority"},
		{"the prefix of booked tickets", func(s *hall.Setup) { s.Groups[0].Prefix = "Y" }, "priority"},
		{"an item of no group", func(s *hall.Setup) { s.Items[0].Group = "X" }, "no group"},
		{"a counter that serves nothing known", func(s *hall.Setup) { s.Counters[0].Serves = []hall.Skill{{Group: "X"}} }, "serves no group"},
		{"a preference below nought", func(s *hall.Setup) { s.Counters[0].Serves[0].Level = -1 }, "level"},
		{"a counter twice", func(s *hall.Setup) { s.Counters[1].ID = s.Counters[0].ID }, "used twice"},
		{"a counter without a label", func(s *hall.Setup) { s.Counters[0].Label = "" }, "label"},
		{"a label of blanks", func(s *hall.Setup) { s.Counters[0].Label = " \t\u3000" }, "label"},
		{"an endless label", func(s *hall.Setup) { s.Counters[0].Label = strings.Repeat("窗", 21) }, "label"},
		{"a label that turns the writing", func(s *hall.Setup) { s.Counters[0].Label = "3\u202e" }, "cannot be seen"},
		{"a label with a line break", func(s *hall.Setup) { s.Counters[0].Label = "3\n4" }, "cannot be seen"},
		{"two labels", func(s *hall.Setup) { s.Counters[1].Label = s.Counters[0].Label }, "same label"},
		{"two labels in full width", func(s *hall.Setup) { s.Counters[2].Label = "１" }, "same label"},
		{"two labels that both say window 1", func(s *hall.Setup) { s.Counters[2].Label = "01号窗口" }, "same label"},
		{"two labels apart by letters' size", func(s *hall.Setup) { s.Counters[1].Label, s.Counters[2].Label = "VIP室", "vip 室" }, "same label"},
		{"labels of words", func(s *hall.Setup) { s.Counters[0].Label, s.Counters[1].Label = "低压1", "VIP室" }, ""},
		{"a counter of an id with a line break", func(s *hall.Setup) { s.Counters[0].ID = "1\n" }, "no id"},
		{"a counter that is a way up", func(s *hall.Setup) { s.Counters[0].ID = ".." }, "no id"},
		{"a counter of a long id", func(s *hall.Setup) { s.Counters[0].ID = hall.CounterID(strings.Repeat("x", 100)) }, "no id"},
		{"a counter of a full-width id", func(s *hall.Setup) { s.Counters[0].ID = "１" }, "no id"},
		{"a counter of a word", func(s *hall.Setup) { s.Counters[0].ID = "VIP-1_b" }, ""},
		{"a group code with a slash", func(s *hall.Setup) { s.Groups[3].Code = "K/1" }, "no id"},
		{"an item code with a blank", func(s *hall.Setup) { s.Items[0].Code = "B 1" }, "no id"},
		{"a teller of an id with a blank", func(s *hall.Setup) { s.Tellers[0].ID = "t 1" }, "no id"},
		{"a prefix that is a line break", func(s *hall.Setup) { s.Groups[0].Prefix = "\n" }, "A to Z"},
		{"a prefix that is a blank", func(s *hall.Setup) { s.Groups[0].Prefix = " " }, "A to Z"},
		{"a prefix that is a sign", func(s *hall.Setup) { s.Groups[0].Prefix = "%" }, "A to Z"},
		{"a prefix that is a digit", func(s *hall.Setup) { s.Groups[0].Prefix = "1" }, "A to Z"},
		{"a small prefix", func(s *hall.Setup) { s.Groups[0].Prefix = "a" }, "A to Z"},
		{"no prefix", func(s *hall.Setup) { s.Groups[0].Prefix = "" }, "A to Z"},
		{"two letters of prefix", func(s *hall.Setup) { s.Groups[0].Prefix = "AB" }, "A to Z"},
		{"no counters", func(s *hall.Setup) { s.Counters = nil }, "counter"},
		{"no tellers", func(s *hall.Setup) { s.Tellers = nil }, "teller"},
		{"a name that hides letters", func(s *hall.Setup) { s.Outlet.Name.Zh = "营\u200b业厅" }, "cannot be seen"},
		{"a group's name with an escape", func(s *hall.Setup) { s.Groups[0].Short.En = "\x1b[31m" }, "cannot be seen"},
		{"a teller's name that turns the writing", func(s *hall.Setup) { s.Tellers[0].Name.Zh = "张\u202e三" }, "cannot be seen"},
		{"a badge with a nought byte", func(s *hall.Setup) { s.Tellers[0].Badge = "1\x00" }, "cannot be seen"},
		{"a notice of two lines", func(s *hall.Setup) { s.Notices = []hall.Notice{{Text: hall.Name{Zh: "一\n二"}}} }, ""},
		{"a notice that turns the writing", func(s *hall.Setup) { s.Notices = []hall.Notice{{Text: hall.Name{Zh: "一\u202e二"}}} }, "cannot be seen"},
		{"an address of no scheme", func(s *hall.Setup) { s.Outlet.PublicURL = "hall.example" }, "http"},
		{"a badge that is another's", func(s *hall.Setup) { s.Tellers[1].Badge = s.Tellers[0].Badge }, "badge of his own"},
		{"a badge that is another's id", func(s *hall.Setup) { s.Tellers[0].Badge = string(s.Tellers[1].ID) }, "badge of his own"},
		{"a badge in full width", func(s *hall.Setup) { s.Tellers[0].Badge = "０３１２" }, "0312"},
		{"a badge with blanks", func(s *hall.Setup) { s.Tellers[0].Badge = " 0312 " }, "cannot be typed"},
		{"a badge of many digits", func(s *hall.Setup) { s.Tellers[0].Badge = strings.Repeat("1", 5000) }, "cannot be typed"},
		{"a plan of no number", func(s *hall.Setup) { s.Groups[0].PlanMean = math.NaN() }, "planned minutes"},
		{"a plan without end", func(s *hall.Setup) { s.Groups[0].PlanP90 = math.Inf(1) }, "planned minutes"},
		{"a plan of years", func(s *hall.Setup) { s.Groups[0].PlanP90 = 1e9 }, "planned minutes"},
		{"a plan whose longest are short", func(s *hall.Setup) { s.Groups[0].PlanMean, s.Groups[0].PlanP90 = 10, 5 }, "plan_p90_min"},
		{"an item that gives time back", func(s *hall.Setup) { s.Items[0].Minutes = -15 }, "minutes"},
		{"an outlet id with a slash", func(s *hall.Setup) { s.Outlet.ID = "a/b" }, "outlet id"},
		{"an outlet id that is a way up", func(s *hall.Setup) { s.Outlet.ID = ".." }, "outlet id"},
		{"the machine's own zone", func(s *hall.Setup) { s.Outlet.Zone = "Local" }, "Asia/Shanghai"},
		{"a hall without a name", func(s *hall.Setup) { s.Outlet.Name = hall.Name{Zh: " "} }, "needs a name"},
		{"a hall of an endless name", func(s *hall.Setup) { s.Outlet.Name.Zh = strings.Repeat("供", 500) }, "60 letters"},
		{"a group without a name", func(s *hall.Setup) { s.Groups[0].Name = hall.Name{En: "Pay"} }, "needs a name"},
		{"two groups of one name", func(s *hall.Setup) { s.Groups[1].Name = s.Groups[0].Name }, "choose"},
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

func TestThePublicURLIsCheckedInWords(t *testing.T) {
	for _, good := range []string{"", "http://10.0.0.5:7300", "https://hall.example/", "https://hall.example/queue/t", "HTTPS://hall.example", "http://[fe80::1]:80/x"} {
		if err := hall.CheckPublicURL(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for bad, says := range map[string]string{
		"hall.example/q": "http", "//hall.example": "http", "ftp://hall.example": "http", "javascript:alert(1)": "http", "10.0.0.5:7300": "public_url",
		"https://": "host", "https:///t": "host", "https://:80": "host", "http://h:0": "port", "http://h:99999": "port", "http://h:": "port",
		"https://hall.example/?a=1": "query", "https://hall.example?": "query", "https://hall.example/#t": "fragment", "https://hall.example#": "fragment",
		"https://me:secret@hall.example": "user", "https://me@hall.example": "user", "https://大厅.example": "ASCII", "https://h/a b": "ASCII",
		"https://h/\n": "ASCII", " https://h": "ASCII", "https://h/" + strings.Repeat("x", 200): "200", "http://h/%zz": "public_url",
	} {
		if err := hall.CheckPublicURL(bad); hall.CodeOf(err) != hall.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want a word on %q", bad, err, says)
		}
	}
}

package seed_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/sync/seal"
)

func TestDemoOutlet(t *testing.T) {
	s, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	if !s.Outlet.Demo || len(s.Groups) != 4 || len(s.Counters) != 6 || len(s.Tellers) != 8 || len(s.Items) < 30 {
		t.Errorf("demo outlet: demo %v, %d groups, %d counters, %d tellers, %d items",
			s.Outlet.Demo, len(s.Groups), len(s.Counters), len(s.Tellers), len(s.Items))
	}
	for _, teller := range s.Tellers {
		if !seal.MatchSecret(teller.PIN, "246810") {
			t.Errorf("teller %s: the demo PIN does not fit", teller.ID)
		}
	}
	if g, item, ok := s.Resolve("B05"); !ok || g.Code != "H" || item != "B05" {
		t.Errorf("B05 resolves to %v %v %v", g.Code, item, ok)
	}
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"an unknown key is named with its line", "version = 0\nversoin = 1\n", "versoin"},
		{"a missing zone is named", "[outlet]\nid = \"x\"\ncode = 1\n", "zone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := seed.Read([]byte(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a word on %q", err, c.want)
			}
		})
	}
}

func TestAnOutletWithoutRulesHasTheDefaultOnes(t *testing.T) {
	for _, c := range []struct {
		text string
		care int
	}{{"", 20}, {"[outlet.rules]\ncare_min = 7\n", 7}} {
		s, err := seed.Read([]byte("[outlet]\nid = \"x\"\ncode = 1\nzone = \"Asia/Shanghai\"\nname = { zh = \"厅\" }\n" + c.text +
			"[[counters]]\nid = \"1\"\nlabel = \"1\"\n[[tellers]]\nid = \"t01\"\n"))
		if err != nil || s.Outlet.Rules.CareMin != c.care || s.Outlet.Rules.CallLimit != 3 || s.Outlet.Rules.ReleaseSec != 120 {
			t.Errorf("%q: %v, %+v", c.text, err, s.Outlet.Rules)
		}
	}
}

// TestNoNoticeNamesAWindow: notices stay on the screens when a window closes; the kiosk and the slip name those that
// serve.
func TestNoNoticeNamesAWindow(t *testing.T) {
	setup, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range setup.Notices {
		for _, text := range []string{n.Title.Zh, n.Title.En, n.Text.Zh, n.Text.En} {
			if strings.Contains(text, "窗口") || strings.Contains(strings.ToLower(text), "window") {
				t.Errorf("a notice names a window: %q", text)
			}
		}
	}
}

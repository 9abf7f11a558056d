package counter_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// TestWindowsNamedByWordsAreReadableOnBothScreens: the outer screen writes the window's name as large as it fits, with
// “号窗口” after digits alone, and the teller's window takes twelve services with long names.
func TestWindowsNamedByWordsAreReadableOnBothScreens(t *testing.T) {
	for _, label := range []string{"低压1", "VIP室", "1号窗口", "企业专席", "A12"} {
		for _, language := range []hall.Language{hall.Chinese, hall.English} {
			t.Run(label+" "+string(language), func(t *testing.T) {
				p := newPair(t)
				p.Dress = named(p, label)
				p.Issue("H023", "H024")
				for _, x := range p.Tickets {
					x.Language, x.Group, x.Items = language, "A", nil
				}
				p.teller.SetLang(language)
				p.wait(6)
				p.walk(t, func(state string) {
					p.visitor.NoClipping()
					p.visitor.NothingCovered()
					p.teller.NoClipping()
					p.teller.NothingCovered()
					if label != "1号窗口" && (state == "idle" || state == "called") {
						p.visitor.Sees(label)
					}
					if label == "企业专席" && state == "idle" {
						p.teller.Golden("teller-words-" + string(language))
						p.visitor.Golden("customer-words-" + string(language))
					}
					if label != "A12" {
						p.visitor.SeesNot(label+"号", label+" 号")
					}
				})
			})
		}
	}
}

// named gives the office the groups and windows of a hall named by words; this window has the label.
func named(p *pair, label string) func(*hall.Snapshot) {
	words := halltest.Words(hall.At(p.Now))
	return func(s *hall.Snapshot) {
		ours := s.Counters
		s.Outlet, s.Groups, s.Items, s.Counters = words.Outlet, words.Groups, words.Items, nil
		for _, c := range words.Counters {
			for _, own := range ours {
				if own.ID == c.ID {
					own.Serves, own.Label = c.Serves, c.Label
					c = own
				}
			}
			if c.ID == "3" {
				c.Label = label
			}
			s.Counters = append(s.Counters, c)
		}
	}
}

// walk goes through the states of a visit and looks at each.
func (p *pair) walk(t *testing.T, look func(state string)) {
	t.Helper()
	look("closed")
	p.signIn()
	look("idle")
	p.press("F1")
	p.wait(1)
	look("called")
	p.press("F8")
	p.wait(1)
	look("serving")
	p.press("F4")
	look("transfer")
	p.desk().Dismiss()
	p.press("F5")
	p.desk().Digit(2)
	p.press("F5")
	p.wait(1)
	if p.desk().Phase() != flow.Rating {
		t.Fatalf("the visit does not end: %s, %+v", p.desk().Phase(), p.desk().Notice())
	}
	look("rating")
	p.wait(25)
	p.press("F6")
	p.desk().PauseFor("rest")
	p.wait(1)
	look("paused")
}

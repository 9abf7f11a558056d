package pages_test

import (
	"testing"

	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/demohall/pages"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware/sims"
	"github.com/brighthall/brighthall/ui/bench"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// Every button and every switch says something its simulator does.
func TestTheSimulatorsUnderstand(t *testing.T) {
	for _, p := range pages.All {
		for _, m := range p.Machines {
			sim, ok := sims.Find(m.ID)
			if !ok {
				t.Fatalf("no simulator %q", m.ID)
			}
			device := sim.Make(func(string) {})
			nonsense := device.Act("no such word").Error()
			does := func(words string) {
				if words == demohall.Print || words == demohall.Speak {
					return // the rack's work
				}
				if err := device.Act(words); err != nil && err.Error() == nonsense {
					t.Errorf("%s: %q: %v", m.ID, words, err)
				}
			}
			for _, a := range m.Acts {
				does(a.Words)
			}
			for _, f := range m.Faults {
				does(f.On)
				does(f.Off)
			}
		}
	}
}

func TestPictures(t *testing.T) {
	for _, l := range []hall.Language{hall.Chinese, hall.English} {
		for _, p := range pages.All {
			t.Run(p.Key+"-"+string(l), func(t *testing.T) {
				r := uitest.New(t, skin.Desk)
				b := bench.New(bench.Hooks{Pages: pages.All})
				r.Home(b)
				r.SetLang(l)
				for _, m := range p.Machines {
					b.Is(m.ID, kit.Watch, "")
				}
				r.Tap("page-" + p.Key)
				r.NoClipping()
				r.NothingCovered()
				if l == hall.English || p.Key == "cash" || p.Key == "forms" {
					r.Golden(p.Key + "-" + string(l))
				}
			})
		}
	}
}

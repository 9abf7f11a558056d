package counter_test

import (
	"testing"

	"github.com/brighthall/brighthall/ui/counter"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/uitest"
)

func TestStrip(t *testing.T) {
	for _, s := range states {
		switch s.name {
		case "closed", "idle", "called", "late", "serving", "near", "paused", "away", "rating":
		default:
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			p := newPair(t)
			r := uitest.NewLook(t, counter.StripLook())
			p.Strip(r.Stage, nil)
			p.crowd()
			p.wait(6)
			s.in(p)
			r.NoClipping()
			r.NothingCovered()
			r.Golden("strip-" + s.name)
		})
	}
}

func TestAQuestionOpensTheBigWindow(t *testing.T) {
	p := newPair(t)
	r := uitest.NewLook(t, counter.StripLook())
	opened := 0
	p.Strip(r.Stage, func() { opened++ })
	p.crowd()
	p.wait(6)
	p.signIn()
	r.Tap("strip-next")
	r.Tap("strip-start")
	if opened != 0 || p.desk().Phase() != flow.Serving {
		t.Fatalf("opened %d times, phase %s", opened, p.desk().Phase())
	}
	r.Tap("strip-finish")
	if opened != 1 || p.desk().Panel() != flow.FinishPanel {
		t.Errorf("opened %d times, panel %q", opened, p.desk().Panel())
	}
}

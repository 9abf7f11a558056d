package counter_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/counter"
)

// great gives the office's hall many windows. Every third one is closed, and the reason stands on its tile.
func (p *pair) great(windows int) {
	small, last := p.Dress, hall.CounterID(fmt.Sprint(windows))
	p.Office.Windows[last] = &hall.Counter{ID: last, State: hall.CounterClosed}
	p.Dress = func(s *hall.Snapshot) {
		small(s)
		for i := len(s.Counters); i < windows; i++ {
			c := s.Counters[0]
			c.ID, c.Label, c.State, c.Badge = hall.CounterID(fmt.Sprint(i+1)), fmt.Sprint(i+1), hall.CounterOpen, fmt.Sprintf("0%d", 400+i)
			if i%3 == 0 || i == windows-1 {
				c.State, c.Badge = hall.CounterClosed, ""
			}
			s.Counters = append(s.Counters, c)
		}
	}
}

// screens are the monitors that halls have.
var screens = []fyne.Size{{Width: 1920, Height: 1080}, {Width: 1366, Height: 768}}

// everyHall looks at halls of each size, on each monitor, in both languages.
func everyHall(t *testing.T, look func(t *testing.T, p *pair, windows int, name string)) {
	for _, windows := range []int{13, 26, 60} {
		for _, l := range lang.Languages {
			for _, size := range screens {
				name := fmt.Sprintf("%d-%s-%.0f", windows, l, size.Width)
				t.Run(name, func(t *testing.T) {
					p := newPair(t, func(d *counter.Deps) { d.Counter = "" })
					p.teller.Resize(size.Width, size.Height)
					p.teller.SetLang(l)
					p.great(windows)
					p.crowd()
					p.wait(6)
					look(t, p, windows, name)
				})
			}
		}
	}
}

// TestEveryWindowOfAGreatHallCanBeSignedInTo, with the mouse and with the keyboard. Before, the thirteenth window was
// nowhere.
func TestEveryWindowOfAGreatHallCanBeSignedInTo(t *testing.T) {
	everyHall(t, func(t *testing.T, p *pair, windows int, name string) {
		seen := map[string]bool{}
		for range 1 + windows/12 {
			for _, text := range p.teller.Texts() {
				seen[text] = true
			}
			p.teller.NoClipping()
			p.teller.NothingCovered()
			p.teller.Key(fyne.KeyPageDown)
		}
		for i := range windows {
			if !seen[fmt.Sprint(i+1)] {
				t.Errorf("window %d is nowhere", i+1)
			}
		}
		if windows == 26 {
			p.teller.Golden("teller-windows-" + name)
		}
	})
	for name, turn := range map[string]func(*pair){
		"mouse":    func(p *pair) { p.teller.Tap("sign-in-more") },
		"Page Dn":  func(p *pair) { p.teller.Key(fyne.KeyPageDown) },
		"keyboard": func(p *pair) { p.tabTo(t, "sign-in-more"); p.teller.Key(fyne.KeySpace) },
	} {
		t.Run("the last window by "+name, func(t *testing.T) {
			p := newPair(t, func(d *counter.Deps) { d.Counter = "" })
			p.great(26)
			p.wait(6)
			turn(p)
			p.tabTo(t, "sign-in-window-m") // the thirteenth of the second page
			p.teller.Key(fyne.KeySpace)
			p.tabTo(t, "sign-in-teller")
			p.teller.Type("0312")
			p.teller.Key(fyne.KeyReturn)
			p.teller.Type("246810")
			p.teller.Key(fyne.KeyReturn)
			p.wait(1)
			if p.Windows["26"].Teller != "t01" {
				t.Errorf("window 26: %+v, notice %+v", p.Windows["26"], p.desk().Notice())
			}
		})
	}
}

// TestAVisitorCanBeTransferredToEveryWindowOfAGreatHall: each window stands on a page with its key and, where it is not
// open, the reason, which is read to its end and lies under nothing.
func TestAVisitorCanBeTransferredToEveryWindowOfAGreatHall(t *testing.T) {
	everyHall(t, func(t *testing.T, p *pair, windows int, name string) {
		p.desk().SignIn("3", "0312", "246810")
		p.wait(1)
		p.press("F1", "F8", "F4")
		p.wait(1)
		seen := map[string]bool{}
		for range 1 + windows/10 {
			for _, key := range p.teller.Keys() {
				seen[key] = true
			}
			p.teller.NoClipping()
			p.teller.NothingCovered()
			p.teller.Apart()
			if windows == 26 && !seen["to-window-20"] {
				p.teller.Golden("teller-transfer-" + name)
			}
			p.teller.Key(fyne.KeyPageDown)
		}
		for i := range windows - 1 {
			if !seen[fmt.Sprintf("to-window-%d", i)] {
				t.Errorf("target %d is nowhere", i+1)
			}
		}
		if !seen["hold-mine"] || !seen["hold-anyone"] {
			t.Error("the ticket cannot be set aside")
		}
	})
	for name, turn := range map[string]func(*pair){
		"mouse":    func(p *pair) { p.teller.Tap("panel-more-transfer") },
		"Page Dn":  func(p *pair) { p.teller.Key(fyne.KeyPageDown) },
		"keyboard": func(p *pair) { p.tabTo(t, "panel-more-transfer"); p.teller.Key(fyne.KeySpace) },
	} {
		t.Run("the last choice by "+name, func(t *testing.T) {
			p := open(t)
			p.great(26)
			p.wait(6)
			p.press("F1", "F8", "F4")
			turn(p)
			p.wait(1)
			all := p.desk().Choices()
			last := all[len(all)-1]
			if last.Key == "" || !slices.Contains(p.teller.Keys(), last.ID) {
				t.Fatalf("%+v has no key on the second page of %q", last, p.teller.Keys())
			}
			p.teller.Key(fyne.KeyName(last.Key))
			if !held(p) {
				t.Errorf("H023 is %s, notice %+v", p.Get("H023").State, p.desk().Notice())
			}
		})
	}
}

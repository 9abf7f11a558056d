package counter_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/counter/flow"
)

// Everybody who waits can be scrolled to, by the keyboard and by the buttons.
func TestEverybodyWhoWaitsCanBeReached(t *testing.T) {
	for _, row := range []struct {
		name string
		on   func(*pair)
	}{
		{"Page Down", func(p *pair) { p.teller.Key(fyne.KeyPageDown) }},
		{"the button", func(p *pair) { p.teller.Tap("queue-on") }},
		{"the arrow key", func(p *pair) {
			for range 8 {
				p.teller.Key(fyne.KeyDown)
			}
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPair(t)
			p.fill(41)
			p.wait(6)
			p.signIn()
			p.teller.Sees("等候 41")
			seen := map[string]bool{}
			for range 7 {
				for _, text := range p.teller.Texts() {
					if strings.HasPrefix(text, "H1") {
						seen[text] = true
					}
				}
				row.on(p)
			}
			if len(seen) != 41 {
				t.Errorf("%d of 41 were seen: %v", len(seen), seen)
			}
		})
	}
}

// A teller who types a number sees that ticket; Return opens it, Escape ends the search.
func TestANumberIsSearchedByTypingIt(t *testing.T) {
	p := newPair(t)
	p.fill(41)
	p.wait(6)
	p.signIn()
	p.teller.Type("139")
	p.teller.Sees("H139")
	p.teller.SeesNot("H101")
	p.teller.Key(fyne.KeyReturn)
	if o, ok := p.desk().Offer(); !ok || o.Ticket.No != "H139" {
		t.Fatalf("opened %+v", o.Ticket.No)
	}
	p.teller.Sees("H101")
	p.teller.Key(fyne.KeyEscape)
	p.teller.Type("h999")
	p.teller.Sees("没有等候或挂起的这个号")
	p.teller.Key(fyne.KeyEscape)
	p.teller.Sees("H101")
	if p.desk().Phase() != flow.Idle {
		t.Errorf("phase %s", p.desk().Phase())
	}
}

// What is typed for an open question is no search.
func TestASearchWaitsForTheQuestion(t *testing.T) {
	p := newPair(t)
	p.fill(3)
	p.wait(6)
	p.signIn()
	p.teller.Key("F6")
	p.teller.Type("2")
	if p.desk().Phase() != flow.Paused {
		t.Errorf("phase %s", p.desk().Phase())
	}
	if keys := p.teller.Keys(); !slices.Contains(keys, "queue-row-2") {
		t.Errorf("the list is searched: %v", keys)
	}
}

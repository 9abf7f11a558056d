package counter_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/counter/flow/flowtest"
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

// A number is typed as quickly as a hand can; every character counts, and so does Return.
func TestANumberIsTypedAtAnySpeed(t *testing.T) {
	for _, gaps := range [][]time.Duration{{20}, {60}, {99}, {101}, {60, 120}, {120, 60}, {90, 110, 70, 100}, {200}} {
		p := newPair(t)
		p.fill(41)
		p.wait(6)
		p.signIn()
		for i, key := range k("H", "1", "3", "9") {
			p.teller.KeyAfter(gaps[i%len(gaps)]*time.Millisecond, key)
		}
		p.teller.KeyAfter(gaps[0]*time.Millisecond, fyne.KeyReturn)
		if o, ok := p.desk().Offer(); !ok || o.Ticket.No != "H139" {
			t.Errorf("%v ms between the keys: opened %q; on the screen %q", gaps, o.Ticket.No, p.teller.Texts())
		}
	}
}

// What is typed right after a key that opens a question is its answer.
func TestAnAnswerIsTypedAtAnySpeed(t *testing.T) {
	for _, gap := range []time.Duration{5, 60, 101} {
		for _, row := range []struct {
			name string
			keys []fyne.KeyName
			want func(*pair) bool
		}{
			{"pause", k("F6", "2"), is(flow.Paused)},
			{"pause, Return", k("F6", "2", fyne.KeyReturn), is(flow.Paused)},
			{"outcomes", k("F1", "F8", "F5", "2", "1", "F5"), is(flow.Rating)},
			{"a number", k("F11", "2"), func(p *pair) bool { return slices.Equal(p.printer.slips, []string{"H907"}) }},
			{"a slip", append(k("F9"), append(digits(flowtest.CodeOf("H025")), fyne.KeyReturn)...), func(p *pair) bool {
				o, ok := p.desk().Offer()
				return ok && o.Ticket.No == "H025"
			}},
			{"a search, then a question", k("H", "0", "2", "F6", "2"), is(flow.Paused)},
		} {
			p := open(t)
			for _, key := range row.keys {
				p.teller.KeyAfter(gap*time.Millisecond, key)
			}
			p.teller.Wait(time.Second)
			if !row.want(p) {
				t.Errorf("%s, %d ms between the keys: phase %s, panel %q, notice %+v", row.name, gap, p.desk().Phase(), p.desk().Panel(), p.desk().Notice())
			}
		}
	}
}

// TestTheMarksOfARowAreWhole on a small monitor, also those of a search, which says in which list a ticket stands:
// beside the name as many as have room, the rest below it, and no word is shortened for them.
func TestTheMarksOfARowAreWhole(t *testing.T) {
	for _, l := range lang.Languages {
		for _, typed := range []string{"", "0"} {
			t.Run(string(l)+typed, func(t *testing.T) {
				p := newPair(t)
				p.teller.Resize(1366, 768)
				p.teller.SetLang(l)
				p.crowd()
				for _, x := range p.Tickets {
					if x.Priority != "" || x.No == "H026" {
						x.NoShows, x.Paper = 1, hall.PaperNotPrinted
					}
				}
				p.wait(6)
				p.signIn()
				p.wait(6)
				p.teller.Type(typed)
				p.teller.NoClipping()
				p.teller.NothingCovered()
				p.teller.Apart()
				p.teller.Golden("teller-marks-" + string(l) + typed)
			})
		}
	}
}

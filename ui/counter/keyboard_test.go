package counter_test

import (
	"maps"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/counter/flow/flowtest"
	"github.com/brighthall/brighthall/ui/nav"
)

// Every act of a teller, with the keyboard alone: what is pressed, and what is true then.
func TestEveryActByKeyboardAlone(t *testing.T) {
	for _, row := range []struct {
		name string
		keys []fyne.KeyName
		want func(*pair) bool
	}{
		{"F1 calls", k("F1"), is(flow.Called)},
		{"F8 starts", k("F1", "F8"), is(flow.Serving)},
		{"F3 marks a no-show", k("F1", "F3"), func(p *pair) bool { return p.desk().Phase() == flow.Idle || p.desk().Panel() != flow.NoPanel }},
		{"digits and F5 finish", k("F1", "F8", "F5", "2", "1", "F5"), is(flow.Rating)},
		{"an outcome is mended", k("F1", "F8", "F5", "2", "2", fyne.KeyUp, "1", "F5"), func(p *pair) bool {
			got := p.Get("H023").Outcomes
			return got["B05"] == hall.Accepted && got["B10"] == hall.Done
		}},
		{"a digit transfers to a service", k("F1", "F8", "F4", "1"), func(p *pair) bool { return p.Get("H023").State == hall.Waiting }},
		{"a digit transfers to a window", k("F1", "F8", "F4", "4"), func(p *pair) bool { return p.Get("H023").State == hall.Waiting }},
		{"a target that is off says why", k("F1", "F8", "F4", "7"), func(p *pair) bool {
			return p.desk().Notice().Say.Key == "counter.why.counter_closed" && p.desk().Phase() == flow.Serving
		}},
		{"the ninth choice holds", k("F1", "F8", "F4", "9"), held},
		{"the tenth choice has a letter", k("F1", "F8", "F4", "A"), held},
		{"a digit pauses", k("F6", "2"), is(flow.Paused)},
		{"F6 goes on", k("F6", "2", "F6"), is(flow.Idle)},
		{"Escape closes a panel", k("F6", fyne.KeyEscape, "2"), is(flow.Idle)},
		{"F11 and a digit take a number", k("F11", "2"), func(p *pair) bool {
			return slices.Equal(p.Did[len(p.Did)-2:], []string{"issue H907", "print H907 printed"}) && slices.Equal(p.printer.slips, []string{"H907"})
		}},
		{"a number with priority", k("F11", "6"), func(p *pair) bool {
			return slices.ContainsFunc(slices.Collect(maps.Values(p.Tickets)), func(t *hall.Ticket) bool { return t.Source == hall.FromCounter && t.Priority == hall.Care })
		}},
		{"F12 prints the slip again", k("F1", "F12"), func(p *pair) bool { return slices.Equal(p.printer.slips, []string{"H023+"}) }},
		{"F12 prints the slip of a number that was searched", append(digits("025"), fyne.KeyReturn, "F12"), func(p *pair) bool {
			return slices.Equal(p.printer.slips, []string{"H025"})
		}},
		{"F12 wants a ticket", k("F12"), func(p *pair) bool { return p.desk().Notice().Say.Key == "counter.why.no_subject" }},
		{"F9 and a number find a slip", append(k("F9"), append(digits(flowtest.CodeOf("H025")), fyne.KeyReturn)...), func(p *pair) bool {
			o, ok := p.desk().Offer()
			return ok && o.Ticket.No == "H025" && p.desk().Panel() == flow.NoPanel
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := open(t)
			p.Tickets["id-H023"].Paper = hall.PaperPrinted
			for _, key := range row.keys {
				p.teller.Key(key)
			}
			if !row.want(p) {
				t.Errorf("phase %s, panel %q, notice %+v, H023 %s", p.desk().Phase(), p.desk().Panel(), p.desk().Notice(), p.Get("H023").State)
			}
		})
	}
}

func k(keys ...fyne.KeyName) []fyne.KeyName { return keys }

func digits(code string) (keys []fyne.KeyName) {
	for _, c := range code {
		keys = append(keys, fyne.KeyName(c))
	}
	return keys
}

func is(want flow.Phase) func(*pair) bool {
	return func(p *pair) bool { return p.desk().Phase() == want }
}

func held(p *pair) bool { return p.Get("H023").State == hall.Held }

// open is a counter at which somebody is signed in and people wait.
func open(t *testing.T, mend ...func(*counter.Deps)) *pair {
	p := newPair(t, mend...)
	p.crowd()
	p.wait(6)
	p.signIn()
	return p
}

// Whatever can be pressed in any state of the window is reached with Tab; the sign-out never comes first, and it asks.
func TestEverythingToPressIsReachedByTab(t *testing.T) {
	for _, s := range states {
		t.Run(s.name, func(t *testing.T) {
			p := newPair(t)
			p.crowd()
			p.wait(6)
			s.in(p)
			var want, got []string
			p.teller.Walk(func(o fyne.CanvasObject, _ fyne.Position) {
				if keyed, ok := o.(nav.Keyed); ok && keyed.Key() != "" {
					want = append(want, keyed.Key())
				}
			})
			for range 2 * len(want) {
				p.teller.Key(fyne.KeyTab)
				got = append(got, focused(p))
			}
			for _, key := range want {
				if !slices.Contains(got, key) {
					t.Errorf("%q is not reached; Tab goes to %q", key, got[:len(want)])
				}
			}
			if got[0] == "sign-out" {
				t.Error("the first stop is the sign-out")
			}
		})
	}
}

// focused is the key of what has the keyboard.
func focused(p *pair) string {
	if keyed, ok := p.teller.Window().Canvas().Focused().(nav.Keyed); ok {
		return keyed.Key()
	}
	return ""
}

func (p *pair) tabTo(t *testing.T, key string) {
	t.Helper()
	for range 60 {
		if p.teller.Key(fyne.KeyTab); focused(p) == key {
			return
		}
	}
	t.Fatalf("Tab never comes to %q", key)
}

// TestTheSpaceThatPressesAKeyIsNoBlank in the field that the key opens; the next one is typed.
func TestTheSpaceThatPressesAKeyIsNoBlank(t *testing.T) {
	p := open(t)
	p.tabTo(t, "key-scan")
	p.teller.Key(fyne.KeySpace)
	if focused(p) != "scan-code" {
		t.Fatalf("%q has the keyboard", focused(p))
	}
	code := func() string {
		field := p.teller.Window().Canvas().Focused().(interface {
			fyne.Shortcutable
			SelectedText() string
		})
		field.TypedShortcut(&fyne.ShortcutSelectAll{})
		return field.SelectedText()
	}
	if got := code(); got != "" {
		t.Errorf("the field begins with %q", got)
	}
	p.teller.Type("1 2")
	if got := code(); got != "1 2" {
		t.Errorf("typed 1 2, the field holds %q", got)
	}
}

func TestSigningOutAsks(t *testing.T) {
	p := open(t)
	p.tabTo(t, "sign-out")
	p.teller.Key(fyne.KeySpace)
	if p.desk().Phase() != flow.Idle || p.desk().Panel() != flow.SignOutPanel {
		t.Fatalf("Space on the sign-out: phase %s, panel %q", p.desk().Phase(), p.desk().Panel())
	}
	p.teller.Key(fyne.KeySpace) // nothing is chosen by a second press
	p.teller.Key(fyne.KeyEscape)
	if p.desk().Phase() != flow.Idle || p.desk().Panel() != flow.NoPanel {
		t.Fatalf("Escape: phase %s, panel %q", p.desk().Phase(), p.desk().Panel())
	}
	p.tabTo(t, "sign-out")
	p.teller.Key(fyne.KeySpace)
	p.teller.Key("1")
	if p.desk().Phase() != flow.Closed {
		t.Errorf("after the answer: %s, %+v", p.desk().Phase(), p.desk().Notice())
	}
}

func TestSignInByKeyboardAlone(t *testing.T) {
	p := newPair(t)
	if focused(p) != "sign-in-teller" {
		t.Fatalf("the keyboard is at %q", focused(p))
	}
	p.teller.Type("0312")
	p.teller.Key(fyne.KeyReturn)
	p.teller.Type("000000")
	p.teller.Key(fyne.KeyReturn)
	if p.desk().Phase() != flow.Closed || focused(p) != "sign-in-pin" {
		t.Fatalf("after a wrong PIN: %s, the keyboard is at %q", p.desk().Phase(), focused(p))
	}
	p.teller.Type("246810")
	p.teller.Key(fyne.KeyReturn)
	p.wait(1)
	if p.desk().Phase() != flow.Idle || focused(p) != "" {
		t.Fatalf("phase %s, the keyboard is at %q", p.desk().Phase(), focused(p))
	}
	p.desk().SignOut()
	p.wait(1)
	if focused(p) != "sign-in-teller" {
		t.Errorf("after the sign-out the keyboard is at %q", focused(p))
	}
}

func TestAWindowIsChosenByKeyboard(t *testing.T) {
	p := newPair(t, func(d *counter.Deps) { d.Counter = "" })
	p.tabTo(t, "sign-in-window-c")
	p.teller.Key(fyne.KeySpace)
	p.tabTo(t, "sign-in-teller")
	p.teller.Type("0312")
	p.teller.Key(fyne.KeyReturn)
	p.teller.Type("246810")
	p.teller.Key(fyne.KeyReturn)
	p.wait(1)
	if p.Windows["3"].Teller != "t01" {
		t.Errorf("window 3: %+v, notice %+v", p.Windows["3"], p.desk().Notice())
	}
}

// TestAPressOnTheGroundLeavesTheSignInItsKeyboard, and so does one on a window's tile: before, the number typed after
// it was lost and the PIN stood in clear in the number's field.
func TestAPressOnTheGroundLeavesTheSignInItsKeyboard(t *testing.T) {
	for name, lose := range map[string]func(*pair){
		"beside the fields": func(p *pair) { p.teller.TapAt(fyne.NewPos(20, 20)) },
		"on the card":       func(p *pair) { p.teller.TapAt(fyne.NewPos(960, 250)) },
		"on a window":       func(p *pair) { p.teller.Tap("sign-in-window-c") },
		"nothing has it":    func(p *pair) { p.teller.Window().Canvas().Unfocus() },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t, func(d *counter.Deps) { d.Counter = "" })
			p.teller.Tap("sign-in-window-c")
			lose(p)
			p.teller.Type("0312")
			p.teller.Key(fyne.KeyTab)
			lose(p)
			p.teller.Type("246810")
			p.teller.SeesNot("246810")
			p.teller.Key(fyne.KeyReturn)
			p.wait(1)
			if p.Windows["3"].Teller != "t01" {
				t.Errorf("window 3: %+v, notice %+v", p.Windows["3"], p.desk().Notice())
			}
		})
	}
}

// What a scanner types is never a choice, and leaves nothing in a field.
func TestAScannerChoosesNothing(t *testing.T) {
	for _, row := range []struct {
		name string
		open func(*pair)
	}{
		{"pause", func(p *pair) { p.teller.Key("F6") }},
		{"sign-out", func(p *pair) { p.teller.Tap("sign-out") }},
		{"scan", func(p *pair) { p.teller.Key("F9") }},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := open(t)
			row.open(p)
			p.teller.Scan("1" + flowtest.CodeOf("H025")[1:]) // of another hall; begins with a key of the panel
			p.wait(1)
			if p.desk().Phase() != flow.Idle || p.desk().Notice().Say.Nothing() {
				t.Errorf("phase %s, panel %q, notice %+v", p.desk().Phase(), p.desk().Panel(), p.desk().Notice())
			}
			p.teller.Key("F9")
			p.teller.SeesNot("178")
		})
	}
}

func TestTheScanFieldKeepsNoDigits(t *testing.T) {
	p := open(t)
	p.teller.Key("F9")
	p.teller.Type("1234")
	p.teller.Key(fyne.KeyEscape)
	p.teller.Key("F9")
	p.teller.Type(flowtest.CodeOf("H025"))
	p.teller.Key(fyne.KeyReturn)
	if o, ok := p.desk().Offer(); !ok || o.Ticket.No != "H025" {
		t.Errorf("the number typed after old digits: %+v, notice %+v", o.Ticket.No, p.desk().Notice())
	}
}

// A digit in the word for the colleague is no choice; a wide digit of a Chinese input method is one.
func TestDigitsInAFieldAndWideDigits(t *testing.T) {
	p := open(t)
	p.teller.Key("F1")
	p.teller.Key("F8")
	p.teller.Key("F4")
	p.tabTo(t, "transfer-note")
	p.teller.Type("2 copies")
	if p.Get("H023").State != hall.Serving {
		t.Fatalf("a digit in the note: %s", p.Get("H023").State)
	}
	p.tabTo(t, "to-group-0")
	p.teller.Type("１")
	if h := p.Get("H023"); h.State != hall.Waiting {
		t.Errorf("a wide digit: %s, notice %+v", h.State, p.desk().Notice())
	}
}

// A slip that did not come out is said, and the number stays valid; a failed second slip does not undo the first.
func TestASlipThatDoesNotComeOut(t *testing.T) {
	p := open(t)
	p.printer.paper = hall.PaperNotPrinted
	p.teller.Key("F11")
	p.teller.Key("2")
	if n := p.desk().Notice(); n.Say.Key != "counter.notice.not_printed" || n.Tone != flow.Warn || p.Tickets[lastOf(p)].Paper != hall.PaperNotPrinted {
		t.Errorf("notice %+v, paper %q", n, p.Tickets[lastOf(p)].Paper)
	}
	p.Tickets["id-H023"].Paper = hall.PaperPrinted
	p.teller.Key("F1")
	p.teller.Key("F12")
	if p.Get("H023").Paper != hall.PaperPrinted || p.desk().Notice().Say.Key != "counter.notice.not_printed" {
		t.Errorf("paper %q, notice %+v", p.Get("H023").Paper, p.desk().Notice())
	}
}

// lastOf is the ticket that was taken at the counter.
func lastOf(p *pair) (id hall.TicketID) {
	for _, x := range p.Tickets {
		if x.Source == hall.FromCounter {
			id = x.ID
		}
	}
	return id
}

// A counter without a printer takes numbers, tells them, and has no key that prints.
func TestACounterWithoutAPrinter(t *testing.T) {
	p := open(t, func(d *counter.Deps) { d.Printer = nil })
	p.teller.Key("F11")
	p.teller.Key("2")
	p.teller.Sees("H907 已取号")
	p.teller.Key("F1")
	if slices.Contains(p.teller.Keys(), "key-reprint") {
		t.Error("there is a key to print with")
	}
}

// Every question is opened and answered with keys alone, and Escape closes it with nothing done. A new one has its line
// here.
func TestEveryPanelHasItsKeys(t *testing.T) {
	code := append(digits(flowtest.CodeOf("H025")), fyne.KeyReturn)
	keys := map[flow.Panel]struct{ open, answer []fyne.KeyName }{
		flow.FinishPanel: {k("F1", "F8", "F5"), k("2", "1", "F5")}, flow.TransferPanel: {k("F1", "F8", "F4"), k("1")},
		flow.PausePanel: {k("F6"), k("3")}, flow.ScanPanel: {k("F9"), code}, flow.IssuePanel: {k("F11"), k("2")},
		flow.SignOutPanel: {nil, k("1")},
	}
	for _, panel := range flow.Panels {
		t.Run(string(panel), func(t *testing.T) {
			way, ok := keys[panel]
			if !ok {
				t.Fatal("no keys are known that open and answer it")
			}
			p := open(t)
			start := func() {
				for _, key := range way.open {
					p.teller.Key(key)
				}
				if way.open == nil {
					p.tabTo(t, "sign-out")
					p.teller.Key(fyne.KeySpace)
				}
				if p.desk().Panel() != panel {
					t.Fatalf("%q is open, notice %+v", p.desk().Panel(), p.desk().Notice())
				}
			}
			start()
			did := len(p.Did)
			p.teller.Key(fyne.KeyEscape)
			if p.desk().Panel() != flow.NoPanel || len(p.Did) != did {
				t.Fatalf("after Escape %q is open, done %v", p.desk().Panel(), p.Did[did:])
			}
			way.open = way.open[max(len(way.open)-1, 0):] // the visitor is called already
			start()
			for _, key := range way.answer {
				p.teller.Key(key)
			}
			if p.desk().Panel() != flow.NoPanel {
				t.Errorf("after the answer %q is open, notice %+v", p.desk().Panel(), p.desk().Notice())
			}
		})
	}
}

// TestWhatIsTypedIntoTheCustomersWindowIsTheTellers: a visitor's touch brought the keyboard there for a moment, and the
// teller typed on.
func TestWhatIsTypedIntoTheCustomersWindowIsTheTellers(t *testing.T) {
	p := open(t)
	p.visitor.Key("F1")
	if !is(flow.Called)(p) {
		t.Fatalf("F1: %s", p.desk().Phase())
	}
	p.visitor.Key("F9")
	p.visitor.Type(flowtest.CodeOf("H025"))
	p.visitor.Key(fyne.KeyReturn)
	if o, ok := p.desk().Offer(); !ok || o.Ticket.No != "H025" {
		t.Errorf("a number typed behind F9: %+v, %+v", o.Ticket.No, p.desk().Notice())
	}
}

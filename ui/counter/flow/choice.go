package flow

import (
	"fmt"
	"slices"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// Choice is one answer to the open question.
type Choice struct {
	ID   string // stable, for tests and the debug socket
	Key  string // of the keyboard: 1–9, then A–Z; empty on another page than the one shown
	Part Say    // the heading it stands under; nothing when there is none
	Say  Say    // what it is called; nothing: Name is
	Name hall.Name
	More string // beside it, such as the badge at a window
	On   bool
	Why  Say // why it is off
	pick func()
}

// choiceKeys are the keys in the order of the choices of a page.
const choiceKeys = "123456789ABCDEFGHI"

// Choices are the answers to the open question, on all its pages; those of the page that is shown have keys.
// The finish panel has its own: an outcome per item.
func (d *Desk) Choices() []Choice {
	all := d.answers()
	from, to, _, _ := d.choicePage(len(all))
	for i := from; i < to; i++ {
		all[i].Key = choiceKeys[i-from : i-from+1]
	}
	return all
}

// ChoicePage is which page of choices is shown, from 0, and how many there are.
func (d *Desk) ChoicePage() (at, pages int) {
	_, _, at, pages = d.choicePage(len(d.answers()))
	return at, pages
}

// TurnChoices shows another page of choices; after the last comes the first.
func (d *Desk) TurnChoices(by int) {
	at, pages := d.ChoicePage()
	d.page = (at + by + pages) % pages
	d.cfg.Changed()
}

// choicePage parts n choices into pages of about the same length, each with a key for every choice.
func (d *Desk) choicePage(n int) (from, to, at, pages int) {
	pages = max((n+len(choiceKeys)-1)/len(choiceKeys), 1)
	long := (n + pages - 1) / pages
	at = min(d.page, pages-1)
	return at * long, min((at+1)*long, n), at, pages
}

func (d *Desk) answers() []Choice {
	var all []Choice
	switch d.panel {
	case PausePanel:
		all = d.pauseChoices()
	case TransferPanel:
		all = d.transferChoices()
	case IssuePanel:
		all = d.issueChoices()
	case NoShowPanel:
		all = []Choice{{ID: "no-show-wait", Say: say("act.no_show_wait"), On: true, pick: d.Dismiss},
			{ID: "no-show-yes", Say: say("act.no_show_yes"), On: true, pick: d.miss}}
	case SignOutPanel:
		all = []Choice{{ID: "sign-out-yes", Say: say("act.sign_out_yes"), On: true, pick: d.SignOut}}
	}
	return all
}

// Choose answers the open question; a choice that is off tells why.
func (d *Desk) Choose(i int) {
	all := d.answers()
	if i < 0 || i >= len(all) {
		return
	}
	if !all[i].On {
		d.tell(Warn, orSay(all[i].Why, say("why.busy")))
		d.cfg.Changed()
		return
	}
	all[i].pick()
}

func orSay(s, other Say) Say {
	if s.Nothing() {
		return other
	}
	return s
}

// Typed takes a character that was typed outside of a field: the key of a choice or of an outcome.
func (d *Desk) Typed(r rune) {
	key := strings.ToUpper(hall.Halfwidth(string(r)))
	i := strings.Index(choiceKeys, key)
	switch {
	case i < 0 || key == "":
	case d.panel == FinishPanel:
		d.Digit(i + 1)
	default:
		d.chooseKey(key)
	}
}

func (d *Desk) chooseKey(key string) {
	if i := slices.IndexFunc(d.Choices(), func(c Choice) bool { return c.Key == key }); i >= 0 {
		d.Choose(i)
	}
}

func (d *Desk) pauseChoices() (all []Choice) {
	for _, reason := range PauseReasons {
		all = append(all, Choice{ID: "pause-" + reason, Say: say("pause." + reason), On: true, pick: func() { d.PauseFor(reason) }})
	}
	return all
}

func (d *Desk) transferChoices() (all []Choice) {
	groups, counters := d.Targets()
	for i, t := range groups {
		all = append(all, Choice{ID: fmt.Sprintf("to-group-%d", i), Part: say("panel.to_group"), Name: t.Name, On: t.On, Why: t.Why,
			pick: func() { d.TransferTo(t, d.note) }})
	}
	for i, t := range counters {
		all = append(all, Choice{ID: fmt.Sprintf("to-window-%d", i), Part: say("panel.to_window"), More: t.Badge, On: t.On, Why: t.Why,
			Say: sayWith("panel.window", Args{"window": lang.Window(t.Label)}), pick: func() { d.TransferTo(t, d.note) }})
	}
	aside := Choice{Part: say("panel.aside"), Why: d.WhyHold(), On: d.WhyHold().Nothing()}
	mine, anyone := aside, aside
	mine.ID, mine.Say, mine.pick = "hold-mine", say("act.hold_mine"), func() { d.Hold(false, 0, d.note) }
	anyone.ID, anyone.Say, anyone.pick = "hold-anyone", say("act.hold_anyone"), func() { d.Hold(true, 0, d.note) }
	return append(all, mine, anyone)
}

// Note keeps the word for the colleague who gets the ticket.
func (d *Desk) Note(text string) { d.note = text }

// AskSignOut asks before the counter is closed.
func (d *Desk) AskSignOut() {
	if why := d.WhySignOut(); !why.Nothing() {
		d.tell(Warn, why)
	} else {
		d.show(SignOutPanel)
	}
	d.cfg.Changed()
}

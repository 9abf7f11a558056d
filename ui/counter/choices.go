package counter

import (
	"slices"

	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/kit"
)

// choicesMost is how many answers a page has: as many as it has keys and room for.
const choicesMost = 18

// choicePanel asks a question with some answers, each with its key: why a pause, where to, really. What one page has no
// room for stands on further ones, and a key turns them.
type choicePanel struct {
	*sheet
	spots  [choicesMost]*spot
	shown  []flow.Choice
	from   int // the first of them among all choices
	heads  []heading
	turn   *kit.Button
	bottom float32 // where the room for choices ends
}

// heading stands above the choices of one part.
type heading struct {
	say flow.Say
	y   float32
}

func newChoicePanel(t *teller, name string) *choicePanel {
	f := &choicePanel{sheet: newSheet(t, name), bottom: panelHigh - 24}
	f.more = f.drawHeads
	for i := range f.spots {
		f.spots[i] = newSpot(t.kit, "", f.drawChoice(i), func() { t.desk.Choose(f.from + i) })
		f.board.Put(f.spots[i], 32, choicesTop, 328, 52)
	}
	f.turn = t.kit.Button("panel-more-"+name, "", kit.Secondary, func() { t.desk.TurnChoices(1) })
	f.turn.Hint = turnHint
	f.board.Put(f.turn, caseW-32-turnWide, 70, turnWide, 40)
	return f
}

func (f *choicePanel) show() {
	f.cut()
	f.place()
	for i, s := range f.spots {
		if i < len(f.shown) {
			s.key = f.shown[i].ID
		}
		visible(s, i < len(f.shown))
		s.Refresh()
	}
	at, pages := f.t.desk.ChoicePage()
	visible(f.turn, pages > 1)
	f.turn.SetLabel(f.t.words.key("panel.more", "n", at+1, "all", pages))
	f.sheet.show()
}

// cut takes the choices of the page that is shown, which are those with keys.
func (f *choicePanel) cut() {
	all := f.t.desk.Choices()
	on := func(c flow.Choice) bool { return c.Key != "" }
	f.from = max(slices.IndexFunc(all, on), 0)
	f.shown = slices.DeleteFunc(all, func(c flow.Choice) bool { return !on(c) })
}

// The key that turns pages, on each panel and at the sign-in.
const (
	turnHint = "PgDn"
	turnWide = 200
)

// The choices of a panel: where they begin, how wide all are together, and the air between them.
const (
	choicesTop  = 108
	choicesWide = caseW - 64
	headHigher  = 32
	choiceGap   = 8
	partGap     = 14
)

// grids are the ways to lay the choices out, the most comfortable first.
var grids = []struct{ columns, high int }{{3, 52}, {3, 44}, {4, 48}, {4, 44}}

// place finds the first grid in which all choices have room.
func (f *choicePanel) place() {
	for _, g := range grids {
		if end := f.lay(g.columns, float32(g.high), false); end <= f.bottom || g == grids[len(grids)-1] {
			f.lay(g.columns, float32(g.high), true)
			return
		}
	}
}

// lay walks through the choices in a grid and gives where they end; it moves them when it is meant.
func (f *choicePanel) lay(columns int, high float32, move bool) (end float32) {
	wide := (choicesWide - choiceGap*2*float32(columns-1)) / float32(columns)
	y, column := float32(choicesTop), 0
	f.heads = nil
	for i, c := range f.shown {
		if i == 0 || c.Part.Key != f.shown[i-1].Part.Key {
			if i > 0 {
				y += high + partGap
			}
			column = 0
			if !c.Part.Nothing() {
				f.heads = append(f.heads, heading{c.Part, y})
				y += headHigher
			}
		} else if column++; column == columns {
			column, y = 0, y+high+choiceGap
		}
		if move {
			f.board.Move(f.spots[i], 32+float32(column)*(wide+choiceGap*2), y, wide, high)
		}
	}
	return y + high
}

func (f *choicePanel) drawHeads(p *kit.Pen) {
	label := kit.Ink{Size: 15, Color: p.Look().Palette.Ink2}
	for _, h := range f.heads {
		p.Line1(f.t.words.say(h.say), 32, h.y, 600, 28, label, kit.Left)
	}
}

func (f *choicePanel) drawChoice(i int) func(*kit.Pen, float32, float32, bool) {
	return func(p *kit.Pen, w, h float32, over bool) {
		if i < len(f.shown) {
			c := f.shown[i]
			why := ""
			if !c.On {
				why = f.t.words.say(c.Why)
			}
			choice(p, w, h, f.word(c), why, c.Key, false, c.On, over)
		}
	}
}

func (f *choicePanel) word(c flow.Choice) string {
	word := f.t.words.name(c.Name)
	if !c.Say.Nothing() {
		word = f.t.words.say(c.Say)
	}
	return f.t.words.join(word, c.More)
}

// transferPanel asks where to, with a word for the colleague.
type transferPanel struct {
	*choicePanel
	note *kit.Field
}

func newTransferPanel(t *teller) *transferPanel {
	f := &transferPanel{choicePanel: newChoicePanel(t, "transfer")}
	f.bottom = panelHigh - 112
	f.note = t.kit.Field("transfer-note", t.words.key("panel.with_note"), t.words.key("panel.note"), false)
	f.note.OnChange(t.desk.Note)
	f.board.Put(f.note.Object(), 32, panelHigh-100, choicesWide, 0)
	return f
}

func (f *transferPanel) opened() { f.note.SetText("") }

package kiosk

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// confirm shows what a number will cost in time and papers, before it is taken. Within low reach the items, which can
// be touched, stand below the papers, which cannot.
func (a *App) confirm(v flow.View) fyne.CanvasObject {
	b := a.page(v)
	a.title(b, v, a.say("kiosk.confirm.title"), a.say("kiosk.confirm.sub"))
	y := top(v)
	facts := a.stage.Kit().Facts(a.confirmFacts(v)...)
	facts.Shares = []float32{1.05, 1.25, 1.2}
	if where := a.where(v.Group.Windows, v, factRoom); len([]rune(where.Number)) > 5 && !v.Settings.Elderly { // single windows
		facts.Shares = []float32{0.95, 1.2, 1.35}
	}
	b.Put(facts, margin, y, width, 264)
	a.also(func(v flow.View) { facts.Set(a.confirmFacts(v)...) })
	rows := float32(max(len(v.Chosen), 1))
	if v.Settings.Low {
		a.paperList(b, v, y+296, 1304-rows*112)
		a.chosen(b, v, 1416-rows*112)
	} else {
		a.chosen(b, v, y+396)
		a.paperList(b, v, y+420+rows*112, 1428)
	}
	a.careTile(b, v)
	a.takeAction(b, v)
	return b.Object()
}

func (a *App) confirmFacts(v flow.View) []kit.Fact {
	return a.facts(v.Place.Ahead, v.Place.WaitFor, v.Group.Windows, v)
}

// factRoom is about the width of one of three figures.
const factRoom = 290

// facts are the three figures of a place in line.
func (a *App) facts(ahead int, w hall.Wait, windows []hall.CounterID, v flow.View) []kit.Fact {
	people := kit.Fact{Name: a.say("kiosk.confirm.ahead"), Number: strconv.Itoa(ahead), Unit: a.say("kiosk.confirm.people", "n", ahead), Note: a.say("kiosk.confirm.ahead.note")}
	if ahead == 0 && lang.HasFigures(w) && allBusy(windows, v) {
		people.Note = a.say("kiosk.wait.busy")
	}
	wait := kit.Fact{Name: a.say("kiosk.confirm.wait"), Note: a.say("kiosk.confirm.wait.note")}
	wait.Number, wait.Unit = a.stage.Book().WaitFigures(a.stage.Lang(), w)
	if !w.Known {
		wait.Number = a.say("kiosk.confirm.wait.unknown")
	}
	return []kit.Fact{people, wait, a.where(windows, v, factRoom)}
}

// allBusy reports whether none of these windows could call somebody now: each has a visitor, or is paused. Where one
// could, whoever has nobody of his own business before him waits for those of another.
func allBusy(windows []hall.CounterID, v flow.View) bool {
	if v.Snapshot == nil {
		return false
	}
	return !slices.ContainsFunc(v.Snapshot.Counters, func(c hall.CounterView) bool {
		return slices.Contains(windows, c.ID) && c.State == hall.CounterOpen && c.Ticket == "" && c.No == ""
	})
}

// paperList is what to bring for all chosen items, each paper once, in two columns when one is not enough down to
// bottom.
func (a *App) paperList(b *kit.Board, v flow.View, y, bottom float32) {
	k, line := a.stage.Kit(), a.stage.Look().Size(skin.Body)*1.75
	papers := union(v.Chosen)
	if len(papers) == 0 && !told(v.Chosen) {
		return
	}
	b.Put(k.Text(a.say("kiosk.confirm.papers"), skin.Label).With(true, kit.InkTone, kit.Left), margin, y, width, line+8)
	if len(papers) == 0 {
		b.Put(k.Text(a.say("kiosk.confirm.nopapers"), skin.Body).With(false, kit.SoftTone, kit.Left), margin, y+line+12, width, line)
	}
	rows, w := max(int((bottom-y-line-12)/line), 1), float32(width)
	if len(papers) > rows {
		w = 472
	}
	if more := len(papers) - 2*rows; more > 0 {
		b.Put(k.Text(a.say("kiosk.ticket.papers.more", "n", more), skin.Caption).With(false, kit.SoftTone, kit.Right), 300, y, margin+width-300, line+8)
	}
	for i, p := range papers[:min(len(papers), 2*rows)] {
		a.paper(b, p, margin+float32(i/rows)*496, y+line+12+float32(i%rows)*line, w, line)
	}
}

// paper is one document, behind an empty ring: nobody has seen it yet, so nothing is ticked. What may follow says so
// and is lighter.
func (a *App) paper(b *kit.Board, p hall.Paper, x, y, w, line float32) {
	k, size := a.stage.Kit(), min(line*0.62, 32)
	words, tone := a.name(p.Name), kit.GreenTone
	if p.Later {
		tone = kit.HintTone
	}
	b.Put(k.Icon("circle-outline", size, tone), x, y+(line-size)/2, size, size)
	name := k.Text(words, skin.Body)
	room := min(w-size-20, skin.Width(words, a.stage.Look().Size(skin.Body), false)+4)
	b.Put(name, x+size+20, y, room, line)
	if p.Later && w-size-32-room > 200 {
		b.Put(k.Text(a.say("kiosk.confirm.later"), skin.Caption), x+size+32+room, y, w-size-32-room, line)
	}
}

func union(items []hall.ServiceType) []hall.Paper {
	var out []hall.Paper
	place := map[string]int{}
	for _, i := range items {
		for _, p := range i.Papers {
			at, known := place[p.Name.Zh]
			if !known {
				place[p.Name.Zh] = len(out)
				out = append(out, p)
				continue
			}
			out[at].Later = out[at].Later && p.Later
		}
	}
	return out
}

// chosen lists the visit's items from y down, below their heading, and offers one more.
func (a *App) chosen(b *kit.Board, v flow.View, y float32) {
	k := a.stage.Kit()
	more := a.CanAddMore() && !v.Busy
	b.Put(k.Text(a.say("kiosk.confirm.items"), skin.Label).With(true, kit.InkTone, kit.Left), margin, y-92, 500, 80)
	if more {
		add := k.Button("add", a.say("kiosk.confirm.add"), kit.Quiet, a.AddMore)
		add.Icon, add.TextSize = "plus", 34
		b.Put(add, 744, y-104, 280, 88)
	}
	if len(v.Chosen) == 0 {
		a.chosenRow(b, v, y, skin.Known(v.Group.Icon), a.name(v.Group.Name), "")
	}
	for i, item := range v.Chosen {
		a.chosenRow(b, v, y+float32(i)*112, a.icon(item), a.name(item.Name), item.Code)
	}
}

func (a *App) chosenRow(b *kit.Board, v flow.View, y float32, icon, name string, code hall.ItemCode) {
	k := a.stage.Kit()
	b.Put(k.Card(), margin, y, width, 100)
	b.Put(k.Icon(icon, 56, kit.GreenTone), margin+32, y+22, 56, 56)
	size, room := a.stage.Look().Size(skin.Label), float32(820)
	if len(v.Chosen) > 1 {
		room = 620
	}
	b.Put(k.Text(name, skin.Label).Sized(max(fit(name, size, room), 32)).With(true, kit.InkTone, kit.Left), margin+116, y, room, 100)
	if len(v.Chosen) > 1 && !v.Busy {
		off := k.Button("remove."+string(code), a.say("kiosk.confirm.remove"), kit.Quiet, func() { a.RemoveItem(code) })
		off.TextSize = 30
		b.Put(off, margin+width-184, y+8, 172, 84)
	}
}

func (a *App) careTile(b *kit.Board, v flow.View) {
	cared := v.Priority == hall.Care
	t := a.stage.Kit().Tile("care", kit.Across, "account-clock-outline", a.say("kiosk.confirm.care"), a.say("kiosk.confirm.care.fact"), func() {
		if cared {
			a.SetPriority(hall.Ordinary)
			return
		}
		a.SetPriority(hall.Care)
	})
	t.Chosen, t.Said = cared, a.say("kiosk.confirm.care.on")
	b.Put(t, margin, 1440, width, 144)
}

func (a *App) takeAction(b *kit.Board, v flow.View) {
	k := a.stage.Kit()
	back := k.Button("change", a.say("kiosk.confirm.back"), kit.Quiet, a.Back)
	take := k.Button("take", a.say("kiosk.confirm.take"), kit.Primary, a.Take)
	take.Icon, take.TextSize = "ticket-confirmation-outline", 48
	switch {
	case v.Busy:
		take.SetBusy(a.say("kiosk.confirm.taking"))
		back.SetOff("")
	case !a.CanTake():
		take = k.Button("take", a.say("kiosk.confirm.off"), kit.Primary, a.Take)
		take.SetOff("")
	}
	b.Put(back, margin, actionsY, 280, actionsH)
	b.Put(take, 360, actionsY, 664, actionsH)
}

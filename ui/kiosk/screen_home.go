package kiosk

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// homeTiles is how many groups fit a row of the home screen.
const homeTiles = 4

// plan is where things stand on the home screen: as in look/01, or within low reach as in 01b.
type plan struct{ heroY, heroH, tilesY, tilesH, rowsY, rowH, gap float32 }

var (
	highPlan  = plan{608, 352, 984, 264, 1272, 128, 24}
	paperPlan = plan{760, 200, 984, 264, 1272, 128, 24} // the hero makes room for what is wrong with the paper
	lowPlan   = plan{840, 240, 1104, 224, 1352, 128, 16}
)

// home is look/01; without card readers its hero is the number itself.
func (a *App) home(v flow.View) fyne.CanvasObject {
	if v.Settings.Elderly {
		return a.homeElder(v)
	}
	b, p := a.page(v), highPlan
	switch {
	case v.Settings.Low:
		p = lowPlan
	case v.Health == flow.PaperGone:
		p = paperPlan
	}
	a.homeTitle(b, v)
	a.homeFacts(b, v)
	a.hero(b, v, p)
	a.groupTiles(b, v, p)
	a.popularRows(b, p)
	a.homeNotices(b, v)
	return b.Object()
}

func (a *App) homeTitle(b *kit.Board, v flow.View) {
	phone := a.hotline(v)
	switch v.Health {
	case flow.PaperGone:
		a.title(b, v, a.say("kiosk.paper.title"), a.say("kiosk.paper.sub"))
	case flow.NodeGone, flow.BothGone:
		a.title(b, v, a.say("kiosk.node.title"), a.say("kiosk.node.sub"))
	case flow.HallClosed:
		a.title(b, v, a.say("kiosk.closed.title"), a.say("kiosk.closed.sub", "phone", phone))
	default:
		sub := "kiosk.home.sub"
		switch {
		case v.Settings.Low:
			sub = "kiosk.home.sub.low"
		case a.deps.Guide == nil:
			sub = "kiosk.home.sub.alone"
		}
		a.title(b, v, a.say("kiosk.home.title"), a.say(sub))
	}
}

// homeFacts shows who waits; instead of it, when the figures are old or nobody is served, what is wrong and what to do.
// Without paper the figures are as true as ever, and what is wrong stands below them.
func (a *App) homeFacts(b *kit.Board, v flow.View) {
	k, rows := a.stage.Kit(), a.troubles(v)
	switch {
	case v.Health == flow.PaperGone:
		b.Put(k.Banner(kit.Watch, rows...), margin, 592, width, 144)
	case len(rows) > 0:
		b.Put(k.Banner(kit.Watch, rows...), margin, 344, width, 224)
		return
	}
	facts := k.Facts(a.figures(v)...)
	b.Put(facts, margin, 344, width, 224)
	a.also(func(v flow.View) { facts.Set(a.figures(v)...) })
}

func (a *App) figures(v flow.View) []kit.Fact {
	var out []kit.Fact
	for _, g := range v.Snapshot.Groups {
		if len(out) == homeTiles {
			break
		}
		name := a.name(g.Short)
		if name == "" {
			name = a.name(g.Name)
		}
		out = append(out, kit.Fact{Name: name, Number: strconv.Itoa(g.Waiting), Unit: a.say("kiosk.home.people", "n", g.Waiting),
			Note: a.homeWait(g, v), Strong: g.WaitFor.Known && !lang.HasFigures(g.WaitFor)})
	}
	return out
}

// homeWait is the wait of a group. With nobody before the visitor it says why there is one: all its windows are busy.
func (a *App) homeWait(g hall.GroupView, v flow.View) string {
	if g.Waiting == 0 && lang.HasFigures(g.WaitFor) && allBusy(g.Windows, v) {
		return a.say("kiosk.home.busy", "wait", a.wait(g.WaitFor))
	}
	return a.wait(g.WaitFor)
}

// troubles is one row for each problem: the fact, then what to do.
func (a *App) troubles(v flow.View) []kit.Notice {
	var rows []kit.Notice
	if v.Health == flow.NodeGone || v.Health == flow.BothGone {
		rows = append(rows, kit.Notice{Icon: "lan-disconnect", Fact: a.say("kiosk.node.fact"), Do: a.say("kiosk.node.do")})
	}
	if v.Health == flow.PaperGone || v.Health == flow.BothGone {
		rows = append(rows, kit.Notice{Icon: "printer-alert", Fact: a.say("kiosk.paper." + string(v.Printer)), Do: a.say("kiosk.paper.do")})
	}
	if v.Health == flow.HallClosed {
		rows = append(rows, kit.Notice{Icon: "clock-outline", Fact: a.say("kiosk.closed.fact"), Do: a.say("kiosk.closed.do", "phone", a.hotline(v))})
	}
	if v.Health == flow.BothGone {
		rows = rows[:1] // without numbers the paper is nobody's concern
	}
	return rows
}

// hero is the one green thing of the page: taking a number.
func (a *App) hero(b *kit.Board, v flow.View, p plan) {
	k, can := a.stage.Kit(), a.CanTake()
	tile := k.Tile("take", kit.Upright, "", "", "", a.Begin)
	tile.Filled = true
	if !can {
		tile.SetOff("")
	}
	b.Put(tile, margin, p.heroY, width, p.heroH)
	b.Put(k.Draw(fyne.NewSize(1, 1), func(pen *kit.Pen, w, h float32) { a.paintHero(pen, w, h, v.Health, can) }), margin, p.heroY, width, p.heroH)
}

func (a *App) paintHero(p *kit.Pen, w, h float32, health flow.Health, can bool) {
	pal := p.Look().Palette
	ink := pal.OnGreen
	lines := []string{a.say("kiosk.home.take.line1"), a.say("kiosk.home.take.line2")}
	if a.View().Printer == flow.PrinterNone {
		lines[1] = a.say("kiosk.home.take.noslip")
	}
	if !can {
		ink, lines = pal.Ink3, []string{a.wayOut(health)}
	}
	big, small := h*0.25, p.Ink(skin.Body, false, ink).At(34)
	if h < 300 {
		big, lines = h*0.31, lines[:1]
	}
	name := kit.Ink{Size: fit(a.say("kiosk.home.take"), big, w*0.56), Bold: true, Color: ink}
	high := name.Size*1.35 + float32(len(lines))*52
	y := (h - high) / 2
	p.Whole(a.say("kiosk.home.take"), 48, y, w*0.6, name.Size*1.3, name, kit.Left)
	y += name.Size * 1.35
	for i, line := range lines {
		p.Line1(line, 48, y+float32(i)*52, w*0.6, 52, small, kit.Left)
	}
	icon := min(h*0.62, 220)
	p.Icon("ticket-confirmation-outline", w-icon-96, (h-icon)/2, icon, ink)
}

// wayOut is what to do instead of taking a number here.
func (a *App) wayOut(health flow.Health) string {
	if s := a.View().Snapshot; health == flow.HallClosed && len(s.Groups) > 0 {
		return a.refusal(s.Groups[0])
	}
	return a.say("kiosk.home.take.off")
}

// groupTiles lead straight to a group's items.
func (a *App) groupTiles(b *kit.Board, v flow.View, p plan) {
	groups := v.Snapshot.Groups[:min(len(v.Snapshot.Groups), homeTiles)]
	n := float32(len(groups))
	w := (width - 24*(n-1)) / max(n, 1)
	for i, g := range groups {
		name := a.name(g.Short)
		if name == "" {
			name = a.name(g.Name)
		}
		t := a.stage.Kit().Tile("group."+string(g.Code), kit.Upright, skin.Known(g.Icon), name, a.groupFact(g), func() { a.ChooseGroup(g.Code) })
		t.IconSize, t.FactLines = min(80, p.tilesH-164), 2 // of all tiles alike: in low reach the words need the room
		if !g.Open && a.CanTake() {
			t.SetOff(a.refusal(g))
		}
		b.Put(t, margin+float32(i)*(w+24), p.tilesY, w, p.tilesH)
	}
}

// groupFact is the line below a group's name; when no numbers are to be had its papers can still be read.
func (a *App) groupFact(g hall.GroupView) string {
	if !a.CanTake() {
		return a.say("kiosk.home.see")
	}
	return a.name(g.Fact)
}

// refusal is the way out of a group that takes no numbers now: when it opens, or why not.
func (a *App) refusal(g hall.GroupView) string {
	if g.Refusal == hall.OutOfHours && len(g.Hours) > 0 {
		return a.say("kiosk.closed.tile", "time", clock(g.Hours[0].From))
	}
	key := "kiosk.group." + string(g.Refusal)
	if !a.stage.Book().Has(key) {
		return a.say("kiosk.closed.tile.unknown")
	}
	return a.say(key)
}

// popularRows are the outlet's frequent items, one touch from their confirmation.
func (a *App) popularRows(b *kit.Board, p plan) {
	for i, item := range a.frequent(4) {
		b.Put(a.itemRow(item), margin+float32(i%2)*496, p.rowsY+float32(i/2)*(p.rowH+p.gap), 472, p.rowH)
	}
}

// itemRow is a tile across with room for names of two lines.
func (a *App) itemRow(item hall.ServiceType) fyne.CanvasObject {
	k := a.stage.Kit()
	t := k.Tile("item."+string(item.Code), kit.Across, a.icon(item), "", "", func() { a.ChooseItem(item.Code) })
	name, fact := a.name(item.Name), strings.Join(a.itemFacts(item), "")
	if n := len(item.Papers); item.Minutes > 0 {
		fact = a.say("kiosk.home.row.none", "m", item.Minutes)
		if n > 0 {
			fact = a.say("kiosk.home.row", "n", n, "m", item.Minutes)
		}
	}
	return k.Stack(t, k.Draw(fyne.NewSize(472, 128), func(p *kit.Pen, w, h float32) {
		pal, x := p.Look().Palette, float32(118)
		ink, small := snug(name, w-x-64, p.Ink(skin.Label, true, pal.Ink).At(36), 26, 1), p.Ink(skin.Caption, false, pal.Ink2)
		lines := float32(len(kit.Wrap(name, w-x-64, ink, 2)))
		if lines > 1 { // both lines and the fact keep clear of the border
			ink = ink.At(min(ink.Size, (h-16-small.Size*1.35)/(lines*1.2)))
		}
		y := (h - lines*ink.Size*1.2 - small.Size*1.35) / 2
		p.Lines(name, x, y, w-x-64, ink, 1.2, 2, kit.Left)
		p.Whole(fact, x, y+lines*ink.Size*1.2, w-x-76, small.Size*1.35, small, kit.Left)
	}))
}

// frequent takes the popular items of each group in turn, so that no group fills the page.
func (a *App) frequent(n int) []hall.ServiceType {
	all := a.Popular(1000)
	var out []hall.ServiceType
	for round := 0; len(out) < n && round < len(all); round++ {
		seen := map[hall.GroupCode]int{}
		for _, i := range all {
			if seen[i.Group] == round && len(out) < n {
				out = append(out, i)
			}
			seen[i.Group]++
		}
	}
	return out
}

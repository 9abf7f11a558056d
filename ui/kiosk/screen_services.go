package kiosk

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// groups asks which kind of business it is; every tile says how many wait for it.
func (a *App) groups(v flow.View) fyne.CanvasObject {
	b := a.page(v)
	a.title(b, v, a.say("kiosk.groups.title"), a.say("kiosk.groups.sub"))
	y := top(v)
	if v.Settings.Low {
		y = lowY
	}
	groups := v.Snapshot.Groups
	rows := float32((len(groups) + 1) / 2)
	h := min((1592-y-24*(rows-1))/max(rows, 1), 500)
	for i, g := range groups {
		if h < uprightFrom {
			b.Put(a.groupRow(v, g), margin+float32(i%2)*496, y+float32(i/2)*(h+24), 472, h)
			continue
		}
		t := a.groupTile(v, g)
		b.Put(t, margin+float32(i%2)*496, y+float32(i/2)*(h+24), 472, h)
		a.also(func(v flow.View) { a.fresh(t, v, g.Code) })
	}
	a.askAction(b)
	return b.Object()
}

func (a *App) groupTile(v flow.View, g hall.GroupView) *kit.Tile {
	name := a.name(g.Name)
	t := a.stage.Kit().Tile("group."+string(g.Code), kit.Upright, skin.Known(g.Icon), name, a.queueFact(g), func() { a.ChooseGroup(g.Code) })
	size := float32(48)
	if v.Settings.Elderly {
		size = 64
	}
	t.NameSize, t.IconSize = fit(name, size, 424), 112
	if !g.Open && a.CanTake() {
		t.SetOff(a.refusal(g))
	}
	return t
}

// fresh brings the new figures of a group into its tile.
func (a *App) fresh(t *kit.Tile, v flow.View, c hall.GroupCode) {
	for _, g := range v.Snapshot.Groups {
		if fact := a.queueFact(g); g.Code == c && !t.Off() && t.Fact != fact {
			t.SetOn(fact)
		}
	}
}

func (a *App) queueFact(g hall.GroupView) string {
	switch {
	case !a.CanTake():
		return a.say("kiosk.home.see")
	case g.Waiting > 0, lang.HasFigures(g.WaitFor) && !allBusy(g.Windows, a.View()):
		return a.say("kiosk.groups.waiting", "n", g.Waiting, "wait", a.wait(g.WaitFor))
	case !g.WaitFor.Known:
		return a.say("kiosk.groups.closed", "wait", a.wait(g.WaitFor))
	case lang.HasFigures(g.WaitFor):
		return a.say("kiosk.groups.busy", "wait", a.wait(g.WaitFor))
	}
	return a.say("kiosk.groups.nobody")
}

func (a *App) askAction(b *kit.Board) {
	if a.HasAdvice() && a.CanTake() {
		b.Put(a.stage.Kit().Button("ask", a.say("kiosk.groups.ask"), kit.Secondary, a.NotSure), 536, actionsY, 488, actionsH)
	}
}

// items is look/04: papers and minutes on every tile, pages instead of scrolling.
func (a *App) items(v flow.View) fyne.CanvasObject {
	b := a.page(v)
	sub := a.say("kiosk.items.sub")
	if len(v.Chosen) > 0 {
		sub = a.say("kiosk.items.more")
	}
	a.title(b, v, a.say("kiosk.items.title", "group", a.name(v.Group.Name)), sub)
	columns, rows, y := 3, 3, top(v)
	if v.Settings.Elderly {
		columns, rows = 2, 2
	} else if v.Settings.Low {
		rows = 2
	}
	if v.Settings.Low {
		y = lowY
	}
	w := (width - 16*float32(columns-1)) / float32(columns)
	h := (1592 - y - 16*float32(rows-1)) / float32(rows)
	for i, item := range v.Shown {
		o := a.itemTile(v, item, w, h)
		b.Put(o, margin+float32(i%columns)*(w+16), y+float32(i/columns)*(h+16), w, h)
	}
	a.paging(b, v)
	return b.Object()
}

func (a *App) paging(b *kit.Board, v flow.View) {
	k := a.stage.Kit()
	if v.Pages > 1 {
		prev := k.Button("prev", a.say("kiosk.items.prev"), kit.Quiet, func() { a.Turn(-1) })
		next := k.Button("next", a.say("kiosk.items.next"), kit.Quiet, func() { a.Turn(1) })
		if v.Page == 0 {
			prev.SetOff("")
		}
		if v.Page == v.Pages-1 {
			next.SetOff("")
		}
		b.Put(prev, margin, actionsY, 200, actionsH)
		b.Put(k.Text(a.say("kiosk.items.page", "n", v.Page+1, "all", v.Pages), skin.Body).With(true, kit.InkTone, kit.Centre), 256, actionsY, 80, actionsH)
		b.Put(next, 336, actionsY, 200, actionsH)
	}
	if a.HasAdvice() && a.CanTake() {
		b.Put(k.Button("ask", a.say("kiosk.groups.ask"), kit.Secondary, a.NotSure), 552, actionsY, 472, actionsH)
	}
}

// itemTile has room for names of two lines, which the kit's tile has not: the words are drawn over it.
func (a *App) itemTile(v flow.View, item hall.ServiceType, w, h float32) fyne.CanvasObject {
	k := a.stage.Kit()
	t := k.Tile("item."+string(item.Code), kit.Upright, "", "", "", func() { a.ChooseItem(item.Code) })
	for _, c := range v.Chosen {
		t.Chosen = t.Chosen || c.Code == item.Code
	}
	icon, name := a.icon(item), a.name(item.Name)
	facts := a.itemFacts(item)
	return k.Stack(t, k.Draw(fyne.NewSize(w, h), func(p *kit.Pen, w, h float32) { paintItem(p, w, h, icon, name, facts) }))
}

func paintItem(p *kit.Pen, w, h float32, icon, name string, facts []string) {
	pal := p.Look().Palette
	ink, small := p.Ink(skin.Label, true, pal.Ink), p.Ink(skin.Caption, false, pal.Ink2)
	if w < 400 {
		ink.Size, small.Size = 38, 28
	}
	high := 2 * ink.Size * 1.25 // room for two lines keeps the icons of a row level
	ink = snug(name, w-48, ink, ink.Size*0.86, 1)
	size := min(max(h*0.22, 64), 112)
	lines := kit.Wrap(name, w-48, ink, 2)
	high += size + 16 + 8 + 2*small.Size*1.35
	y := (h - high) / 2
	p.Icon(icon, 28, y, size, pal.Green)
	y += size + 16
	p.Lines(name, 28, y, w-48, ink, 1.25, 2, kit.Left)
	y += float32(len(lines))*ink.Size*1.25 + 8
	told := strings.Join(facts, "\n")
	small, _ = kit.Fit(told, w-48, h-y-12, small, 1.35)
	p.Lines(told, 28, y, w-48, small, 1.35, 0, kit.Left)
}

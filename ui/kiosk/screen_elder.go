package kiosk

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// homeElder is look/02: four answers to one question, the number and three groups. A person is called in the bottom
// bar.
func (a *App) homeElder(v flow.View) fyne.CanvasObject {
	b := a.page(v)
	a.elderTitle(b, v)
	y := float32(448)
	if rows := a.troubles(v); len(rows) > 0 {
		b.Put(a.stage.Kit().Banner(kit.Watch, rows...), margin, 416, width, 184)
		y = 632
	}
	if v.Settings.Low {
		y = lowY + 20
	}
	for i, t := range a.elderTiles(v) {
		b.Put(t, margin+float32(i%2)*496, y+float32(i/2)*448, 472, 424)
	}
	if y < 500 && a.CanTake() {
		a.carePanel(b, y+920)
	}
	return b.Object()
}

func (a *App) elderTitle(b *kit.Board, v flow.View) {
	if v.Health == flow.Working {
		a.title(b, v, a.say("kiosk.home.elder.title"), a.say("kiosk.home.elder.sub"))
		return
	}
	a.homeTitle(b, v)
}

func (a *App) elderTiles(v flow.View) []fyne.CanvasObject {
	take := a.big("take", "ticket-confirmation-outline", a.say("kiosk.home.take"), a.say("kiosk.home.elder.take"), a.Begin)
	take.Filled = true
	if !a.CanTake() {
		take.SetOff(a.say("kiosk.home.take.off"))
	}
	tiles := []fyne.CanvasObject{take}
	for _, g := range a.elderGroups(v) {
		t := a.big("group."+string(g.Code), skin.Known(g.Icon), a.name(g.Short), a.groupFact(g), func() { a.ChooseGroup(g.Code) })
		if !g.Open && a.CanTake() {
			t.SetOff(a.refusal(g))
		}
		tiles = append(tiles, t)
	}
	return tiles
}

// elderGroups are three groups for old people: the outlet's first ones, and last the one for those who are not sure
// (交费 · 居民 · 咨询报修).
func (a *App) elderGroups(v flow.View) []hall.GroupView {
	const n = 3
	var advice, others []hall.GroupView
	for _, g := range v.Snapshot.Groups {
		if g.Advice {
			advice = append(advice, g)
			continue
		}
		others = append(others, g)
	}
	return append(others[:min(n-len(advice), len(others))], advice...)
}

func (a *App) big(key, icon, name, fact string, act func()) *kit.Tile {
	t := a.stage.Kit().Tile(key, kit.Upright, icon, name, fact, act)
	t.Line, t.IconSize, t.NameSize = true, 136, fit(name, 76, 424)
	return t
}

func (a *App) carePanel(b *kit.Board, y float32) {
	k := a.stage.Kit()
	b.Put(k.Panel(kit.TintTone, 24), margin, y, width, 240)
	b.Put(k.Icon("account-clock-outline", 112, kit.DeepTone), margin+64, y+64, 112, 112)
	head := a.say("kiosk.home.elder.care")
	b.Put(k.Text(head, skin.Heading).Sized(fit(head, 56, 660)).With(true, kit.DeepTone, kit.Left), margin+240, y+52, 700, 76)
	b.Put(k.Text(a.say("kiosk.home.elder.care.line"), skin.Body).With(false, kit.InkTone, kit.Left), margin+240, y+130, 700, 64)
}

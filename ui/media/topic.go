package media

import (
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// groups asks which kind of business it is.
func (a *App) groups(b *kit.Board) {
	k := a.stage.Kit()
	a.title(b, a.say("media.papers.title"), a.say("media.papers.sub"))
	rows := float32((len(a.view.Groups) + 1) / 2)
	h := min((barY-24-496)/max(rows, 1)-24, 280)
	for i, g := range a.view.Groups {
		name, x, y := a.name(g.Name), margin+float32(i%2)*496, 496+float32(i/2)*(h+24)
		open := func() { a.OpenGroup(g.Code) }
		if h < uprightFrom {
			t := k.Tile("group."+string(g.Code), kit.Across, skin.Known(g.Icon), name, "", open)
			t.NameSize = a.stage.Look().Size(skin.Label) * 0.95
			b.Put(t, x, y, 472, h)
			continue
		}
		t := k.Tile("group."+string(g.Code), kit.Upright, skin.Known(g.Icon), name, a.name(g.Fact), open)
		t.IconSize = 112
		b.Put(a.sized(t, name, 420), x, y, 472, h)
	}
}

// uprightFrom is the height from which a tile has room for an icon above its words.
const uprightFrom = 260

// items are the items of a group, six on a page.
func (a *App) items(b *kit.Board) {
	k, v := a.stage.Kit(), a.view
	a.title(b, a.name(v.Group.Name), a.say("media.group.sub"))
	for i, item := range v.Items {
		name := a.name(item.Name)
		fact := a.fact(item)
		t := k.Tile("item."+string(item.Code), kit.Across, "file-document-outline", name, fact, func() { a.OpenItem(item.Code) })
		b.Put(a.sized(t, name, 760), margin, 496+float32(i)*176, width, 152)
	}
	if v.Pages < 2 {
		return
	}
	prev, next := k.Button("prev", a.say("media.prev"), kit.Quiet, func() { a.Turn(-1) }), k.Button("next", a.say("media.next"), kit.Quiet, func() { a.Turn(1) })
	if v.ItemPage == 0 {
		prev.SetOff("")
	}
	if v.ItemPage == v.Pages-1 {
		next.SetOff("")
	}
	b.Put(prev, margin, 1616, 376, 120)
	b.Put(k.Text(a.say("media.page", "n", v.ItemPage+1, "all", v.Pages), skin.Body).With(true, kit.InkTone, kit.Centre), 432, 1616, 216, 120)
	b.Put(next, 648, 1616, 376, 120)
}

// fact is what the outlet has said of an item: its papers and its minutes.
func (a *App) fact(i hall.ServiceType) string {
	facts := []string{}
	if i.Papers != nil {
		facts = append(facts, a.papers(i))
	}
	if i.Minutes > 0 {
		facts = append(facts, a.say("media.items.minutes", "n", i.Minutes))
	}
	return strings.Join(facts, "\u3000")
}

func (a *App) papers(i hall.ServiceType) string {
	switch len(i.Papers) {
	case 0:
		return a.say("media.items.none")
	case 1:
		return a.say("media.items.paper", "paper", lang.Short(a.name(i.Papers[0].Name)))
	}
	return a.say("media.items.papers", "n", len(i.Papers))
}

// item is what to bring for one item, how long it takes, and where.
func (a *App) item(b *kit.Board) {
	k, i := a.stage.Kit(), a.view.Item
	a.title(b, a.name(i.Name), a.name(a.view.Group.Name))
	facts := []kit.Fact{a.where()}
	if i.Minutes > 0 {
		minutes := kit.Fact{Name: a.say("media.item.minutes"), Number: strconv.Itoa(i.Minutes), Unit: a.say("media.item.minutes.unit")}
		facts = []kit.Fact{minutes, a.where()}
	}
	b.Put(k.Facts(facts...), margin, 496, width, 232)
	y := float32(768)
	if limit := a.name(i.Limit); limit != "" {
		b.Put(k.Text(a.say("media.item.limit"), skin.Label).With(true, kit.InkTone, kit.Left), margin, y, 400, 72)
		b.Put(k.Text(limit, skin.Label).With(false, kit.SoftTone, kit.Right), 456, y, 568, 72)
		b.Put(k.Rule(), margin, y+88, width, 2)
		y += 112
	}
	if i.Papers == nil {
		return
	}
	b.Put(k.Text(a.say("media.item.papers"), skin.Label).With(true, kit.InkTone, kit.Left), margin, y, width, 72)
	if len(i.Papers) == 0 {
		b.Put(k.Text(a.say("media.item.none"), skin.Body).With(false, kit.SoftTone, kit.Left), margin, y+84, width, 64)
	}
	for n, p := range i.Papers {
		a.paper(b, p, y+84+float32(n)*80)
	}
}

func (a *App) paper(b *kit.Board, p hall.Paper, y float32) {
	k, icon, tone, words := a.stage.Kit(), "check-circle", kit.GreenTone, a.name(p.Name)
	if p.Later {
		icon, tone, words = "circle-outline", kit.HintTone, words+a.say("media.item.later")
	}
	b.Put(k.Icon(icon, 48, tone), margin, y+16, 48, 48)
	b.Put(k.Text(words, skin.Body).Sized(a.fit(words, 1.15)), margin+72, y, width-72, 80)
}

// fit is the size of a line beside its check mark: body times more, and small enough for its room.
func (a *App) fit(words string, more float32) float32 {
	size := min(a.stage.Look().Size(skin.Body)*more, 44)
	return min(size, size*(width-72)*0.98/max(skin.Width(words, size, false), 1))
}

// where names the group's windows, or says to listen when none is open or their names have no room.
func (a *App) where() kit.Fact {
	var all lang.Windows
	for _, id := range a.view.Group.Windows {
		all = append(all, a.view.Labels[id])
	}
	sign := a.stage.Book().Sign(a.stage.Lang(), all).Head()
	f := kit.Fact{Name: a.say("media.item.window"), Before: sign.Before, Number: sign.Label, Unit: sign.After}
	const room, smallest = 430, 0.5
	if f.Number == "" || skin.Width(f.Number, a.stage.Look().Size(skin.Number), true) > room/smallest {
		f.Before, f.Number, f.Unit = "", a.say("media.item.listen"), ""
	}
	return f
}

// public is what a hall must show: prices, promises, whom to ring.
func (a *App) public(b *kit.Board) {
	k := a.stage.Kit()
	a.title(b, a.say("media.tile.public"), a.say("media.public.over"))
	y := float32(496)
	for _, key := range []string{"media.public", "media.promise"} {
		b.Put(k.Text(a.say(key+".title"), skin.Heading), margin, y, width, 88)
		for i := range 4 {
			row := y + 104 + float32(i)*96
			b.Put(k.Icon("check-circle", 48, kit.GreenTone), margin, row+20, 48, 48)
			words := a.say(key+".line"+strconv.Itoa(i+1), "phone", a.view.Outlet.Hotline)
			b.Put(k.Text(words, skin.Body).Sized(a.fit(words, 1.2)), margin+72, row, width-72, 88)
		}
		y += 560
	}
}

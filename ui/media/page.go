package media

import (
	"fmt"
	"strconv"

	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/media/playlist"
	"github.com/brighthall/brighthall/ui/skin"
)

// loop is the untouched machine: a page of the loop above, the tiles below.
func (a *App) loop(b *kit.Board) {
	k := a.stage.Kit()
	a.part(b, a.paintPage, margin, 272, width, 536)
	b.Put(k.Rule(), margin, 832, width, 2)
	b.Put(k.Text(a.say("media.home.title"), skin.Heading), margin, 856, width, 88)
	papers := k.Tile("papers", kit.Across, "file-document-outline", a.say("media.tile.papers"), a.say("media.tile.papers.fact"), func() { a.Open(playlist.Papers) })
	public := k.Tile("public", kit.Across, "certificate-outline", a.say("media.tile.public"), "", func() { a.Open(playlist.PublicAll) })
	b.Put(a.sized(papers, a.say("media.tile.papers"), 700), margin, 960, width, 152)
	b.Put(a.sized(public, a.say("media.tile.public"), 700), margin, 1536, width, 128)
	groups := a.view.Groups
	if rest := len(groups) - homeGroups + 1; rest > 1 { // the last place leads to all of them
		groups = groups[:homeGroups-1]
		name := a.say("media.tile.rest", "n", rest)
		t := k.Tile("groups", kit.Across, "view-dashboard-outline", name,
			a.say("media.tile.rest.fact", "n", len(a.view.Groups)), func() { a.Open(playlist.Papers) })
		x, y := groupPlace(homeGroups - 1)
		b.Put(a.sized(t, name, 280), x, y, 472, 176)
	}
	for i, g := range groups {
		name := a.name(g.Name)
		t := k.Tile("group."+string(g.Code), kit.Across, skin.Known(g.Icon), name, a.name(g.Fact), func() { a.OpenGroup(g.Code) })
		x, y := groupPlace(i)
		b.Put(a.sized(t, name, 280), x, y, 472, 176)
	}
}

// homeGroups is how many tiles of businesses there is room for.
const homeGroups = 4

func groupPlace(i int) (x, y float32) { return margin + float32(i%2)*496, 1136 + float32(i/2)*200 }

// sized makes a tile's name fit.
func (a *App) sized(t *kit.Tile, name string, room float32) *kit.Tile {
	size := a.stage.Look().Size(skin.Label) * 0.95
	t.NameSize = max(size*0.8, min(size, size*room/max(skin.Width(name, size, true), 1)))
	return t
}

// paintPage is the page of the loop that is on.
func (a *App) paintPage(p *kit.Pen, w, h float32) {
	v := a.view
	switch v.Page.Kind {
	case playlist.Clock:
		a.paintClock(p, w)
	case playlist.NoticeOf:
		a.paintHead(p, w, a.say("media.notice.over"), a.name(v.Page.Notice.Title))
		text := a.name(v.Page.Notice.Text)
		ink, _ := kit.Fit(text, w, h-250, p.Ink(skin.Body, false, p.Look().Palette.Ink).At(48), 1.45)
		p.Lines(text, 0, 180, w, ink, 1.45, 0, kit.Left)
	case playlist.Public:
		a.paintLines(p, w, "media.public")
	case playlist.Promises:
		a.paintLines(p, w, "media.promise")
	}
	a.paintFoot(p, w, h)
}

func (a *App) paintHead(p *kit.Pen, w float32, over, title string) {
	pal := p.Look().Palette
	p.Line1(over, 0, 16, w, 52, kit.Ink{Size: 32, Color: pal.Ink2}, kit.Left)
	p.Title(title, 0, 58, w*0.96, 104, kit.Ink{Size: 64, Bold: true, Color: pal.Ink})
}

// paintLines is a page of four statements, each with its check.
func (a *App) paintLines(p *kit.Pen, w float32, key string) {
	pal := p.Look().Palette
	a.paintHead(p, w, a.say(key+".over"), a.say(key+".title"))
	for i := range 4 {
		y := 184 + float32(i)*72
		p.Icon("check-circle", 0, y+12, 48, pal.Green)
		p.Line1(a.say(key+".line"+strconv.Itoa(i+1), "phone", a.view.Outlet.Hotline), 72, y, w-72, 72, kit.Ink{Size: 40, Color: pal.Ink}, kit.Left)
	}
}

// paintFoot is the page number, and that figures are made up.
func (a *App) paintFoot(p *kit.Pen, w, h float32) {
	v, pal := a.view, p.Look().Palette
	soft := kit.Ink{Size: 30, Color: pal.Ink2}
	page := a.say("media.page", "n", v.PageNo, "all", v.PagesAll)
	x := w - soft.Width(page)
	p.Base(page, x, h-18, soft)
	if v.Outlet.Demo || v.Page.Kind == playlist.Clock {
		demo := soft.At(26)
		wide := demo.Width(a.say("common.demo")) + 28
		p.Box(x-wide-24, h-52, wide, 46, 6, skin.Clear, pal.Line2, 2)
		p.Whole(a.say("common.demo"), x-wide-24, h-52, wide, 46, demo, kit.Centre)
	}
	if v.Page.Kind == playlist.Clock {
		p.Base(a.say("media.clock.foot"), 0, h-18, soft)
	}
}

// paintClock is the tariff clock: what a kilowatt hour costs now and at night. The bands are demo figures and say so.
func (a *App) paintClock(p *kit.Pen, w float32) {
	v, pal := a.view, p.Look().Palette
	a.paintHead(p, w, a.say("media.clock.over"), a.say("media.clock.title", "price", yuan(playlist.DemoBands[0].Fen)))
	const top, high = float32(252), float32(120)
	for _, band := range playlist.DemoBands {
		x, wide := w*float32(band.From)/1440, w*float32(band.To-band.From)/1440
		a.paintBand(p, band, x+2, top, wide-4, high)
	}
	for _, hour := range []int{0, 8, 12, 16, 22} {
		text := a.say("media.clock.hour", "n", hour)
		ink := kit.Ink{Size: 30, Color: pal.Ink2}
		x := min(max(w*float32(hour)/24-ink.Width(text)/2, 0), w-ink.Width(text))
		p.Base(text, x, top+high+44, ink)
	}
	a.paintNow(p, w, top, high, v)
}

func (a *App) paintBand(p *kit.Pen, band playlist.Band, x, y, w, h float32) {
	pal := p.Look().Palette
	fill, ink, name := pal.GreenLight, pal.GreenDark, a.say("media.clock.valley")
	if band.Peak {
		fill, ink, name = pal.Green, pal.OnGreen, a.say("media.clock.peak")
	}
	p.Box(x, y, w, h, 10, fill, skin.Clear, 0)
	word := kit.Ink{Size: 44, Bold: true, Color: ink}
	if w < 160 {
		p.Whole(name, x+6, y, w-12, h, word.At(34), kit.Centre)
		return
	}
	p.Whole(name, x, y+6, w, 60, word, kit.Centre)
	p.Whole(a.say("media.clock.yuan", "price", yuan(band.Fen)), x, y+64, w, 48, kit.Ink{Size: 32, Color: ink}, kit.Centre)
}

// paintNow points at this minute.
func (a *App) paintNow(p *kit.Pen, w, top, high float32, v playlist.View) {
	pal := p.Look().Palette
	minute := v.Now.Hour()*60 + v.Now.Minute()
	x := w * float32(minute) / 1440
	band := a.say("media.clock.valley")
	if playlist.BandAt(playlist.DemoBands, minute).Peak {
		band = a.say("media.clock.peak")
	}
	p.Fill(x-2, top-16, 4, high+24, pal.Ink)
	for i := range 6 { // a small triangle of bars: sharp without a drawing
		p.Fill(x-12+float32(i)*2, top-28+float32(i)*2, 24-float32(i)*4, 2, pal.Ink)
	}
	text := a.say("media.clock.now", "time", lang.Clock(v.Now), "band", band)
	ink := kit.Ink{Size: 36, Bold: true, Color: pal.Ink}
	left := x + 24
	if left+ink.Width(text) > w {
		left = x - 24 - ink.Width(text)
	}
	p.Base(text, left, top-16, ink)
}

func yuan(fen int) string { return fmt.Sprintf("%d.%02d", fen/100, fen%100) }

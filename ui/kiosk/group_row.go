package kiosk

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// uprightFrom is the height from which a group's tile has room for an icon above its words.
const uprightFrom = 260

// groupRow is a low tile of a hall with many groups: the icon beside the words, which get as small as they must and are all there.
func (a *App) groupRow(v flow.View, g hall.GroupView) fyne.CanvasObject {
	k, name, fact := a.stage.Kit(), a.name(g.Name), a.queueFact(g)
	t := k.Tile("group."+string(g.Code), kit.Across, skin.Known(g.Icon), "", "", func() { a.ChooseGroup(g.Code) })
	if !g.Open && a.CanTake() {
		t.SetOff("")
		fact = a.refusal(g)
	}
	words := k.Draw(fyne.NewSize(472, 128), func(p *kit.Pen, w, h float32) {
		paintGroup(p, w, h, name, fact, t.Off())
	})
	a.also(func(v flow.View) {
		for _, now := range v.Snapshot.Groups {
			if now.Code == g.Code && !t.Off() && fact != a.queueFact(now) {
				fact = a.queueFact(now)
				words.Refresh()
			}
		}
	})
	return k.Stack(t, words)
}

func paintGroup(p *kit.Pen, w, h float32, name, fact string, off bool) {
	const x, chevron = 118, 64
	pal := p.Look().Palette
	ink, small := p.Ink(skin.Label, true, pal.Ink), p.Ink(skin.Caption, false, pal.Ink2)
	if off {
		ink.Color, small.Color = pal.Ink3, pal.Ink3
	}
	room := w - x - chevron
	ink.Size = min(ink.Size, h*0.4)
	small.Size = min(small.Size, h*0.26, small.Size*(room+chevron-24)/max(small.Width(fact), 1))
	ink = snug(name, room, ink, ink.Size*0.7, 1)
	lines := float32(len(kit.Wrap(name, room, ink, 2)))
	for ; lines*ink.Size*1.2+small.Size*1.35 > h-8; ink.Size-- {
	}
	y := (h - lines*ink.Size*1.2 - small.Size*1.35) / 2
	p.Lines(name, x, y, room, ink, 1.2, 2, kit.Left)
	p.Line1(fact, x, y+lines*ink.Size*1.2, room+chevron-24, small.Size*1.35, small, kit.Left)
}

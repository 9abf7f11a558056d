package kiosk

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// uprightFrom is the height from which a group's tile has room for an icon above its words.
const uprightFrom = 260

// groupRow is a low tile of a hall with many groups: the icon beside the words, which get as small as they must and are
// all there.
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

// twoFacts puts the two facts of a line on two.
var twoFacts = strings.NewReplacer("，", "\n", " · ", "\n")

func paintGroup(p *kit.Pen, w, h float32, name, fact string, off bool) {
	const x, chevron = 118, 84
	pal := p.Look().Palette
	ink, small := p.Ink(skin.Label, true, pal.Ink), p.Ink(skin.Caption, false, pal.Ink2)
	if small.Width(fact) > w-x-chevron {
		fact = twoFacts.Replace(fact) // who waits, and how long
	}
	if off {
		ink.Color, small.Color = pal.Ink3, pal.Ink3
	}
	room := w - x - chevron
	ink.Size, small.Size = min(ink.Size, h*0.36), min(small.Size, h*0.24)
	ink = snug(name, room, ink, ink.Size*0.7, 1)
	least := small.Size * 0.85
	facts := []string{fact}
	for high := float32(0); ; ink.Size-- { // the name makes room for the wait
		high = float32(len(kit.Wrap(name, room, ink, 0))) * ink.Size * 1.2
		var fitting kit.Ink
		if fitting, facts = kit.Fit(fact, room, h-16-high, small, 1.3); fitting.Size >= least || ink.Size < least {
			small = fitting
			break
		}
	}
	names := kit.Wrap(name, room, ink, 0)
	y := (h - float32(len(names))*ink.Size*1.2 - float32(len(facts))*small.Size*1.3) / 2
	y += p.Lines(name, x, y, room, ink, 1.2, 0, kit.Left)
	p.Lines(fact, x, y, room, small, 1.3, 0, kit.Left)
}

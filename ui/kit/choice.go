package kit

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/skin"
)

// ChoiceForm is where a choice is used.
type ChoiceForm string

// The forms of choices.
const (
	TabChoice  ChoiceForm = "tab"  // line under the chosen word
	MenuChoice ChoiceForm = "menu" // row with icon and tint
	PillChoice ChoiceForm = "pill" // small filter
)

// Choice is one of some words of which one is chosen: tabs, a menu, filters.
type Choice struct {
	touch
	Icon   string
	Count  string // right of a menu row, in danger
	form   ChoiceForm
	word   string
	chosen bool
}

// Choice makes one; the screen sets which is chosen.
func (k *Kit) Choice(key string, form ChoiceForm, word string, chosen bool, act func()) *Choice {
	c := &Choice{form: form, word: word, chosen: chosen}
	c.act = act
	c.init(k, c, key, c.least, c.draw)
	return c
}

// SetChosen changes whether it is the chosen one.
func (c *Choice) SetChosen(v bool) { c.show(&c.chosen, v) }

func (c *Choice) size() float32 {
	if c.form == PillChoice {
		return c.kit.Look.Size(skin.Caption)
	}
	return c.kit.Look.Size(skin.Body)
}

func (c *Choice) least() fyne.Size {
	w := skin.Width(c.word, c.size(), true)
	touch := c.kit.Look.Shape.Touched(2, 1)
	switch c.form {
	case MenuChoice:
		return fyne.NewSize(w+80*touch, 40*touch)
	case PillChoice:
		return fyne.NewSize(w+20*touch, 30*touch)
	}
	return fyne.NewSize(w+4, 44*touch)
}

func (c *Choice) draw(p *Pen, w, h float32) {
	pal, s := p.look.Palette, p.look.Shape
	ink := Ink{Size: c.size(), Bold: c.chosen, Color: pal.Ink2}
	if c.chosen {
		ink.Color = pal.Ink
	}
	if c.ring {
		p.Box(0, 0, w, h, s.Control, skin.Clear, pal.Green, s.Focus)
	}
	switch c.form {
	case TabChoice:
		p.Whole(c.word, 0, 0, w, h, ink, Centre)
		if c.chosen {
			p.Fill(0, h-s.Primary, w, s.Primary, pal.Green)
		}
	case PillChoice:
		fill := c.pick(pal.Sunken, pal.GreenLight, pal.GreenLight)
		if c.chosen {
			fill, ink.Color = pal.GreenTint, pal.GreenDark
		}
		p.Box(0, 0, w, h, s.Control*0.75, fill, skin.Clear, 0)
		p.Whole(c.word, 4, 0, w-8, h, ink, Centre)
	default:
		c.drawMenu(p, w, h, ink)
	}
}

func (c *Choice) drawMenu(p *Pen, w, h float32, ink Ink) {
	pal, s := p.look.Palette, p.look.Shape
	icon := pal.Ink2
	if c.chosen {
		p.Box(0, 0, w, h, s.Control, pal.GreenTint, skin.Clear, 0)
		p.Box(0, h*0.28, 3, h*0.44, 1.5, pal.Green, skin.Clear, 0)
		ink.Color, icon = pal.GreenDark, pal.GreenDark
	} else if c.hovered || c.pressed {
		p.Box(0, 0, w, h, s.Control, pal.Page, skin.Clear, 0)
	}
	size := ink.Size * 1.4
	p.Icon(c.Icon, h*0.3, (h-size)/2, size, icon)
	x := h*0.3 + size + h*0.36
	right := w - h*0.3
	if c.Count != "" {
		count := Ink{Size: ink.Size * 0.95, Bold: true, Color: pal.Danger}
		right -= count.Width(c.Count)
		p.Base(c.Count, right, skin.Baseline(count.Size, h), count)
	}
	p.Line1(c.word, x, 0, right-x, h, ink, Left)
}

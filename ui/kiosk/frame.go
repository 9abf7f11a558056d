package kiosk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// The grid of the kiosk (look/README §4).
const (
	margin   = 56
	width    = 968 // between the margins
	actionsY = 1616
	actionsH = 120
	barY     = 1768
	lowY     = 825 // the lower 57 % of a 21.5" screen begin here
)

// page begins a screen: header, the corner of the maintenance gesture, bottom bar.
func (a *App) page(v flow.View) *kit.Board {
	b := a.stage.Kit().Board()
	a.header(b, v)
	b.Put(a.bar(v), 0, barY, 1080, 152)
	if v.HelpComing {
		b.Put(a.coming(), margin, 28, width, 112)
	}
	return b
}

func (a *App) header(b *kit.Board, v flow.View) {
	outlet := ""
	if v.Snapshot != nil {
		outlet = a.name(v.Snapshot.Outlet.Name)
	}
	words := func(v flow.View) (string, string) {
		day, at := a.dayAndTime(v)
		if v.Settings.Elderly || a.narrow(v, day) {
			day = ""
		}
		return day, at
	}
	day, at := words(v)
	h := a.stage.Kit().Header(outlet, day, at)
	b.Put(h, margin, 40, width, 80)
	if v.Snapshot != nil && v.Snapshot.Outlet.Demo {
		a.putDemoTag(b, v, nameRight(v, outlet), at)
	}
	b.Put(newCorner(a.Corner), 0, 0, 200, 160)
	a.also(func(v flow.View) { h.SetClock(words(v)) })
}

// narrow reports whether the header has no room for the day beside a long name and the mark of made-up figures.
func (a *App) narrow(v flow.View, day string) bool {
	if v.Snapshot == nil || !v.Snapshot.Outlet.Demo {
		return false
	}
	left := nameRight(v, a.name(v.Snapshot.Outlet.Name)) + skin.Width(a.say("common.demo"), 28, true) + 56
	return left+skin.Width(day, 30, false)+170 > width
}

// demoTag marks figures that are made up.
func (a *App) demoTag() fyne.CanvasObject {
	t := a.stage.Kit().Tag(kit.Dull, a.say("common.demo"))
	t.Edged = true
	return t
}

// putDemoTag puts the mark beside the outlet's name, or below it where the clock leaves no room.
func (a *App) putDemoTag(b *kit.Board, v flow.View, x float32, clock string) {
	tag, mark := a.demoTag(), float32(64)
	if v.Settings.Elderly {
		mark = 72
	}
	if x+tag.MinSize().Width/a.stage.Look().Factor() > width-skin.Width(clock, mark*0.69, true)-16 {
		b.Put(tag, margin, 124, 0, 68)
		return
	}
	b.Put(tag, margin+x, 40, 0, 80)
}

// nameRight is where the outlet's name ends in the header.
func nameRight(v flow.View, name string) float32 {
	mark := float32(64)
	if v.Settings.Elderly {
		mark = 72
	}
	return mark*1.25 + skin.Width(name, mark*0.53, true) + 24
}

// also adds to what brings new figures into the screen.
func (a *App) also(more func(flow.View)) {
	before := a.update
	a.update = func(v flow.View) {
		if before != nil {
			before(v)
		}
		more(v)
	}
}

func (a *App) coming() fyne.CanvasObject {
	return a.stage.Kit().Banner(kit.Good, kit.Notice{Icon: "account-voice", Fact: a.say("kiosk.help.coming"), Do: a.say("kiosk.help.wait")})
}

// bar is the bottom bar: slots never move, those of undelivered functions are not drawn.
func (a *App) bar(v flow.View) fyne.CanvasObject {
	k := a.stage.Kit()
	var left fyne.CanvasObject
	var slots []*kit.Slot
	if v.Step == flow.Home {
		words := "kiosk.bar.hotline"
		if v.Settings.Elderly {
			words += ".elder"
		}
		left = k.Hotline(a.say(words), a.hotline(v))
	} else {
		slots = append(slots, k.Slot("back", "arrow-left", a.say("kiosk.bar.back"), kit.PlainSlot, a.Back),
			k.Slot("exit", "exit-to-app", a.say("kiosk.bar.exit"), kit.PlainSlot, a.Exit))
	}
	slots = append(slots, a.elderSlot(v), a.lowSlot(v))
	if a.deps.Spoken {
		slots = append(slots, a.spokenSlot(v))
	}
	slots = append(slots, k.Slot("language", "translate", a.say("kiosk.bar.language"), kit.PlainSlot, func() {
		a.Set(func(s *flow.Settings) { s.Language = other(s.Language) })
	}))
	if a.deps.Guide != nil {
		slots = append(slots, a.helpSlot(v))
	}
	return k.BottomBar(left, slots...)
}

func (a *App) hotline(v flow.View) string {
	if v.Snapshot == nil || v.Snapshot.Outlet.Hotline == "" {
		return a.say("kiosk.service.hotline")
	}
	return v.Snapshot.Outlet.Hotline
}

func (a *App) elderSlot(v flow.View) *kit.Slot {
	flip := func() { a.Set(func(s *flow.Settings) { s.Elderly = !s.Elderly }) }
	if v.Settings.Elderly {
		return a.stage.Kit().Slot("elder", "format-size", a.say("kiosk.bar.plain"), kit.PlainSlot, flip)
	}
	return a.stage.Kit().Slot("elder", "format-size", a.say("kiosk.bar.elder"), kit.PlainSlot, flip)
}

func (a *App) lowSlot(v flow.View) *kit.Slot {
	flip := func() { a.Set(func(s *flow.Settings) { s.Low = !s.Low }) }
	if v.Settings.Low {
		return a.stage.Kit().Slot("low", "human-wheelchair", a.say("kiosk.bar.low.on"), kit.OnSlot, flip)
	}
	return a.stage.Kit().Slot("low", "human-wheelchair", a.say("kiosk.bar.low"), kit.PlainSlot, flip)
}

func (a *App) spokenSlot(v flow.View) *kit.Slot {
	flip := func() { a.Set(func(s *flow.Settings) { s.Spoken = !s.Spoken }) }
	if v.Settings.Spoken {
		return a.stage.Kit().Slot("spoken", "volume-high", a.say("kiosk.bar.spoken.on"), kit.OnSlot, flip)
	}
	return a.stage.Kit().Slot("spoken", "volume-high", a.say("kiosk.bar.spoken"), kit.PlainSlot, flip)
}

func (a *App) helpSlot(v flow.View) *kit.Slot {
	if v.HelpComing {
		return a.stage.Kit().Slot("help", "account-voice", a.say("kiosk.bar.help.on"), kit.OnSlot, a.Help)
	}
	return a.stage.Kit().Slot("help", "account-voice", a.say("kiosk.bar.help"), kit.StrongSlot, a.Help)
}

func other(l hall.Language) hall.Language {
	if l == hall.English {
		return hall.Chinese
	}
	return hall.English
}

// title writes the page's sentence and the line below it.
func (a *App) title(b *kit.Board, v flow.View, title, sub string) {
	k := a.stage.Kit()
	if v.Settings.Elderly {
		b.Put(k.Text(title, skin.Title).Sized(fit(title, 84, width)), margin, 196, width, 120)
		b.Put(k.Text(sub, skin.Body).With(false, kit.InkTone, kit.Left), margin, 322, width, 64)
		return
	}
	b.Put(k.Text(title, skin.Title).Sized(fit(title, 64, width)), margin, 168, width, 88)
	b.Put(k.Text(sub, skin.Body).With(false, kit.SoftTone, kit.Left), margin, 256, width, 52)
}

// fit is the size at which a bold line fits into a width, at most size; small sizes are a little wider than measured.
func fit(text string, size, room float32) float32 {
	return min(size, size*room*0.98/max(skin.Width(text, size, true), 1))
}

// top is where the content begins below the title.
func top(v flow.View) float32 {
	if v.Settings.Elderly {
		return 416
	}
	return 344
}

// snug makes a text smaller, down to least, until it needs no more lines than most; if it still does, down to the size
// at which two do.
func snug(text string, room float32, ink kit.Ink, least float32, most int) kit.Ink {
	for size := ink.Size; size >= least; size-- {
		if len(kit.Wrap(text, room, ink.At(size), 0)) <= most {
			return ink.At(size)
		}
	}
	for size := ink.Size; size > 20; size-- {
		if len(kit.Wrap(text, room, ink.At(size), 0)) <= 2 {
			return ink.At(size)
		}
	}
	return ink.At(20)
}

// corner is the invisible place of the maintenance gesture. It acts on the press, so that quick touches all count.
type corner struct {
	widget.BaseWidget
	touched func()
}

func newCorner(touched func()) *corner {
	c := &corner{touched: touched}
	c.ExtendBaseWidget(c)
	return c
}

var (
	_ desktop.Mouseable = (*corner)(nil)
	_ fyne.Tappable     = (*corner)(nil)
)

// Key names the corner for tests and the debug socket.
func (c *corner) Key() string { return "corner" }

// MouseDown implements desktop.Mouseable.
func (c *corner) MouseDown(*desktop.MouseEvent) { c.touched() }

// MouseUp implements desktop.Mouseable.
func (c *corner) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable; the press has acted already.
func (c *corner) Tapped(*fyne.PointEvent) {}

// CreateRenderer implements fyne.Widget: nothing is drawn.
func (c *corner) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}

package media

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// The grid of look/15.
const (
	margin = 56
	width  = 968
	stripH = 144
	barY   = 1768
)

// frame begins every page: the queue strip, the outlet, the bottom bar.
func (a *App) frame() *kit.Board {
	k := a.stage.Kit()
	b := k.Board()
	a.part(b, a.paintStrip, 0, 0, 1080, stripH)
	b.Put(k.Mark(56, kit.GreenTone, kit.OnGreenTone), margin, 188, 56, 56)
	b.Put(k.Text(a.name(a.view.Outlet.Name), skin.Label).Sized(36).With(true, kit.InkTone, kit.Left), margin+72, 184, 700, 64)
	b.Put(a.bar(), 0, barY, 1080, 152)
	return b
}

// paintStrip is the last call, so that who reads here does not miss his own. It is never covered.
func (a *App) paintStrip(p *kit.Pen, w, h float32) {
	v, d := a.view, skin.Dark()
	p.Fill(0, 0, w, h, d.Page)
	clock := kit.Ink{Size: 48, Bold: true, Color: d.Ink}
	now := lang.Clock(v.Now)
	right := w - margin - clock.Width(now)
	p.Base(now, right, 90, clock)
	soft := kit.Ink{Size: 32, Color: d.Ink2}
	switch {
	case !v.Since.IsZero():
		p.Whole(a.say("media.strip.away", "time", lang.Clock(v.Since)), margin, 0, right-margin-24, h, soft.At(40), kit.Left)
	case v.Recent == nil:
		p.Whole(a.say("media.strip.quiet"), margin, 0, right-margin-24, h, soft.At(40), kit.Left)
	default:
		a.paintLastCall(p, right-24, soft, d)
	}
}

func (a *App) paintLastCall(p *kit.Pen, right float32, soft kit.Ink, d skin.Palette) {
	c, key, number := a.view.Recent, "media.strip.recent", d.Green
	if calling(a.view) {
		key, number = "media.strip.calling", d.Call
	}
	p.Icon("volume-high", margin, 50, 44, number)
	x := float32(margin + 60)
	x += p.Base(a.say(key), x, 86, soft) + 32
	x += p.Base(string(c.No), x, 100, kit.Ink{Size: 80, Bold: true, Color: number}) + 32
	words := kit.Ink{Size: 44, Color: d.Ink}
	x += p.Base(a.say("media.strip.goto"), x, 96, words) + 12
	sign := a.stage.Book().Sign(a.stage.Lang(), lang.Window(c.Label))
	if sign.Before != "" {
		x += p.Base(sign.Before, x, 96, words) + 12
	}
	label := kit.Ink{Size: 64, Bold: true, Color: d.Ink}
	if need := label.Width(sign.Label); x+need > right {
		label.Size = max(28, label.Size*(right-x)/need)
	}
	x += p.Base(sign.Label, x, 98, label) + 12
	if x+words.Width(sign.After) < right {
		p.Base(sign.After, x, 96, words)
	}
}

func (a *App) bar() *fyne.Container {
	k, open := a.stage.Kit(), a.view.Topic != ""
	back := k.Slot("back", "arrow-left", a.say("media.bar.back"), kit.PlainSlot, a.Back)
	home := k.Slot("home", "home-outline", a.say("media.bar.home"), kit.PlainSlot, func() { a.Open("") })
	if !open {
		back.SetOff(true)
		home.SetOff(true)
	}
	class := a.stage.Look().Class
	big := k.Slot("elder", "format-size", a.say("media.bar.elder"), kit.PlainSlot, func() { a.stage.SetLook(skin.For(class.Elder())) })
	if class != class.Plain() {
		big = k.Slot("elder", "format-size", a.say("media.bar.elder.on"), kit.OnSlot, func() { a.stage.SetLook(skin.For(class.Plain())) })
	}
	language := k.Slot("language", "translate", a.say("media.bar.language"), kit.PlainSlot, func() { a.stage.SetLang(other(a.stage.Lang())) })
	slots := []*kit.Slot{back, home, big, language}
	if a.deps.Guide != nil {
		slots = append(slots, k.Slot("help", "account-voice", a.say("kiosk.bar.help"), kit.StrongSlot, a.deps.Guide))
	}
	return k.BottomBar(nil, slots...)
}

func other(l hall.Language) hall.Language {
	if l == hall.English {
		return hall.Chinese
	}
	return hall.English
}

func (a *App) title(b *kit.Board, title, sub string) {
	k, size := a.stage.Kit(), a.stage.Look().Size(skin.Title)
	size = min(size, size*width*0.98/max(skin.Width(title, size, true), 1))
	b.Put(k.Text(title, skin.Title).Sized(size).With(true, kit.InkTone, kit.Left), margin, 288, width, 112)
	b.Put(k.Text(sub, skin.Body).With(false, kit.SoftTone, kit.Left), margin, 400, width, 64)
}

package kiosk

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// sorry says what can be done, then what happened. One page, one or two buttons.
func (a *App) sorry(v flow.View) fyne.CanvasObject {
	b, k := a.page(v), a.stage.Kit()
	title := "kiosk.sorry.title." + string(v.Refusal)
	if !a.stage.Book().Has(title) {
		title = "kiosk.sorry.title"
	}
	text := a.stage.Sorry(hall.E("kiosk", v.Refusal))
	if v.Refusal == hall.OutOfHours && v.Opens >= 0 {
		text = a.say("kiosk.sorry.opens", "time", clock(v.Opens)) + text
	}
	a.message(b, v, a.sorryIcon(v.Refusal), a.say(title), text)
	code := a.say("kiosk.sorry.code", "code", strings.ToUpper(string(v.Refusal)))
	b.Put(k.Text(code, skin.Caption).With(false, kit.HintTone, kit.Right), margin, 1552, width, 56)
	if v.Retry {
		b.Put(k.Button("other", a.say("kiosk.sorry.other"), kit.Quiet, a.Back), margin, actionsY, 376, actionsH)
		b.Put(k.Button("retry", a.say("kiosk.sorry.retry"), kit.Primary, a.Take), 456, actionsY, 568, actionsH)
		return b.Object()
	}
	b.Put(k.Button("other", a.say("kiosk.sorry.other"), kit.Primary, a.Back), margin, actionsY, width, actionsH)
	return b.Object()
}

func (a *App) sorryIcon(c hall.Code) string {
	switch c {
	case hall.OutOfHours, hall.SlotFull:
		return "clock-alert-outline"
	case hall.QuotaFull:
		return "ticket-outline"
	case hall.Paused:
		return "pause-circle-outline"
	case hall.Unavailable, hall.Unknown:
		return "lan-disconnect"
	}
	return "alert-circle-outline"
}

// message is a page that says one thing.
func (a *App) message(b *kit.Board, v flow.View, icon, title, text string) {
	k := a.stage.Kit()
	b.Put(k.Panel(kit.WarnTintTone, 120), 420, 400, 240, 240)
	b.Put(k.Icon(icon, 136, kit.WarnTone), 472, 452, 136, 136)
	size := float32(72)
	if v.Settings.Elderly {
		size = 84
	}
	b.Put(k.Text(title, skin.Title).Sized(fit(title, size, width)).With(true, kit.InkTone, kit.Centre), margin, 712, width, 120)
	words := k.Text(text, skin.Label).With(false, kit.SoftTone, kit.Centre).Wrapped(4, 840)
	b.Put(words, 120, 856, 840, 320)
}

// outOfService is the page of a machine that knows nothing of its hall yet: where to go, and whom to ring.
func (a *App) outOfService(v flow.View) fyne.CanvasObject {
	b, k := a.page(v), a.stage.Kit()
	a.message(b, v, "server-network-off", a.say("kiosk.service.title"), a.say("kiosk.service.text"))
	b.Put(k.Icon("phone-in-talk-outline", 96, kit.GreenTone), 236, 1264, 96, 96)
	b.Put(k.Big(a.hotline(v), 160), 364, 1232, 560, 160)
	return b.Object()
}

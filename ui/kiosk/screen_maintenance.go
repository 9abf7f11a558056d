package kiosk

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// pinDigits is the length of the maintenance PIN.
const pinDigits = 6

// Each button of the staff page keeps its place whatever else is shown, so that none slides under a finger.
const (
	closeY = actionsY - 144
	testY  = closeY - 144
	trustY = testY - 144
)

// pin asks for the PIN of the maintenance page.
func (a *App) pin(v flow.View) fyne.CanvasObject {
	b := a.page(v)
	a.title(b, v, a.say("kiosk.pin.title"), a.pinWords(v))
	var pad *kit.Pad
	pad = a.stage.Kit().Pad("pin", pinDigits, true, func(digits string) {
		a.EnterPIN(digits)
		pad.Clear("")
	})
	b.Put(pad.Object(), 180, 560, 720, 940)
	return b.Object()
}

func (a *App) pinWords(v flow.View) string {
	switch {
	case v.PINLock > 0:
		return a.say("kiosk.pin.locked", "n", int((v.PINLock+time.Minute-1)/time.Minute))
	case v.PINWrong:
		return a.say("kiosk.pin.wrong")
	}
	return a.say("kiosk.pin.sub")
}

// maintenance is for staff: how the machine is, a test slip, the way out.
func (a *App) maintenance(v flow.View) fyne.CanvasObject {
	b, k := a.page(v), a.stage.Kit()
	a.title(b, v, a.say("kiosk.care.title"), a.say("kiosk.care.sub"))
	b.Put(k.Text(a.say("kiosk.care.devices"), skin.Label).With(true, kit.InkTone, kit.Left), margin, 440, width, 72)
	if v.Stale.IsZero() && v.Snapshot != nil {
		a.deviceRow(b, 536, "kiosk.care.node", kit.Good, "ok")
	} else {
		a.deviceRow(b, 536, "kiosk.care.node", kit.Bad, "away")
	}
	a.printerRow(b, v)
	a.clockRow(b, v, 808)
	if a.deps.TestSlip != nil && v.Printer != flow.PrinterNone {
		b.Put(k.Button("test", a.testWords(), kit.Secondary, a.testSlip), margin, testY, width, actionsH)
	}
	if a.deps.Close != nil {
		b.Put(k.Button("close", a.say("kiosk.care.close"), kit.Danger, a.deps.Close), margin, closeY, width, actionsH)
	}
	b.Put(k.Button("leave", a.say("kiosk.care.back"), kit.Primary, a.Back), margin, actionsY, width, actionsH)
	return b.Object()
}

func (a *App) printerRow(b *kit.Board, v flow.View) {
	mood := kit.Bad
	switch v.Printer {
	case flow.PrinterReady:
		mood = kit.Good
	case flow.PrinterNone:
		mood = kit.Dull
	}
	a.deviceRow(b, 672, "kiosk.care.printer", mood, string(v.Printer))
}

// clockRow tells how the clocks of the hall and of its node's machine stand, what is to be done, and takes a person's
// word while they are apart.
func (a *App) clockRow(b *kit.Board, v flow.View, y float32) {
	if v.Snapshot == nil || v.Snapshot.Clock == nil {
		a.trust = ""
		a.clockAgrees(b, v, y)
		return
	}
	atHall, atNode := a.clocks(v)
	a.row(b, y, "kiosk.care.clock", kit.Bad, a.say("kiosk.care.clock.apart", "wall", atNode))
	if a.deps.Trust == nil {
		a.clockHint(b, y, a.say("kiosk.care.clock.mend", "hall", atHall))
		return
	}
	a.clockHint(b, y, a.say("kiosk.care.clock.todo", "hall", atHall))
	key := a.trust
	if key == "" {
		key = "kiosk.care.clock.trust"
	}
	b.Put(a.stage.Kit().Button("trust", a.say(key), kit.Secondary, a.askTrust), margin, trustY, width, actionsH)
}

// clocks are the dates and times that the hall and its node's machine have.
func (a *App) clocks(v flow.View) (atHall, atNode string) {
	zone := v.Snapshot.Outlet.Location()
	show := func(m hall.Millis) string { return m.Time().In(zone).Format("2006-01-02 15:04") }
	return show(v.Snapshot.Clock.Hall), show(v.Snapshot.Clock.Wall)
}

// clockAgrees tells that the clock is right, and what became of it today.
func (a *App) clockAgrees(b *kit.Board, v flow.View, y float32) {
	if v.Snapshot == nil || v.Snapshot.Move == nil {
		a.deviceRow(b, y, "kiosk.care.clock", kit.Good, "right")
		return
	}
	m := v.Snapshot.Move
	key := "kiosk.care.clock.forward"
	if m.By < 0 {
		key = "kiosk.care.clock.back"
	}
	at := lang.Clock(m.To.Time().In(v.Snapshot.Outlet.Location()))
	a.row(b, y, "kiosk.care.clock", kit.Watch, a.say(key, "time", at, "span", a.span(m.By.Sub(0).Abs())))
	a.clockHint(b, y, a.say("kiosk.care.clock.moved"))
}

// span is how far a clock was put.
func (a *App) span(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	switch {
	case minutes >= 2*24*60:
		return a.say("kiosk.care.clock.days", "n", minutes/(24*60))
	case minutes >= 60 && minutes%60 == 0:
		return a.say("kiosk.care.clock.hour", "n", minutes/60)
	case minutes >= 60:
		return a.say("kiosk.care.clock.hours", "n", minutes/60, "m", minutes%60)
	}
	return a.say("kiosk.care.clock.minutes", "n", max(minutes, 1))
}

// clockHint says under the row what is to be done.
func (a *App) clockHint(b *kit.Board, y float32, words string) {
	text := a.stage.Kit().Text(words, skin.Body).With(false, kit.SoftTone, kit.Left).Wrapped(3, width)
	b.Put(text, margin, y+128, width, 200)
}

// minuteOf is a moment as far as the page shows it.
func minuteOf(m hall.Millis) hall.Millis { return m / 60_000 }

// askTrust names both dates before the hall goes to its node's: one press by mistake would move every ticket to another
// day. The page is built again with each minute of either clock and takes the question away then, so nobody confirms
// dates that are no longer true.
func (a *App) askTrust() {
	v := a.View()
	if v.Snapshot == nil || v.Snapshot.Clock == nil || a.trust == "kiosk.care.clock.trusting" {
		return
	}
	atHall, atNode := a.clocks(v)
	a.stage.Ask(a.say("kiosk.care.clock.ask"), a.say("kiosk.care.clock.ask.text", "hall", atHall, "wall", atNode),
		nav.Verb{Key: "trust.no", Label: a.say("kiosk.care.clock.ask.no"), Rank: kit.Secondary},
		nav.Verb{Key: "trust.yes", Label: a.say("kiosk.care.clock.ask.yes"), Rank: kit.Primary, Act: a.trustClock})
}

func (a *App) trustClock() {
	if a.trust == "kiosk.care.clock.trusting" {
		return
	}
	a.trusted("kiosk.care.clock.trusting")
	nav.Work(a.stage, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, a.deps.Trust(ctx)
	}, func(_ struct{}, err error) {
		if err != nil {
			a.trusted("kiosk.care.clock.refused")
			return
		}
		a.trusted("")
	})
}

func (a *App) trusted(key string) {
	a.trust = key
	a.refresh()
}

func (a *App) deviceRow(b *kit.Board, y float32, key string, mood kit.Mood, state string) {
	a.row(b, y, key, mood, a.say(key+"."+state))
}

func (a *App) row(b *kit.Board, y float32, key string, mood kit.Mood, word string) {
	k := a.stage.Kit()
	b.Put(k.Card(), margin, y, width, 112)
	dot := k.Dot(mood, a.say(key), word)
	dot.Role = skin.Body
	b.Put(dot, margin+32, y, width-64, 112)
}

func (a *App) testWords() string {
	if a.test == "" {
		return a.say("kiosk.care.test")
	}
	return a.say(a.test)
}

func (a *App) testSlip() {
	if a.test == "kiosk.care.testing" {
		return
	}
	a.tested("kiosk.care.testing")
	nav.Work(a.stage, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, a.deps.TestSlip(ctx)
	}, func(_ struct{}, err error) {
		if err != nil {
			a.tested("kiosk.care.failed")
			return
		}
		a.tested("kiosk.care.tested")
	})
}

func (a *App) tested(key string) {
	a.test = key
	a.refresh()
}

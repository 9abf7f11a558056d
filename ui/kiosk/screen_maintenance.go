package kiosk

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// pinDigits is the length of the maintenance PIN.
const pinDigits = 6

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
	y := float32(900)
	if a.deps.TestSlip != nil && v.Printer != flow.PrinterNone {
		b.Put(k.Button("test", a.testWords(), kit.Secondary, a.testSlip), margin, y, width, actionsH)
		y += 152
	}
	if a.deps.Close != nil {
		b.Put(k.Button("close", a.say("kiosk.care.close"), kit.Danger, a.deps.Close), margin, y, width, actionsH)
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

func (a *App) deviceRow(b *kit.Board, y float32, key string, mood kit.Mood, state string) {
	k, word := a.stage.Kit(), key+"."+state
	b.Put(k.Card(), margin, y, width, 112)
	dot := k.Dot(mood, a.say(key), a.say(word))
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

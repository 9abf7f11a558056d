package kiosk

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// ticket is look/06: remember one number.
func (a *App) ticket(v flow.View) fyne.CanvasObject {
	b, k, s := a.page(v), a.stage.Kit(), v.Standing
	a.ticketHead(b, v)
	at := a.ticketRows()
	b.Put(k.Big(string(s.No), 384), margin, at.no, width, 384)
	a.ticketBusiness(b, v, at.business)
	facts := k.Facts(a.ticketFacts(v)...)
	facts.Shares = []float32{1.05, 1.25, 1.2}
	b.Put(facts, margin, at.facts, width, at.code-at.facts-at.gap)
	a.ticketCode(b, v, at)
	a.ticketPaper(b, v)
	a.ticketActions(b, v)
	return b.Object()
}

// ticketRows are the heights that differ. The number is the biggest thing in every size; larger type gets its room from
// the remarks below the figures, which are said on the page before.
type ticketRows struct{ no, business, facts, code, gap, line float32 }

func (a *App) ticketRows() ticketRows {
	if a.elderly() {
		return ticketRows{no: 268, business: 654, facts: 742, code: 984, gap: 24, line: 68}
	}
	return ticketRows{no: 282, business: 688, facts: 784, code: 1088, gap: 32, line: 48}
}

func (a *App) elderly() bool { return a.stage.Look().Class == skin.KioskElder }

func (a *App) ticketFacts(v flow.View) []kit.Fact {
	facts := a.facts(v.Standing.Ahead, v.Standing.WaitFor, v.Standing.Windows, v)
	for i := range facts {
		if a.elderly() {
			facts[i].Note = ""
		}
	}
	return facts
}

func (a *App) ticketHead(b *kit.Board, v flow.View) {
	k, key := a.stage.Kit(), "kiosk.ticket.done"
	if v.Already {
		key = "kiosk.ticket.already"
	}
	b.Put(k.Icon("check-circle", 60, kit.GreenTone), margin, 182, 60, 60)
	b.Put(k.Text(a.say(key), skin.Label).Sized(44).With(true, kit.GreenTone, kit.Left), margin+80, 168, 700, 88)
	if v.SecondsLeft == 0 {
		return
	}
	ring := k.Ring(v.RingSeconds, 88)
	b.Put(ring, 936, 168, 88, 88)
	a.also(func(v flow.View) { ring.Set(v.SecondsLeft) })
}

func (a *App) ticketBusiness(b *kit.Board, v flow.View, y float32) {
	k := a.stage.Kit()
	words := a.whatFor(v.Standing.Items, v.Standing.Group, v.Snapshot)
	size := a.stage.Look().Size(skin.Label)
	b.Put(k.Text(words, skin.Label).Sized(max(fit(words, size, 760), 30)).With(true, kit.InkTone, kit.Left), margin, y, 780, 80)
	if v.Standing.Priority == hall.Care {
		b.Put(k.Text(a.say("kiosk.ticket.care"), skin.Body).With(true, kit.GreenTone, kit.Right), 760, y, 264, 80)
	}
}

// ticketPapers is how many lines of papers stand beside the code.
const ticketPapers = 3

// ticketCode is the code to scan and what to bring.
func (a *App) ticketCode(b *kit.Board, v flow.View, at ticketRows) {
	k, y := a.stage.Kit(), at.code
	b.Put(k.Card(), margin, y, 344, 344)
	b.Put(k.QR(v.Standing.URL, 320), margin+12, y+12, 320, 320)
	key := "kiosk.ticket.qr.counter"
	if v.Snapshot != nil && v.Snapshot.Outlet.PublicURL != "" {
		key = "kiosk.ticket.qr.progress"
	}
	head := a.say(key)
	b.Put(k.Text(head, skin.Label).Sized(fit(head, a.stage.Look().Size(skin.Label), 580)).With(true, kit.InkTone, kit.Left), 432, y-6, 592, 64)
	b.Put(k.Text(a.say(key+".line"), skin.Body).With(false, kit.SoftTone, kit.Left), 432, y+58, 592, 56)
	b.Put(k.Rule(), 432, y+128, 592, 2)
	a.ticketBring(b, v, y+144, at.line)
}

func (a *App) ticketBring(b *kit.Board, v flow.View, y, line float32) {
	k := a.stage.Kit()
	items := itemsOf(v.Standing.Items, v.Snapshot)
	papers := union(items)
	if len(papers) == 0 && !told(items) {
		return
	}
	b.Put(k.Text(a.say("kiosk.confirm.papers"), skin.Body).With(true, kit.InkTone, kit.Left), 432, y, 592, line)
	if len(papers) == 0 {
		b.Put(k.Text(a.say("kiosk.confirm.nopapers"), skin.Body).With(false, kit.SoftTone, kit.Left).Wrapped(2, 592), 432, y+line, 592, 2*line)
	}
	shown := papers
	if len(papers) > ticketPapers {
		shown = papers[:ticketPapers-1]
		more := a.say("kiosk.ticket.papers.more", "n", len(papers)-len(shown))
		b.Put(k.Text(more, skin.Caption), 432, y+ticketPapers*line, 592, line)
	}
	for i, p := range shown {
		a.paper(b, p, 432, y+line+float32(i)*line, 592, line)
	}
}

func itemsOf(codes []hall.ItemCode, s *hall.Snapshot) []hall.ServiceType {
	var out []hall.ServiceType
	if s == nil {
		return nil
	}
	for _, c := range codes {
		for _, i := range s.Items {
			if i.Code == c {
				out = append(out, i)
			}
		}
	}
	return out
}

// ticketPaper says what became of the slip, and what to do about it.
func (a *App) ticketPaper(b *kit.Board, v flow.View) {
	b.Put(a.stage.Kit().Banner(a.paperWords(v)), margin, 1456, width, 136)
}

func (a *App) paperWords(v flow.View) (kit.Mood, kit.Notice) {
	row := func(icon, key string) kit.Notice {
		fact := key
		if v.Reason == "printer.paper-out" && a.stage.Book().Has(key+".paper-out") {
			fact += ".paper-out"
		}
		return kit.Notice{Icon: icon, Fact: a.say(fact), Do: a.say(key + ".do")}
	}
	switch {
	case v.Already:
		n := row("information-outline", "kiosk.ticket.already")
		return kit.Good, n
	case v.Paper == flow.Printing:
		return kit.Dull, row("printer", "kiosk.ticket.printing")
	case v.Paper == hall.PaperPrinted:
		return kit.Good, row("printer-outline", "kiosk.ticket.printed")
	case v.Printer == flow.PrinterNone:
		return kit.Dull, row("information-outline", "kiosk.ticket.noslip")
	case v.Paper == hall.PaperNotPrinted:
		return kit.Watch, row("printer-alert", "kiosk.ticket.unprinted")
	}
	return kit.Watch, row("printer-alert", "kiosk.ticket.uncertain")
}

func (a *App) ticketActions(b *kit.Board, v flow.View) {
	k := a.stage.Kit()
	switch {
	case v.Paper == flow.Printing:
		wait := k.Button("done", a.say("kiosk.ticket.finish"), kit.Primary, a.Done)
		wait.SetBusy(a.say("kiosk.ticket.printing"))
		b.Put(wait, margin, actionsY, width, actionsH)
	case v.Printer == flow.PrinterNone && v.Paper == hall.PaperNotPrinted:
		b.Put(k.Button("keep", a.say("kiosk.ticket.keep"), kit.Primary, a.Done), margin, actionsY, width, actionsH)
	case v.Paper == hall.PaperNotPrinted:
		x := float32(margin)
		b.Put(k.Button("giveup", a.say("kiosk.ticket.giveup"), kit.Quiet, a.GiveUp), x, actionsY, 296, actionsH)
		x += 320
		if a.CanPrintAgain() {
			b.Put(k.Button("again", a.say("kiosk.ticket.again"), kit.Secondary, a.PrintAgain), x, actionsY, 296, actionsH)
			x += 320
		}
		b.Put(k.Button("keep", a.say("kiosk.ticket.keep"), kit.Primary, a.Done), x, actionsY, margin+width-x, actionsH)
	default:
		b.Put(k.Button("done", a.say("kiosk.ticket.finish"), kit.Primary, a.Done), margin, actionsY, width, actionsH)
	}
}

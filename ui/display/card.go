package display

import (
	"image/color"
	"slices"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// The grid of look/14.
const (
	margin  = 56
	cardY   = 128
	cardW   = 960
	cardH   = 512
	recentY = 660
	countsY = 860
	tableX  = 1064
	tableW  = 800
	tableH  = 839
)

// The left card has three faces, one at a time: the call, a notice, a word. Each has its own shape.

// paintCall is one number and one window. In the dark phase of the blink the words are yellow, not the card.
func (a *App) paintCall(p *kit.Pen, w, h float32) {
	pal, c := p.Look().Palette, a.view.Call
	if a.view.State != board.Calling {
		return
	}
	fill, ink := pal.Call, pal.OnCall
	if !a.view.Lit {
		fill, ink = pal.Surface, pal.Call
	}
	p.Box(0, 0, w, h, 24, fill, skin.Clear, 0)
	number := kit.Ink{Size: min(344, 344*(w-80)/skin.Width(string(c.No), 344, true)), Bold: true, Color: ink}
	p.Base(string(c.No), 44, 305, number)
	p.Fill(48, 355, w-96, 4, ink)
	end := a.paintGoTo(p, c.Label, ink)
	a.paintCalling(p, w, end, ink)
}

// paintGoTo writes "to window 3", the number large, on one baseline; it gives back where the words end. A window with a
// long name is written smaller.
func (a *App) paintGoTo(p *kit.Pen, label string, ink color.NRGBA) float32 {
	const left, room, gap = 48, cardW - 96, 28
	sign := a.sign(label)
	pieces := []struct {
		text string
		ink  kit.Ink
	}{
		{a.say("display.goto"), kit.Ink{Size: 84, Bold: true, Color: ink}}, {sign.Before, kit.Ink{Size: 84, Bold: true, Color: ink}},
		{sign.Label, kit.Ink{Size: 136, Bold: true, Color: ink}}, {sign.After, kit.Ink{Size: 84, Bold: true, Color: ink}},
	}
	need := float32(-gap)
	for _, piece := range pieces {
		if piece.text != "" {
			need += piece.ink.Width(piece.text) + gap
		}
	}
	x, scale := float32(left), min(1, room/need)
	for _, piece := range pieces {
		if piece.text != "" {
			x += p.Base(piece.text, x, 486, piece.ink.At(piece.ink.Size*scale)) + gap*scale
		}
	}
	return x - gap*scale
}

// sign is a window as it is written on the wall.
func (a *App) sign(label string) lang.Sign {
	return a.stage.Book().Sign(a.stage.Lang(), lang.Window(label))
}

func (a *App) paintCalling(p *kit.Pen, w, from float32, ink color.NRGBA) {
	words := kit.Ink{Size: 44, Bold: true, Color: ink}
	text := a.say("display.calling")
	x := w - 48 - words.Width(text)
	if x-68 < from+16 {
		return // a long window name says enough
	}
	p.Icon("volume-high", x-68, 412, 52, ink)
	p.Line1(text, x, 404, words.Width(text)+1, 68, words, kit.Left)
}

// paintWord is the left card when it says one thing.
func (a *App) paintWord(p *kit.Pen, w, h float32) {
	pal, v := p.Look().Palette, a.view
	icon, word, sub := a.word(v)
	if icon == "" {
		return
	}
	p.Box(0, 0, w, h, 24, pal.Surface, skin.Clear, 0)
	p.Icon(icon, 48, 84, 112, pal.Ink2)
	p.Whole(word, 48, 232, w-96, 120, kit.Ink{Size: 96, Bold: true, Color: pal.Ink}, kit.Left)
	p.Whole(sub, 48, 364, w-96, 64, kit.Ink{Size: 44, Color: pal.Ink2}, kit.Left)
}

func (a *App) word(v board.View) (icon, word, sub string) {
	switch {
	case v.State == board.Away:
		return "lan-disconnect", a.say("display.away"), a.say("display.away.sub", "time", lang.Clock(v.Since))
	case v.State == board.Closed:
		return "lock-outline", a.say("display.closed"), a.say("display.closed.sub", "phone", v.Outlet.Hotline)
	case v.State == board.Starting:
		return "timer-sand", a.say("display.starting"), a.say("display.starting.sub")
	case v.State == board.Quiet && v.Notices == 0:
		return "ticket-confirmation-outline", a.say("display.quiet"), a.say("display.quiet.sub")
	}
	return "", "", ""
}

// paintNotice takes the card while nobody is called.
func (a *App) paintNotice(p *kit.Pen, w, h float32) {
	v, pal := a.view, p.Look().Palette
	if v.State != board.Quiet || v.Notices == 0 {
		return
	}
	p.Box(0, 0, w, h, 24, pal.Surface, skin.Clear, 0)
	p.Icon("bullhorn-outline", 48, 52, 56, pal.Green)
	p.Line1(a.say("display.quiet"), 128, 40, w-400, 80, kit.Ink{Size: 44, Color: pal.Ink2}, kit.Left)
	of := strconv.Itoa(v.NoticeNo) + " / " + strconv.Itoa(v.Notices)
	p.Line1(of, w-248, 40, 200, 80, kit.Ink{Size: 38, Color: pal.Ink2}, kit.Right)
	p.Title(a.name(v.Notice.Title), 48, 144, w-96, 132, kit.Ink{Size: 88, Bold: true, Color: pal.Ink})
	ink, pages := a.cardPages(v.Notice)
	ink.Color = pal.Ink
	at := v.Page % len(pages)
	p.Lines(strings.Join(pages[at], "\n"), 48, 292, w-96, ink, noticeLine, 0, kit.Left)
	paintDots(p, w-48, h-24, at, len(pages))
}

// A notice has so much room below its title.
const noticeRoom, noticeLine = 200, 1.35

// cardPages are the pages of a notice on the card.
func (a *App) cardPages(n hall.Notice) (kit.Ink, [][]string) {
	return noticePages(a.name(n.Text), cardW-96, kit.Ink{Size: 48})
}

// noticePages writes a notice in one line where a little smaller type is enough for that, otherwise in as large type as
// it needs, and what does not fit in legible type on pages.
func noticePages(text string, w float32, ink kit.Ink) (kit.Ink, [][]string) {
	for size := ink.Size; size >= 42; size-- {
		if ink.At(size).Width(text) <= w {
			return ink.At(size), [][]string{{text}}
		}
	}
	ink, lines := kit.Fit(text, w, noticeRoom, ink, noticeLine)
	if ink.Size >= legible {
		return ink, [][]string{lines}
	}
	ink.Size = legible + 2
	room := noticeRoom - dot // the last line keeps off the dots
	return ink, slices.Collect(slices.Chunk(kit.Wrap(text, w, ink, 0), int(float32(room)/(ink.Size*noticeLine))))
}

// paintRecent is who was called just now, with the window.
func (a *App) paintRecent(p *kit.Pen, w, _ float32) {
	pal := p.Look().Palette
	if a.view.State == board.Starting {
		return // nobody knows yet who was called
	}
	p.Line1(a.say("display.recent"), 0, 0, w, 52, kit.Ink{Size: 36, Color: pal.Ink2}, kit.Left)
	if len(a.view.Recent) == 0 {
		none := "display.recent.none"
		if a.view.State == board.Calling {
			none = "display.recent.first"
		}
		p.Line1(a.say(none), 0, 60, w, 76, kit.Ink{Size: 48, Color: pal.Ink2}, kit.Left)
		return
	}
	for i, c := range a.view.Recent {
		x := float32(i) * 320
		p.Whole(string(c.No), x, 50, 304, 84, kit.Ink{Size: 64, Bold: true, Color: a.live(pal, pal.Green)}, kit.Left)
		p.Whole(a.stage.Book().Windows(a.stage.Lang(), lang.Window(c.Label)), x, 132, 304, 48, kit.Ink{Size: 36, Color: pal.Ink2}, kit.Left)
	}
}

// live is a colour of something that is true now; what is only remembered is grey.
func (a *App) live(pal skin.Palette, c color.NRGBA) color.NRGBA {
	if a.view.Since.IsZero() {
		return c
	}
	return pal.Ink2
}

// The line at the bottom: its words, and at its right edge the hotline.
var (
	footWords = kit.Ink{Size: 40}
	footPhone = kit.Ink{Size: 44, Bold: true}
)

// paintTicker is the line at the bottom: one notice at a time, it turns and never scrolls.
func (a *App) paintTicker(p *kit.Pen, w, h float32) {
	v, pal := a.view, p.Look().Palette
	p.Fill(0, 0, w, h, pal.Surface)
	number, label, words := footPhone, footWords, footWords
	number.Color, label.Color, words.Color = pal.Ink, pal.Ink2, pal.Ink
	x := w - margin - number.Width(v.Outlet.Hotline)
	p.Whole(v.Outlet.Hotline, x, 0, w-margin-x, h, number, kit.Left)
	x -= label.Width(a.say("display.hotline")) + 32
	if v.Outlet.Hotline != "" {
		p.Line1(a.say("display.hotline"), x, 0, label.Width(a.say("display.hotline"))+1, h, label, kit.Left)
	}
	icon, pages, at := a.tickerWords(v)
	if len(pages) == 0 {
		return
	}
	p.Icon(icon, margin, (h-44)/2, 44, pal.Green)
	a.paintDemo(p, x-48, h)
	p.Title(pages[at%len(pages)], margin+76, (h-footH)/2, a.footRoom(), footH, words)
}

// footRoom is what the hotline and the mark of made-up figures leave for words.
func (a *App) footRoom() float32 {
	room := 1920 - margin - footPhone.Width(a.view.Outlet.Hotline) - footWords.Width(a.say("display.hotline")) - 32
	return room - 48 - a.demoWidth() - margin - 100
}

// paintDemo marks figures that are made up, leftwards from an edge.
func (a *App) paintDemo(p *kit.Pen, right, h float32) {
	if !a.view.Outlet.Demo {
		return
	}
	pal, w := p.Look().Palette, a.demoWidth()
	p.Box(right-w, (h-50)/2, w, 50, 10, skin.Clear, pal.Line2, 2)
	p.Whole(a.say("common.demo"), right-w, 0, w, h, kit.Ink{Size: 30, Color: pal.Ink2}, kit.Centre)
}

func (a *App) demoWidth() float32 {
	if !a.view.Outlet.Demo {
		return 0
	}
	return kit.Ink{Size: 30}.Width(a.say("common.demo")) + 28
}

func (a *App) tickerWords(v board.View) (icon string, pages []string, at int) {
	lines := func(key string, pairs ...any) []string {
		return kit.Wrap(a.say(key, pairs...), a.footRoom(), footWords, 0)
	}
	switch {
	case !v.Since.IsZero():
		return "lan-disconnect", lines("display.away.ticker", "time", lang.Clock(v.Since)), v.Turns
	case v.Ticker != nil:
		return "bullhorn-outline", a.linePages(*v.Ticker), v.Line
	case v.State == board.Quiet && v.Notices > 0:
		return "information-outline", lines("display.ticker.quiet"), v.Turns
	}
	return "", nil, 0
}

// footH is the room for the words of the line at the bottom, one line of them or two.
const footH = 80

// linePages are the pages of a notice in the line at the bottom. Of one too long for it that is the title,
// or without one the whole. The text has the card as soon as nobody is called.
func (a *App) linePages(n hall.Notice) []string {
	title, text := a.name(n.Title), a.name(n.Text)
	lines := kit.Wrap(joined(title, text), a.footRoom(), footWords, 0)
	if len(lines) == 1 || title == "" {
		return lines
	}
	if ink, _ := kit.Fit(title, a.footRoom(), footH, footWords, 1.15); ink.Size >= legible {
		return []string{title} // on two lines
	}
	return kit.Wrap(title, a.footRoom(), footWords, 0)
}

// joined puts a notice's title before its text, parallel facts on one line.
func joined(title, text string) string {
	if title == "" {
		return text
	}
	return title + "\u3000" + text
}

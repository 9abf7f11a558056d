package kiosk

import (
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// The notices of the home page are read from a step away: no word of them is smaller than the look's caption. What does
// not fit its place in that size stands on more lines, and then on pages that turn by themselves.
const (
	noticeRow     = 76 // the height of a notice that stands on one line, or in two small ones beside its title
	noticeLeading = 1.3
	noticeGap     = 8
	noticeTurn    = 10 * time.Second
	noticeDots    = 16 // the height of the dots that tell the page
)

// homeNotices are the outlet's notices: the first at the bottom, or two in the upper half within low reach.
func (a *App) homeNotices(b *kit.Board, v flow.View) {
	k, s := a.stage.Kit(), v.Snapshot
	if !v.Stale.IsZero() {
		words := a.say("kiosk.node.stale", "time", lang.Clock(v.Stale.In(s.Outlet.Location())))
		a.line(b, "human-queue", notice{text: words})
		return
	}
	if len(s.Notices) == 0 || v.Settings.Low && v.Health == flow.PaperGone {
		return
	}
	var all []notice
	for _, n := range s.Notices[:min(2, len(s.Notices))] {
		all = append(all, notice{a.name(n.Title), a.name(n.Text)})
	}
	if !v.Settings.Low {
		a.line(b, "bullhorn-outline", all[0])
		return
	}
	const y, high = 596, lowY - 596
	b.Put(a.turning(noticePages(k.Look, all, width, high)), margin, y, width, high)
}

// line is a notice at the bottom, below a rule; a longer one begins higher.
func (a *App) line(b *kit.Board, icon string, n notice) {
	const x, w, least, foot = margin + 68, width - 68, 1572, barY - 16
	k, y, high := a.stage.Kit(), float32(1620), float32(noticeRow)
	pages := noticePages(k.Look, []notice{n}, w, foot-least)
	if tall := pages[0].height(k.Look); len(pages) > 1 || tall > noticeRow {
		high = foot - least
		if len(pages) == 1 {
			high = tall
		}
		y = foot - high
	}
	b.Put(k.Rule(), margin, y-20, width, 2)
	b.Put(k.Icon(icon, 40, kit.SoftTone), margin, y+18, 40, 40)
	b.Put(a.turning(pages), x, y, w, high)
}

// turning shows the pages one after the other.
func (a *App) turning(pages []noticePage) fyne.CanvasObject {
	at := func() int { return int(a.stage.Now().Unix()/int64(noticeTurn/time.Second)) % len(pages) }
	now := at()
	s := a.stage.Kit().Draw(fyne.NewSize(1, 1), func(p *kit.Pen, w, h float32) {
		pages[now].paint(p, w)
		for i := range pages {
			if fill := p.Look().Palette.Line2; len(pages) > 1 {
				if i == now {
					fill = p.Look().Palette.Ink
				}
				p.Dot(w-6-float32(len(pages)-1-i)*20, h-6, 12, fill)
			}
		}
	})
	if len(pages) > 1 {
		a.also(func(flow.View) {
			if next := at(); next != now {
				now = next
				s.Refresh()
			}
		})
	}
	return s
}

// notice is a title, which may be empty, and its text.
type notice struct{ title, text string }

// noticePage is what is seen at once: a notice, or some; of one that is taller than a page, a part.
type noticePage []noticePart

// noticePart is a notice beside its title, or in lines below it.
type noticePart struct {
	notice
	beside      bool
	head, lines []string
}

// noticePages lays notices out in a place.
func noticePages(l *skin.Look, all []notice, w, h float32) []noticePage {
	if pages := fillPages(l, all, w, h); len(pages) == 1 {
		return pages
	}
	return fillPages(l, all, w, h-noticeDots)
}

func fillPages(l *skin.Look, all []notice, w, h float32) []noticePage {
	var pages []noticePage
	var page noticePage
	for _, n := range all {
		part := layNotice(l, n, w)
		if len(page) > 0 && append(page, part).height(l) > h {
			pages, page = append(pages, page), nil
		}
		for { // a part that is taller than a page goes on on the next one, below its title again
			most := int((h - float32(len(part.head))*noticeLine(l)) / noticeLine(l))
			if part.beside || len(part.lines) <= max(most, 1) {
				break
			}
			first := part
			first.lines, part.lines = part.lines[:max(most, 1)], part.lines[max(most, 1):]
			pages = append(pages, noticePage{first})
		}
		page = append(page, part)
	}
	return append(pages, page)
}

// layNotice puts the text beside a short title, if it has room there on two lines.
func layNotice(l *skin.Look, n notice, w float32) noticePart {
	small := kit.Ink{Size: l.Size(skin.Caption), Bold: true}
	left := titleWidth(l, n, w)
	if small.Width(n.title) <= left {
		small.Bold = false
		if len(kit.Wrap(n.text, w-left, small, 0)) <= 2 {
			return noticePart{notice: n, beside: true}
		}
	}
	part := noticePart{notice: n}
	if n.title != "" {
		small.Bold = true
		part.head = kit.Wrap(n.title, w, small, 0)
	}
	small.Bold = false
	part.lines = kit.Wrap(n.text, w, small, 0)
	return part
}

// titleWidth is the column of a title with what parts it from the text: half of the place at most.
func titleWidth(l *skin.Look, n notice, w float32) float32 {
	if n.title == "" {
		return 0
	}
	return min(skin.Width(n.title, l.Size(skin.Body), true)+8, (w-24)/2) + 24
}

func noticeLine(l *skin.Look) float32 { return l.Size(skin.Caption) * noticeLeading }

func (n noticePart) height(l *skin.Look) float32 {
	if n.beside {
		return noticeRow
	}
	return float32(len(n.head)+len(n.lines)) * noticeLine(l)
}

func (page noticePage) height(l *skin.Look) (h float32) {
	for i, n := range page {
		if i > 0 {
			h += noticeGap
		}
		h += n.height(l)
	}
	return h
}

func (page noticePage) paint(p *kit.Pen, w float32) {
	y := float32(0)
	for i, n := range page {
		if i > 0 {
			p.Fill(0, y+noticeGap/2-1, w, 2, p.Look().Palette.Line)
			y += noticeGap
		}
		n.paint(p, y, w)
		y += n.height(p.Look())
	}
}

func (n noticePart) paint(p *kit.Pen, y, w float32) {
	l, ink := p.Look(), p.Ink(skin.Caption, false, p.Look().Palette.Ink)
	if !n.beside {
		bold := ink
		bold.Bold = true
		for i, line := range append(n.head[:len(n.head):len(n.head)], n.lines...) {
			one := ink
			if i < len(n.head) {
				one = bold
			}
			p.Line1(line, 0, y+float32(i)*noticeLine(l), w, noticeLine(l), one, kit.Left)
		}
		return
	}
	left, full := titleWidth(l, n.notice, w), p.Ink(skin.Body, false, ink.Color)
	if n.title != "" {
		head := p.Ink(skin.Body, true, ink.Color)
		p.Whole(n.title, 0, y, left-24, noticeRow, head.At(fit(n.title, head.Size, left-24)), kit.Left)
	}
	if size := fit(n.text, full.Size, w-left); size >= ink.Size {
		p.Line1(n.text, left, y, w-left, noticeRow, full.At(size), kit.Left)
		return
	}
	rows := float32(len(kit.Wrap(n.text, w-left, ink, 0)))
	p.Lines(n.text, left, y+(noticeRow-rows*noticeLine(l))/2, w-left, ink, noticeLeading, 2, kit.Left)
}

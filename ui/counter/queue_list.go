package counter

import (
	"fmt"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/kit"
)

// The tabs of the queue list.
const (
	tabWaiting = iota
	tabMissed
	tabHeld
	tabs
)

const (
	rowHigh = 60
	rowMost = 8
)

// queueList is the left column below the keys: who waits, in the order they would be called, and who is set aside.
type queueList struct {
	t     *teller
	board *kit.Board
	paper *kit.Shape
	tabs  [tabs]*spot
	spots [rowMost]*spot
	tab   int
	rows  [tabs][]flow.Row
}

func newQueueList(t *teller) *queueList {
	q := &queueList{t: t, board: t.kit.BoardOf(leftW, bottomY-408)}
	q.paper = t.kit.Draw(fyne.NewSize(leftW, bottomY-408), q.draw)
	q.board.Put(q.paper, 0, 0, leftW, bottomY-408)
	for i := range q.tabs {
		q.tabs[i] = newSpot(t.kit, fmt.Sprintf("queue-tab-%d", i), q.drawTab(i), func() { q.tab = i; q.show() })
		q.board.Put(q.tabs[i], float32(i)*112, 0, 104, 40)
	}
	for i := range q.spots {
		q.spots[i] = newSpot(t.kit, fmt.Sprintf("queue-row-%d", i), q.drawRow(i), func() { q.pick(i) })
		q.board.Put(q.spots[i], 0, float32(48+i*rowHigh), leftW, rowHigh)
	}
	return q
}

func (q *queueList) object() fyne.CanvasObject { return q.board.Object() }

func (q *queueList) show() {
	held, missed := q.t.desk.Aside()
	q.rows = [tabs][]flow.Row{q.t.desk.Rows(), missed, held}
	for _, tab := range q.tabs {
		tab.Refresh()
	}
	for i, s := range q.spots {
		visible(s, i < len(q.rows[q.tab]))
		s.Refresh()
	}
	q.paper.Refresh()
}

func (q *queueList) pick(i int) {
	if i < len(q.rows[q.tab]) {
		q.t.desk.Show(q.rows[q.tab][i].Ticket)
	}
}

var tabKeys = [tabs]string{"queue.waiting", "queue.missed", "queue.held"}

func (q *queueList) drawTab(i int) func(*kit.Pen, float32, float32, bool) {
	return func(p *kit.Pen, w, h float32, over bool) {
		pal := p.Look().Palette
		ink := kit.Ink{Size: 16, Bold: i == q.tab, Color: pal.Ink2}
		if i == q.tab || over {
			ink.Color = pal.Ink
		}
		label := q.t.words.key(tabKeys[i], "n", len(q.rows[i]))
		p.Whole(label, 0, 0, w, h-2, ink, kit.Left)
		if i == q.tab {
			p.Fill(0, h-3, min(ink.Width(label), w), 3, pal.Green)
		}
	}
}

func (q *queueList) draw(p *kit.Pen, w, h float32) {
	pal := p.Look().Palette
	p.Fill(0, 40, w, 1, pal.Line)
	soft := kit.Ink{Size: 15, Color: pal.Ink2}
	rows := q.rows[q.tab]
	if len(rows) == 0 {
		p.Lines(q.t.words.key(tabKeys[q.tab]+"_none"), 0, 56, w, soft, 1.5, 2, kit.Left)
	}
	if more := len(rows) - rowMost; more > 0 {
		p.Line1(q.t.words.key("queue.more", "n", more), 0, 48+rowMost*rowHigh+8, w, 28, soft, kit.Left)
	}
	if q.tab == tabWaiting {
		p.Line1(q.t.words.key("queue.order"), 0, h-28, w, 28, soft, kit.Left)
	}
}

func (q *queueList) drawRow(i int) func(*kit.Pen, float32, float32, bool) {
	return func(p *kit.Pen, w, h float32, over bool) {
		if i >= len(q.rows[q.tab]) {
			return
		}
		r, pal := q.rows[q.tab][i], p.Look().Palette
		if o, ok := q.t.desk.Offer(); ok && o.Ticket.ID == r.Ticket.ID {
			p.Fill(0, 0, w, h-1, pal.GreenTint)
			p.Fill(0, 0, 4, h-1, pal.Green)
		} else if over {
			p.Fill(0, 0, w, h-1, pal.Surface)
		}
		p.Fill(0, h-1, w, 1, pal.Line)
		wait := q.t.words.key("queue.minutes", "min", r.Waited)
		soft := kit.Ink{Size: 15, Color: pal.Ink2}
		right := w - 8 - soft.Width(wait)
		p.Line1(wait, right, 6, w-right, 26, kit.Ink{Size: 15, Color: pal.Ink}, kit.Left)
		for _, mark := range r.Tags {
			right = tag(p, q.t.words.say(mark), right-8, 19, 13.5)
		}
		no := kit.Ink{Size: 18, Bold: true, Color: pal.Ink}
		p.Line1(string(r.Ticket.No), 8, 6, 76, 26, no, kit.Left)
		p.Line1(q.t.words.name(r.Name), 84, 6, max(right-92, 1), 26, kit.Ink{Size: 16, Color: pal.Ink}, kit.Left)
		p.Line1(q.t.words.say(r.Why), 84, 31, w-92, 24, soft, kit.Left)
	}
}

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
	listHigh = bottomY - 408
	rowHigh  = 56
	rowMost  = 8
	rowsTop  = 100
	listFoot = rowsTop + rowMost*rowHigh + 8
)

// queueList is the left column below the keys: who waits, in the order they would be called, and who is set aside. It
// shows a part and scrolls by wheel, keys and the two buttons at its foot; a number that is typed leaves only the
// tickets that have it.
type queueList struct {
	t      *teller
	board  *kit.Board
	paper  *kit.Shape
	tabs   [tabs]*spot
	search *kit.Field
	spots  [rowMost]*spot
	back   *spot
	on     *spot
	tab    int
	from   int // the first row that is shown
	rows   [tabs][]flow.Row
	shown  []flow.Row // of the tab, or what was searched
}

func newQueueList(t *teller) *queueList {
	q := &queueList{t: t, board: t.kit.BoardOf(leftW, listHigh)}
	q.search = t.kit.Field("queue-search", "", t.words.key("queue.search"), false)
	q.paper = t.kit.Draw(fyne.NewSize(leftW, listHigh), q.draw)
	q.board.Put(q.paper, 0, 0, leftW, listHigh)
	q.search.OnChange(func(string) { q.from = 0; q.show() })
	q.search.OnDone(func(string) { q.pick(0) })
	q.board.Put(q.search.Object(), 0, 23, leftW, 0) // its empty label lies behind the tabs
	for i := range q.spots {
		q.spots[i] = newSpot(t.kit, fmt.Sprintf("queue-row-%d", i), q.drawRow(i), func() { q.pick(i) })
		q.spots[i].wheel = q.scroll
		q.board.Put(q.spots[i], 0, float32(rowsTop+i*rowHigh), leftW, rowHigh)
	}
	for i := range q.tabs {
		q.tabs[i] = newSpot(t.kit, fmt.Sprintf("queue-tab-%d", i), q.drawTab(i), func() { q.open(i) })
		q.board.Put(q.tabs[i], float32(i)*112, 0, 104, 40)
	}
	q.back = newSpot(t.kit, "queue-back", q.drawArrow("chevron-up"), func() { q.scroll(-rowMost) })
	q.on = newSpot(t.kit, "queue-on", q.drawArrow("chevron-down"), func() { q.scroll(rowMost) })
	q.board.Put(q.back, leftW-96, listFoot-4, 44, 36)
	q.board.Put(q.on, leftW-44, listFoot-4, 44, 36)
	return q
}

func (q *queueList) object() fyne.CanvasObject { return q.board.Object() }

// open shows another tab from its beginning.
func (q *queueList) open(tab int) {
	q.tab, q.from = tab, 0
	q.search.SetText("")
	q.show()
}

func (q *queueList) show() {
	held, missed := q.t.desk.Aside()
	q.rows = [tabs][]flow.Row{q.t.desk.Rows(), missed, held}
	q.shown = q.rows[q.tab]
	if q.searching() {
		q.shown = q.t.desk.FindRows(q.search.Text())
	}
	q.from = max(min(q.from, len(q.shown)-rowMost), 0)
	for _, tab := range q.tabs {
		tab.Refresh()
	}
	for i, s := range q.spots {
		visible(s, q.from+i < len(q.shown))
		s.Refresh()
	}
	visible(q.back, len(q.shown) > rowMost)
	visible(q.on, len(q.shown) > rowMost)
	q.back.Refresh()
	q.on.Refresh()
	q.paper.Refresh()
}

func (q *queueList) searching() bool { return q.search.Text() != "" }

// begin starts a search with a character, or goes on with one: a quick hand has typed more before the field has the
// keyboard.
func (q *queueList) begin(r rune) {
	if !q.search.Focused() {
		q.search.Focus()
		q.search.SetText("")
	}
	q.search.Append(r)
}

// leave ends the search; it reports whether there was one.
func (q *queueList) leave() bool {
	was := q.searching()
	q.search.SetText("")
	return was
}

func (q *queueList) pick(i int) {
	if i+q.from < len(q.shown) {
		q.t.desk.Show(q.shown[i+q.from].Ticket)
		q.t.kit.Focus(nil)
		q.leave()
	}
}

// scroll goes on by n rows, or back.
func (q *queueList) scroll(n int) {
	q.from += n
	q.show()
}

// move goes to the next row, or to the one before; at an end of what is shown the list scrolls.
func (q *queueList) move(n int) {
	for i, s := range q.spots {
		if !s.ring {
			continue
		}
		if to := i + n; to >= 0 && to < rowMost && q.spots[to].Visible() {
			q.t.kit.Focus(q.spots[to])
			return
		}
		q.scroll(n)
		return
	}
	if q.spots[0].Visible() {
		q.t.kit.Focus(q.spots[0])
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
	n := len(q.shown)
	switch {
	case n == 0 && q.searching():
		p.Lines(q.t.words.key("queue.not_found"), 0, rowsTop+8, w, soft, 1.5, 2, kit.Left)
	case n == 0:
		p.Lines(q.t.words.key(tabKeys[q.tab]+"_none"), 0, rowsTop+8, w, soft, 1.5, 2, kit.Left)
	case n > rowMost:
		p.Line1(q.t.words.key("queue.part", "from", q.from+1, "to", q.from+rowMost, "n", n), 0, listFoot, w-104, 28, soft, kit.Left)
	case q.tab == tabWaiting && !q.searching():
		p.Line1(q.t.words.key("queue.order"), 0, listFoot, w, 28, soft, kit.Left)
	}
}

// drawArrow draws a button of the foot; at the end of the list it is pale.
func (q *queueList) drawArrow(icon string) func(*kit.Pen, float32, float32, bool) {
	return func(p *kit.Pen, w, h float32, over bool) {
		pal := p.Look().Palette
		fill, ink := pal.Surface, pal.Ink
		if over {
			fill = pal.Page
		}
		if end := len(q.shown) - rowMost; icon == "chevron-up" && q.from == 0 || icon == "chevron-down" && q.from >= end {
			fill, ink = pal.Sunken, pal.Ink3
		}
		p.Box(0, 0, w, h, 8, fill, pal.Line2, 1)
		p.Icon(icon, (w-20)/2, (h-20)/2, 20, ink)
	}
}

func (q *queueList) drawRow(i int) func(*kit.Pen, float32, float32, bool) {
	return func(p *kit.Pen, w, h float32, over bool) {
		if i+q.from >= len(q.shown) {
			return
		}
		r, pal := q.shown[i+q.from], p.Look().Palette
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
		p.Line1(wait, right, 4, w-right, 26, kit.Ink{Size: 15, Color: pal.Ink}, kit.Left)
		p.Line1(string(r.Ticket.No), 8, 4, 76, 26, kit.Ink{Size: 18, Bold: true, Color: pal.Ink}, kit.Left)
		name, ink := q.t.words.name(r.Name), kit.Ink{Size: 16, Color: pal.Ink}
		marks := q.marks(r)
		upper, lower := right-8, w-8
		fit := len(marks) // beside the name; the rest stands below it: the name is never shortened for a mark
		for fit > 0 && nameX+ink.Width(name)+tagsWidth(marks[:fit], 13.5) > upper {
			fit--
		}
		upper = drawTags(p, marks[:fit], upper, 17, 13.5)
		lower = drawTags(p, marks[fit:], lower, 41, 13.5)
		p.Line1(name, nameX, 4, upper-nameX, 26, ink, kit.Left)
		why := q.t.words.say(r.Why)
		if fit < len(marks) && soft.Width(why) > lower-nameX {
			return // the marks say more; why he is next stands beside his number once he is
		}
		p.Line1(why, nameX, 28, lower-nameX, 24, soft, kit.Left)
	}
}

// nameX is where the words of a row begin, beside its number.
const nameX = 84

// marks are the ticket's tags; what was searched says in which list it stands.
func (q *queueList) marks(r flow.Row) (marks []string) {
	for _, s := range r.Tags {
		marks = append(marks, q.t.words.say(s))
	}
	if q.searching() {
		marks = append(marks, q.t.words.key("state."+string(r.Ticket.State)))
	}
	return marks
}

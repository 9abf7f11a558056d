package counter

import (
	"time"
	"unicode"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
)

// The grid of the teller's window, 1920×1080: head, queue, the case, the customer's side, devices.
const (
	headHigh        = 72
	leftX, leftW    = 24, 336
	caseX, caseW    = 384, 1080
	rightX, rightW  = 1488, 408
	topY, bottomY   = 96, 1008
	footY, footHigh = 1032, 48
	bandY, bandHigh = 848, 72 // of the case: what just happened
)

// teller is the window of the person who serves, 1920×1080.
type teller struct {
	kit   *kit.Kit
	words words
	desk  *flow.Desk
	zone  *time.Location
	demo  bool

	devices []Device
	alone   bool // there is no monitor for the customer's screen
	board   *kit.Board
	desktop,
	signing *fyne.Container

	paper  *kit.Shape // everything that is only read
	keys   map[flow.Act]*kit.Button
	queue  *queueList
	middle *middle
	signIn *signIn
	closed bool // as shown last
	placed bool // it is on the window: something in it can have the keyboard
	out    *kit.Button
	small  *kit.Button // makes the strip of the window; hidden where there is none

	openStrip func() // nil: there is no strip
	stripKey  string // that does the same anywhere, such as Ctrl+Alt+0; "" when none does
	cover     *kit.Button
}

func newTeller(k *kit.Kit, book *lang.Book, d *flow.Desk, in hall.Language) *teller {
	t := &teller{kit: k, words: words{book, in}, desk: d, zone: time.Local, keys: map[flow.Act]*kit.Button{}}
	t.build()
	return t
}

// object is what the stage shows.
func (t *teller) object() fyne.CanvasObject { return t.board.Object() }

// build puts things down in the order of the Tab key: the open question, the queue, the keys, and the sign-out last.
func (t *teller) build() {
	k := t.kit
	b := k.Board()
	t.paper = k.Draw(k.Look.Design, t.draw)
	b.Put(t.paper, 0, 0, 1920, 1080)
	t.buildKeys()
	t.middle = newMiddle(t)
	b.Put(t.middle.object(), caseX, topY, caseW, bottomY-topY)
	t.queue = newQueueList(t)
	b.Put(t.queue.object(), leftX, 408, leftW, bottomY-408)
	t.putKeys(b)
	t.cover = k.Button("cover", "", kit.Quiet, func() { t.desk.Blank(t.desk.Customer().Kind != flow.CustomerBlank) })
	b.Put(t.cover, rightX+rightW-24-168, topY+276, 168, 44)
	t.small = k.Button("open-strip", "", kit.Quiet, func() { t.openStrip() })
	b.Put(t.small, 392, 16, 232, 40)
	t.out = k.Button("sign-out", "", kit.Quiet, t.desk.AskSignOut)
	b.Put(t.out, 280, 16, 96, 40)
	t.desktop = b.Object()
	t.signIn = newSignIn(t)
	t.signing = t.signIn.object()
	t.board = k.Board()
	t.board.Put(t.desktop, 0, 0, 1920, 1080)
	t.board.Put(t.signing, 0, 0, 1920, 1080)
}

// Where each key stands. They never move.
var keyPlaces = []struct {
	act        flow.Act
	icon       string
	x, y, w, h float32
}{
	{flow.Next, "bullhorn", leftX, 96, leftW, 64},
	{flow.Recall, "replay", leftX, 168, leftW, 48},
	{flow.NoShow, "account-clock-outline", leftX, 224, leftW, 48},
	{flow.Transfer, "account-arrow-right-outline", leftX, 280, leftW, 48},
	{flow.Pause, "pause-circle-outline", leftX, 336, leftW, 48},
	{flow.Scan, "barcode-scan", caseX + 32, 940, 200, 48},
	{flow.Issue, "ticket-outline", caseX + 244, 940, 200, 48},
	{flow.Reprint, "printer-outline", caseX + 688, 756, 200, 44},
	{flow.Finish, "check", caseX + 488, 940, 284, 48},
	{flow.Start, "play-circle-outline", caseX + 784, 940, 264, 48},
}

func (t *teller) buildKeys() {
	for _, place := range keyPlaces {
		act := place.act
		btn := t.kit.Button("key-"+string(act), "", kit.Quiet, func() { t.desk.Do(act) })
		btn.Icon, btn.Hint, btn.Wide = place.icon, t.desk.Button(act).Key, true
		if act == flow.Next {
			btn.TextSize = 20
		}
		t.keys[act] = btn
	}
}

// putKeys puts down the keys of the left column; the others belong to the middle.
func (t *teller) putKeys(b *kit.Board) {
	for _, place := range keyPlaces {
		if place.x == leftX {
			b.Put(t.keys[place.act], place.x, place.y, place.w, place.h)
		}
	}
}

// show brings everything to what the flow says now.
func (t *teller) show() {
	closed := t.desk.Phase() == flow.Closed
	visible(t.desktop, !closed)
	visible(t.signing, closed)
	if t.closed != closed {
		t.closed = closed
		t.kit.Focus(nil)
		t.signIn.empty()
	}
	if closed {
		t.signIn.show()
		return
	}
	t.out.SetLabel(t.words.key("act.sign_out"))
	if why := t.words.say(t.desk.WhySignOut()); why != "" {
		t.out.SetOff("")
	} else {
		t.out.SetOn("")
	}
	visible(t.small, t.openStrip != nil)
	t.small.Hint = t.stripKey
	t.small.SetLabel(t.words.key("act.strip"))
	t.showCover()
	t.showKeys()
	t.queue.show()
	t.middle.show()
	t.paper.Refresh()
}

func (t *teller) showCover() {
	label := "act.cover"
	if t.desk.Customer().Kind == flow.CustomerBlank {
		label = "act.uncover"
	}
	t.cover.SetLabel(t.words.key(label))
}

func (t *teller) showKeys() {
	for act, btn := range t.keys {
		b := t.desk.Button(act)
		t.showExtra(act, btn)
		btn.SetLabel(t.words.say(b.Label))
		rank := kit.Quiet
		if b.Next {
			rank = kit.Primary
		}
		btn.SetRank(rank)
		switch {
		case b.Busy:
			btn.SetBusy(t.words.key("act.busy"))
		case !b.On:
			btn.SetBusy("")
			btn.SetOff(t.roomFor(act, t.shortWhy(b)))
		default:
			btn.SetOn(t.words.say(b.Fact))
		}
	}
}

// roomFor leaves out what has no room on a small key.
func (t *teller) roomFor(act flow.Act, why string) string {
	if act == flow.Issue || act == flow.Reprint {
		return ""
	}
	return why
}

// showExtra hides a key that this counter does not have, or that is about a ticket when there is none.
func (t *teller) showExtra(act flow.Act, btn *kit.Button) {
	switch act {
	case flow.Issue:
		visible(btn, t.desk.CanIssue())
	case flow.Reprint:
		_, ok := t.subject()
		visible(btn, ok && t.desk.CanReprint() && t.desk.Panel() == flow.NoPanel)
	}
}

// shortWhy fits beside the label; the whole reason comes when the key is pressed. Reasons that are plain to see are
// left out.
func (t *teller) shortWhy(b flow.Button) string {
	short := b.Why.Key + "_short"
	if !t.words.book.Has(short) {
		return ""
	}
	s := b.Why
	s.Key = short
	return t.words.say(s)
}

// bind gives the function keys, the digits and Escape their one meaning.
func (t *teller) bind(s *nav.Stage) {
	for _, k := range flow.Keys {
		s.OnKey(fyne.KeyName(k.Key), func() { t.desk.Press(k.Key) })
	}
	s.OnChar(t.char)
	s.OnKey(fyne.KeyUp, func() { t.move(-1) })
	s.OnKey(fyne.KeyDown, func() { t.move(1) })
	s.OnKey(fyne.KeyPageUp, func() { t.page(-1) })
	s.OnKey(fyne.KeyPageDown, func() { t.page(1) })
	s.OnKey(fyne.KeyEscape, t.escape)
	s.OnScan(t.desk.Scanned)
}

// char signs in, answers the open question, or begins to search the queue for a number.
func (t *teller) char(r rune) {
	switch {
	case t.desk.Panel() != flow.NoPanel:
		t.desk.Typed(r)
	case t.desk.Phase() == flow.Closed:
		t.signIn.begin(r)
	case unicode.In(r, unicode.L, unicode.Nd):
		t.queue.begin(r)
	}
}

// move goes up or down: among the items whose outcome is asked, or in the queue.
func (t *teller) move(n int) {
	switch t.desk.Panel() {
	case flow.FinishPanel:
		t.desk.Move(n)
	case flow.NoPanel:
		t.queue.move(n)
	}
}

// page turns the pages of what is asked: which window at the sign-in, a panel's choices, otherwise the queue.
func (t *teller) page(n int) {
	_, pages := t.desk.ChoicePage()
	switch {
	case t.desk.Phase() == flow.Closed:
		t.signIn.turnPage(n)
	case pages > 1:
		t.desk.TurnChoices(n)
	default:
		t.queue.scroll(n * rowMost)
	}
}

// escape closes the open question; first it ends a search.
func (t *teller) escape() {
	if t.desk.Panel() == flow.NoPanel && t.queue.leave() {
		t.kit.Focus(nil)
		return
	}
	t.desk.Dismiss()
}

// ready gives the keyboard to the first thing to fill in, once the page is on the screen.
func (t *teller) ready() {
	t.placed = true
	if t.desk.Phase() == flow.Closed {
		t.signIn.ready()
	}
}

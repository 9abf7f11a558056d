package counter

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// The strip lies over the company's own system and never changes its size.
const stripW, stripH = 960, 64

// handleW is the width of the handle at its left end.
const handleW = 44

// StripLook is the look of a strip's stage: the counter's, on a grid of 960×64.
func StripLook() *skin.Look {
	l := skin.For(skin.Counter)
	l.Design = fyne.NewSize(stripW, stripH)
	return l
}

// Reached is how one comes to the strip and back.
type Reached struct {
	Open   func() // puts the strip in the place of the big window; nil: there is no strip
	Expand func() // brings the big window to the front, for a question or because somebody asks for it

	Hold func() // the pointer takes the strip by its handle; nil: it stays where it is
	Drag func() // moves the strip with the pointer that holds it
}

// Strip puts the same desk on a third, narrow stage: the number, the clock and at most three keys. The last key and
// keys that ask a question bring the big window to the front.
func (c *Counter) Strip(s *nav.Stage, r Reached) {
	if r.Expand == nil {
		r.Expand = func() {}
	}
	c.reached = r
	s.Home(nav.Page("strip", func(s *nav.Stage) fyne.CanvasObject {
		c.strip = newStrip(s, c.desk, r)
		c.show()
		return c.strip.board.Object()
	}))
}

// hotKeys are the combinations that do what the function keys do, whichever program has the keyboard.
type hotKeys struct {
	held  string // "Ctrl+Alt"
	works [10]bool
}

// of is the combination with a digit; "" when there is none, or another program has taken it.
func (h hotKeys) of(digit int) string {
	if digit < 0 || digit >= len(h.works) || !h.works[digit] {
		return ""
	}
	return fmt.Sprintf("%s+%d", h.held, digit)
}

// HotKeys tells which digits are heard together with the keys that are held, such as "Ctrl+Alt". None until it is told.
func (c *Counter) HotKeys(held string, works [10]bool) {
	c.hot = hotKeys{held, works}
	c.show()
}

// HotKey does what a function key of this number does, whichever program has the keyboard; 0 opens and closes the
// strip. A question brings the big window to the front.
func (c *Counter) HotKey(n int, stripOpen bool) {
	switch {
	case n != 0:
		before := c.desk.Panel()
		c.desk.Press(fmt.Sprintf("F%d", n))
		if now := c.desk.Panel(); now != before && now != flow.NoPanel && c.reached.Expand != nil {
			c.reached.Expand()
		}
	case stripOpen && c.reached.Expand != nil:
		c.reached.Expand()
	case c.reached.Open != nil:
		c.reached.Open()
	}
}

type strip struct {
	words words
	desk  *flow.Desk
	board *kit.Board
	paper *kit.Shape
	keys  map[flow.Act]*kit.Button
	left  float32 // where the keys begin
	hot   hotKeys
}

// stripKeys are the keys a strip can show, with their widths.
var stripKeys = []struct {
	act  flow.Act
	wide float32
}{{flow.Pause, 140}, {flow.NoShow, 100}, {flow.Start, 124}, {flow.Recall, 136}, {flow.Finish, 132}, {flow.Next, 156}}

func newStrip(s *nav.Stage, d *flow.Desk, r Reached) *strip {
	k := s.Kit()
	t := &strip{words: words{s.Book(), s.Lang()}, desk: d, board: k.Board(), keys: map[flow.Act]*kit.Button{}}
	t.paper = k.Draw(k.Look.Design, t.draw)
	t.board.Put(t.paper, 0, 0, stripW, stripH)
	for _, key := range stripKeys {
		b := k.Button("strip-"+string(key.act), "", kit.Quiet, func() { t.press(key.act, r.Expand) })
		b.TextSize = 15
		t.keys[key.act] = b
		t.board.Put(b, 0, 10, key.wide, 44)
	}
	open := newSpot(k, "strip-expand", func(p *kit.Pen, w, h float32, over bool) {
		pal := p.Look().Palette
		fill := pal.Surface
		if over {
			fill = pal.Page
		}
		p.Box(0, 0, w, h, 8, fill, pal.Line2, 1)
		p.Icon("arrow-expand", 12, 12, 20, pal.Ink)
	}, r.Expand)
	t.board.Put(open, stripW-54, 10, 44, 44)
	if r.Hold != nil {
		t.board.Put(newHandle(r), 0, 0, handleW, stripH)
	}
	return t
}

// press does the act; one that asks a question asks it in the big window.
func (t *strip) press(a flow.Act, expand func()) {
	t.desk.Do(a)
	if t.desk.Panel() != flow.NoPanel {
		expand()
	}
}

// offered are the keys of a phase, at most three. A key that is off is not worth the room here, but for one that comes
// on in some seconds: it would push the others from under the finger.
func (t *strip) offered() map[flow.Act]bool {
	want := map[flow.Phase][]flow.Act{
		flow.Idle: {flow.Pause, flow.Next}, flow.Rating: {flow.Pause, flow.Next}, flow.Paused: {flow.Pause},
		flow.Called: {flow.NoShow, flow.Start, flow.Recall}, flow.Serving: {flow.Finish},
	}
	shown := map[flow.Act]bool{}
	for _, a := range want[t.desk.Phase()] {
		b := t.desk.Button(a)
		shown[a] = b.On || b.Why.Key == "counter.why.too_soon"
	}
	return shown
}

func (t *strip) show() {
	offered, x := t.offered(), float32(stripW-64)
	for i := len(stripKeys) - 1; i >= 0; i-- {
		key := stripKeys[i]
		b, now := t.keys[key.act], t.desk.Button(key.act)
		visible(b, offered[key.act])
		if !offered[key.act] {
			continue
		}
		b.Below = t.hot.of(digitOf(now.Key))
		wide := max(key.wide, b.BelowWidth())
		x -= wide
		t.board.Move(b, x, 10, wide, 44)
		x -= 8
		b.SetLabel(t.words.say(now.Label))
		b.SetRank(rankOf(now))
		if now.On {
			b.SetOn(t.stripFact(now))
		} else {
			b.SetOff("")
		}
	}
	t.left = x
	t.paper.Refresh()
}

// digitOf is the digit of a function key, "F1" to "F9": the strip's program has not got the keyboard, so the bare key
// does nothing there.
func digitOf(key string) int {
	if d, ok := strings.CutPrefix(key, "F"); ok && len(d) == 1 {
		return int(d[0] - '0')
	}
	return -1
}

func rankOf(b flow.Button) kit.Rank {
	if b.Next {
		return kit.Primary
	}
	return kit.Quiet
}

// stripFact is short: “1/3”.
func (t *strip) stripFact(b flow.Button) string {
	if b.Fact.Key != "counter.act.calls" {
		return ""
	}
	return t.words.key("strip.calls", "n", b.Fact.Args["n"], "limit", b.Fact.Args["limit"])
}

func (t *strip) draw(p *kit.Pen, w, h float32) {
	pal := p.Look().Palette
	no, name, clock, hint := t.stripWords()
	fill, line, ink, soft := pal.Surface, pal.GreenDark, pal.Ink, pal.Ink2
	if c, ok := t.desk.Case(); ok && c.Clock.Pace != flow.InTime {
		line, ink, soft = pal.WarnMark, pal.Warn, pal.Warn
	}
	if _, away := t.desk.Away(); away {
		line, soft = pal.WarnMark, pal.Warn
	}
	if t.desk.Phase() == flow.Paused {
		fill, line = pal.Sunken, pal.Edge
	}
	p.Box(0, 0, w, h, 12, fill, line, 2)
	p.Icon("drag-vertical", 12, 20, 24, pal.Ink3)
	p.Whole(no, 48, 0, 100, h, kit.Ink{Size: 32, Bold: true, Color: pal.Ink}, kit.Left)
	x := float32(156)
	if ink := (kit.Ink{Size: 15, Color: pal.Ink}); ink.Width(name) > 108 {
		p.Lines(name, x, h/2-20, 108, ink, 20.0/15, 2, kit.Left)
	} else {
		p.Line1(name, x, 0, 108, h, ink, kit.Left)
	}
	p.Fill(272, 16, 1, 32, pal.Line2)
	if clock != "" {
		p.Whole(clock, 288, 0, 88, h, kit.Ink{Size: 26, Bold: true, Color: ink}, kit.Left)
		x = 384
	} else {
		x = 288
	}
	remark, room := kit.Ink{Size: 15, Color: soft}, max(t.left-x-4, 40)
	hint = wholeSentences(hint, room, remark)
	rows := float32(len(kit.Wrap(hint, room, remark, 2)))
	p.Lines(hint, x, (h-rows*20)/2, room, remark, 20.0/15, 2, kit.Left)
}

// wholeSentences are those that fit on two lines, at least the first: the big window says the rest.
func wholeSentences(text string, room float32, ink kit.Ink) string {
	for len(kit.Wrap(text, room, ink, 0)) > 2 {
		end := strings.LastIndexAny(strings.TrimRight(text, ".。"), ".。")
		if end < 0 {
			return text
		}
		_, size := utf8.DecodeRuneInString(text[end:])
		text = text[:end+size]
	}
	return text
}

// stripWords are number, what for, the clock and one remark.
func (t *strip) stripWords() (no, name, clock, hint string) {
	w, d := t.words, t.desk
	if c, ok := d.Case(); ok {
		no, name, clock, hint = string(c.Ticket.No), w.name(c.Name), stopwatch(c.Clock), w.say(c.Clock.Say)
		if hint == "" {
			hint = w.key("queue.waiting", "n", len(d.Rows()))
		}
	} else if reason, since := d.PausedFor(); d.Phase() == flow.Paused {
		no, name, clock = w.key("strip.paused"), w.pause(reason), stopwatch(flow.Clock{Elapsed: since})
		hint = w.key("empty.paused_hall", "window", lang.Window(d.Label()))
	} else {
		no, name = "—", w.key("strip.idle")
		if rows := d.Rows(); len(rows) > 0 {
			hint = w.waited("strip.next", "strip.next_fresh", rows[0].Waited, "no", rows[0].Ticket.No)
		}
	}
	if _, away := d.Away(); away {
		hint = w.key("why.away")
	}
	if n := d.Notice(); n.Tone != flow.Plain && !n.Say.Nothing() {
		hint = w.say(n.Say)
	}
	return no, name, clock, hint
}

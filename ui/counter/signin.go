package counter

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/kit"
)

// signIn is the teller's window while nobody is signed in.
type signIn struct {
	t       *teller
	board   *kit.Board
	paper   *kit.Shape
	teller  *kit.Field
	pin     *kit.Field
	enter   *kit.Button
	windows []*spot
	list    []flow.Target // the windows of the page that is shown
	at      int           // the page
	pages   int
	turn    *kit.Button
	chosen  hall.CounterID
	rows    int // of windows
}

// A page of the sign-in has so many windows; a hall with more has more pages, and a key turns them.
const (
	signX, signY, signW = 680, 220, 560
	windowsMost         = 24
)

func newSignIn(t *teller) *signIn {
	s := &signIn{t: t, board: t.kit.Board(), rows: 1, pages: 1}
	s.paper = t.kit.Draw(t.kit.Look.Design, s.draw)
	s.board.Put(s.paper, 0, 0, 1920, 1080)
	s.board.Put(t.kit.Ground(s.ready), 0, 0, 1920, 1080)
	for i := range windowsMost {
		spot := newSpot(t.kit, "sign-in-window-"+string(rune('a'+i)), s.drawWindow(i), func() { s.choose(i) })
		s.windows = append(s.windows, spot)
		s.board.Put(spot, signX+48+float32(i%6)*78.4, signY+160+float32(i/6)*64, 72, 56)
	}
	s.turn = t.kit.Button("sign-in-more", "", kit.Secondary, func() { s.turnPage(1) })
	s.turn.Hint = turnHint
	s.board.Put(s.turn, signX+signW-48-turnWide, signY+112, turnWide, 40)
	s.teller = t.kit.Field("sign-in-teller", t.words.key("sign_in.badge"), t.words.key("sign_in.badge_hint"), false)
	s.teller.OnDone(func(string) { s.pin.Focus() })
	s.pin = t.kit.Field("sign-in-pin", t.words.key("sign_in.pin"), "", true)
	s.pin.OnDone(func(string) { s.press() })
	s.board.Put(s.teller.Object(), signX+48, s.below(306), signW-96, 0)
	s.board.Put(s.pin.Object(), signX+48, s.below(398), signW-96, 0)
	s.enter = t.kit.Button("sign-in", "", kit.Primary, s.press)
	s.board.Put(s.enter, signX+48, s.below(508), signW-96, 56)
	return s
}

// below is where a thing under the windows stands: higher or lower with each row of windows less or more than two.
func (s *signIn) below(y float32) float32 { return signY + y + float32(s.rows-2)*64 }

// settle takes the windows of the page, and moves the fields when the number of rows has changed.
func (s *signIn) settle() {
	all := s.t.desk.FreeCounters()
	s.pages = max((len(all)+windowsMost-1)/windowsMost, 1)
	long := max((len(all)+s.pages-1)/s.pages, 1)
	if s.fixed() {
		s.at = max(slices.IndexFunc(all, func(c flow.Target) bool { return c.Counter == s.window() }), 0) / long
	}
	s.at = min(s.at, s.pages-1)
	s.list = all[min(s.at*long, len(all)):min((s.at+1)*long, len(all))]
	rows := (long + 5) / 6
	if rows == s.rows || len(all) == 0 {
		return
	}
	s.rows = rows
	s.board.Move(s.teller.Object(), signX+48, s.below(306), signW-96, 0)
	s.board.Move(s.pin.Object(), signX+48, s.below(398), signW-96, 0)
	s.board.Move(s.enter, signX+48, s.below(508), signW-96, 56)
}

// turnPage shows other windows; after the last page comes the first.
func (s *signIn) turnPage(by int) {
	s.at = (s.at + by + s.pages) % s.pages
	s.show()
}

func (s *signIn) object() *fyne.Container { return s.board.Object() }

func (s *signIn) choose(i int) {
	if i < len(s.list) && s.list[i].On && !s.fixed() {
		s.chosen = s.list[i].Counter
		s.show()
	}
}

func (s *signIn) fixed() bool { return s.t.desk.Fixed() != "" }

// press signs in. The field that is to be filled in now has the keyboard then, so that a second try needs no mouse.
func (s *signIn) press() {
	who, pin := s.teller.Text(), s.pin.Text()
	s.pin.SetText("")
	s.ready()
	s.t.desk.SignIn(s.window(), who, pin)
}

// ready gives the keyboard to the first empty field.
func (s *signIn) ready() {
	if s.teller.Text() == "" {
		s.teller.Focus()
		return
	}
	s.pin.Focus()
}

// begin takes what is typed while no field has the keyboard: after a press on the ground, or on a window.
func (s *signIn) begin(r rune) {
	switch {
	case s.teller.Focused():
		s.teller.Append(r)
	case s.pin.Focused():
		s.pin.Append(r)
	default:
		s.ready()
		s.begin(r)
	}
}

// empty forgets who was here.
func (s *signIn) empty() {
	s.teller.SetText("")
	s.pin.SetText("")
	if s.t.closed && s.t.placed {
		s.ready()
	}
}

func (s *signIn) window() hall.CounterID {
	if s.fixed() {
		return s.t.desk.Fixed()
	}
	return s.chosen
}

func (s *signIn) show() {
	s.settle()
	visible(s.turn, s.pages > 1)
	s.turn.SetLabel(s.t.words.key("panel.more", "n", s.at+1, "all", s.pages))
	for i, spot := range s.windows {
		visible(spot, i < len(s.list))
		spot.Refresh()
	}
	s.enter.SetLabel(s.t.words.key("sign_in.enter"))
	if s.t.desk.SigningIn() {
		s.enter.SetBusy(s.t.words.key("sign_in.busy"))
	} else {
		s.enter.SetOn("")
	}
	s.paper.Refresh()
}

func (s *signIn) drawWindow(i int) func(*kit.Pen, float32, float32, bool) {
	return func(p *kit.Pen, w, h float32, over bool) {
		if i >= len(s.list) {
			return
		}
		pal, one := p.Look().Palette, s.list[i]
		fill, line, ink, width := pal.Surface, pal.Edge, pal.Ink, float32(1)
		switch {
		case one.Counter == s.window():
			fill, line, ink, width = pal.GreenTint, pal.Green, pal.GreenDark, 2
		case !one.On || s.fixed():
			fill, line, ink = pal.Sunken, pal.Line, pal.Ink3
		case over:
			fill = pal.Page
		}
		p.Box(0, 0, w, h, 8, fill, line, width)
		words := kit.Ink{Size: 22, Bold: true, Color: ink}
		if words.Width(one.Label) > w-8 { // it has a name instead of a number
			words.Size = 17
		}
		height := float32(len(kit.Wrap(one.Label, w-8, words, 2))) * words.Size * 1.2
		p.Lines(one.Label, 4, (h-height)/2, w-8, words, 1.2, 2, kit.Centre)
	}
}

func (s *signIn) draw(p *kit.Pen, w, h float32) {
	pal := p.Look().Palette
	p.Fill(0, 0, w, h, pal.Page)
	card(p, signX, signY, signW, s.below(660)-signY)
	mark(p, signX+48, signY+40, 48, pal.Green, pal.OnGreen)
	p.Line1(s.t.words.key("sign_in.title"), signX+112, signY+40, signW-160, 48, kit.Ink{Size: 26, Bold: true, Color: pal.Ink}, kit.Left)
	label := kit.Ink{Size: 15, Color: pal.Ink2}
	p.Line1(s.t.words.key("sign_in.window"), signX+48, signY+124, 300, 28, label, kit.Left)
	s.drawNotice(p)
	if v, ok := s.t.desk.Hall(); ok && v.Outlet.Demo {
		tag(p, s.t.words.book.Say(s.t.words.in, "common.demo"), 1896, 1052, 15)
	}
}

// drawNotice says why it did not work, below the button.
func (s *signIn) drawNotice(p *kit.Pen) {
	pal := p.Look().Palette
	text, c := "", pal.Ink2
	n := s.t.desk.Notice()
	_, away := s.t.desk.Away()
	switch {
	case n.Code != "":
		text, c = s.t.words.why(s.t.desk, n.Code), pal.Danger
	case !n.Say.Nothing():
		text, c = s.t.words.say(n.Say), pal.Warn
	case away:
		text, c = s.t.words.key("sign_in.away"), pal.Danger
	}
	p.Lines(text, signX+48, s.below(584), signW-96, kit.Ink{Size: 16, Color: c}, 1.5, 2, kit.Left)
}

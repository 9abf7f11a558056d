package admin

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kit"
)

const signX, signY, signW, signH = 560, 220, 480, 480

// signIn is the window while nobody is signed in.
type signIn struct {
	a     *Admin
	board *kit.Board
	paper *kit.Shape
	name  *kit.Field
	word  *kit.Field
	enter *kit.Button
}

func newSignIn(a *Admin) *signIn {
	k := a.stage.Kit()
	s := &signIn{a: a, board: k.Board()}
	s.paper = k.Draw(k.Look.Design, s.draw)
	s.board.Put(s.paper, 0, 0, 1600, 1000)
	s.board.Put(k.Ground(s.ready), 0, 0, 1600, 1000)
	s.name = k.Field("admin-name", a.say("sign_in.name"), a.say("sign_in.name_hint"), false)
	s.word = k.Field("admin-password", a.say("sign_in.password"), "", true)
	s.name.OnDone(func(string) { s.word.Focus() })
	s.word.OnDone(func(string) { s.press() })
	s.enter = k.Button("admin-enter", a.say("sign_in.enter"), kit.Primary, s.press)
	s.board.Put(s.name.Object(), signX+48, signY+116, signW-96, 0)
	s.board.Put(s.word.Object(), signX+48, signY+208, signW-96, 0)
	s.board.Put(s.enter, signX+48, signY+320, signW-96, 52)
	return s
}

func (s *signIn) object() fyne.CanvasObject { return s.board.Object() }

func (s *signIn) press() {
	name, word := s.name.Text(), s.word.Text()
	s.word.SetText("")
	s.ready()
	s.a.desk.SignIn(name, word)
}

// begin takes what is typed while no field has the keyboard, as after a press on the ground.
func (s *signIn) begin(r rune) {
	switch {
	case s.name.Focused():
		s.name.Append(r)
	case s.word.Focused():
		s.word.Append(r)
	default:
		s.ready()
		s.begin(r)
	}
}

// empty forgets who was here.
func (s *signIn) empty() {
	s.name.SetText("")
	s.word.SetText("")
}

// ready gives the keyboard to the first empty field.
func (s *signIn) ready() {
	if s.name.Text() == "" {
		s.name.Focus()
		return
	}
	s.word.Focus()
}

func (s *signIn) show() {
	if now, _ := s.a.desk.Signing(); now {
		s.enter.SetBusy(s.a.say("sign_in.busy"))
	} else {
		s.enter.SetOn("")
	}
	s.paper.Refresh()
}

func (s *signIn) draw(p *kit.Pen, w, h float32) {
	pal := p.Look().Palette
	p.Fill(0, 0, w, h, pal.Page)
	p.Box(signX, signY, signW, signH, 12, pal.Surface, pal.Line, 1)
	mark(p, signX+48, signY+40, 44)
	p.Line1(s.a.say("title"), signX+108, signY+40, signW-156, 44, kit.Ink{Size: 24, Bold: true, Color: pal.Ink}, kit.Left)
	if hint := s.a.hint; hint != "" && s.why() == "" {
		p.Lines(hint, signX+48, signY+392, signW-96, kit.Ink{Size: 15, Color: pal.Ink2}, 1.5, 3, kit.Left)
	}
	p.Lines(s.why(), signX+48, signY+392, signW-96, kit.Ink{Size: 15, Color: pal.Danger}, 1.5, 3, kit.Left)
}

// why says why it did not work, and what to do.
func (s *signIn) why() string {
	switch _, failed := s.a.desk.Signing(); failed {
	case "":
		return ""
	case hall.Invalid:
		return s.a.say("sign_in.missing")
	case hall.WrongPIN, hall.Denied, hall.NotFound:
		return s.a.say("sign_in.wrong")
	case hall.Unauthenticated:
		return s.a.say("sign_in.ended")
	case hall.Unavailable, hall.Unknown:
		return s.a.say("sign_in.away")
	default:
		return s.a.stage.Sorry(hall.E("admin", failed))
	}
}

package admin

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/admin/desk"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
)

// The grid, 1600×1000.
const (
	navW               = 208
	pageX, pageW       = 240, 1328
	headY, headH       = 24, 56
	bandY              = 96
	drawerX, drawerW   = 1080, 520
	pageBottom         = 968
	figuresY, figuresH = 164, 120
)

// Admin is the app on one stage. Its methods belong to the UI goroutine.
type Admin struct {
	hint  string // on the page for signing in
	desk  *desk.Desk
	stage *nav.Stage
	zone  *time.Location
	shown *window
}

// New puts the app on its stage.
func New(s *nav.Stage, center desk.Center, newKey func() string) *Admin {
	a := &Admin{stage: s, zone: time.Local}
	a.desk = desk.New(desk.Config{Center: center, Run: runner(s), Now: s.Now, NewKey: newKey, Changed: a.show})
	s.Home(a)
	return a
}

func runner(s *nav.Stage) desk.Runner {
	return func(work, done func()) {
		nav.Work(s, func(context.Context) (struct{}, error) { work(); return struct{}{}, nil }, func(struct{}, error) { done() })
	}
}

// Hint is a sentence on the page for signing in: the demo tells its name and password there.
func (a *Admin) Hint(text string) {
	a.hint = text
	a.show()
}

// Desk is the app behind the window, for tests and scripts.
func (a *Admin) Desk() *desk.Desk { return a.desk }

// Name implements nav.Screen.
func (a *Admin) Name() string { return "admin" }

// Build implements nav.Screen.
func (a *Admin) Build(s *nav.Stage) fyne.CanvasObject {
	a.shown = newWindow(a)
	s.OnChar(a.char)
	a.show()
	return a.shown.board.Object()
}

// Shown implements nav.Shower: the page is on the window, and its first field gets the keyboard.
func (a *Admin) Shown() {
	a.shown.placed = true
	a.shown.keyboard()
}

// Tick implements nav.Ticker.
func (a *Admin) Tick(time.Time) { a.desk.Tick() }

// char takes what is typed outside of a field: at the sign-in it belongs to one.
func (a *Admin) char(r rune) {
	if a.shown.closed {
		a.shown.signIn.begin(r)
	}
}

func (a *Admin) show() {
	if a.shown == nil {
		return
	}
	a.zone = time.Local
	if o, ok := a.desk.Chosen(); ok && o.Zone != "" {
		a.zone = hall.Outlet{Zone: o.Zone}.Location()
	}
	a.shown.show()
}

func (a *Admin) say(key string, pairs ...any) string { return a.stage.Say("admin."+key, pairs...) }

func (a *Admin) name(n hall.Name) string { return n.In(a.stage.Lang()) }

// clock is a moment in the hall's time, "" when it has not come.
func (a *Admin) clock(m hall.Millis) string {
	if m == 0 {
		return ""
	}
	return m.Time().In(a.zone).Format("15:04")
}

// page is one place of the app.
type page interface {
	object() fyne.CanvasObject
	show()
}

// window is everything on the stage.
type window struct {
	a      *Admin
	board  *kit.Board
	inside *fyne.Container
	paper  *kit.Shape
	signIn *signIn
	menu   map[desk.Place]*kit.Choice
	pages  map[desk.Place]page
	drawer *drawer
	out    *kit.Button
	closed bool // as shown last: nobody is signed in
	placed bool // it is on the window: something in it can have the keyboard
}

func newWindow(a *Admin) *window {
	k := a.stage.Kit()
	w := &window{a: a, board: k.Board(), menu: map[desk.Place]*kit.Choice{}}
	in := k.Board()
	w.paper = k.Draw(k.Look.Design, w.draw)
	in.Put(w.paper, 0, 0, 1600, 1000)
	icons := map[desk.Place]string{desk.Today: "view-dashboard-outline", desk.OneHall: "office-building-outline", desk.Tickets: "ticket-outline", desk.Devices: "wrench-outline"}
	for i, place := range desk.Places {
		c := k.Choice("menu-"+string(place), kit.MenuChoice, a.say("menu."+string(place)), false, func() { a.desk.Go(place) })
		c.Icon = icons[place]
		w.menu[place] = c
		in.Put(c, 12, 84+float32(i)*44, navW-24, 40)
	}
	w.out = k.Button("sign-out", a.say("sign_out"), kit.Quiet, a.desk.SignOut)
	in.Put(w.out, 24, 928, navW-48, 40)
	w.pages = map[desk.Place]page{desk.Today: newTodayPage(a), desk.OneHall: newHallPage(a), desk.Tickets: newTicketsPage(a), desk.Devices: newDevicesPage(a)}
	for _, p := range desk.Places {
		in.Put(w.pages[p].object(), 0, 0, 1600, 1000)
	}
	w.drawer = newDrawer(a)
	in.Put(w.drawer.object(), drawerX, 0, drawerW, 1000)
	w.inside = in.Object()
	w.signIn = newSignIn(a)
	w.board.Put(w.inside, 0, 0, 1600, 1000)
	w.board.Put(w.signIn.object(), 0, 0, 1600, 1000)
	return w
}

func (w *window) show() {
	_, in := w.a.desk.Signed()
	visible(w.inside, in)
	visible(w.signIn.object(), !in)
	if w.closed == in {
		w.closed = !in
		w.signIn.empty()
		w.keyboard()
	}
	if !in {
		w.signIn.show()
		return
	}
	for _, place := range desk.Places {
		here := place == w.a.desk.Place()
		w.menu[place].SetChosen(here)
		if here {
			w.pages[place].show()
		}
		visible(w.pages[place].object(), here)
	}
	w.drawer.show()
	w.paper.Refresh()
}

// keyboard goes to the first field to fill in, and to nothing once somebody is in.
func (w *window) keyboard() {
	switch {
	case !w.placed:
	case w.closed:
		w.signIn.ready()
	default:
		w.a.stage.Kit().Focus(nil)
	}
}

func visible(o fyne.CanvasObject, v bool) {
	switch {
	case v && !o.Visible():
		o.Show()
	case !v && o.Visible():
		o.Hide()
	}
}

// draw is the menu's ground and the head of the page.
func (w *window) draw(p *kit.Pen, width, high float32) {
	pal, a := p.Look().Palette, w.a
	p.Fill(0, 0, width, high, pal.Page)
	p.Fill(0, 0, navW, high, pal.Surface)
	p.Fill(navW-1, 0, 1, high, pal.Line)
	mark(p, 24, 20, 36)
	p.Line1(a.say("title"), 72, 20, navW-84, 36, kit.Ink{Size: 17, Bold: true, Color: pal.Ink}, kit.Left)
	if who, ok := a.desk.Signed(); ok {
		p.Icon("account-circle-outline", 24, 880, 24, pal.Ink2)
		p.Line1(who.Name, 56, 878, navW-72, 28, kit.Ink{Size: 15, Color: pal.Ink}, kit.Left)
	}
	title := kit.Ink{Size: 24, Bold: true, Color: pal.Ink}
	text := a.say("page." + string(a.desk.Place()))
	p.Line1(text, pageX, headY, 500, headH, title, kit.Left)
	at, away, _ := a.desk.Fresh()
	soft := kit.Ink{Size: 15, Color: pal.Ink2}
	now := a.stage.Now().In(a.zone)
	sub := a.stage.Book().Date(a.stage.Lang(), now) + "\u3000" + now.Format("15:04") + "\u3000" + a.say("refresh")
	if away {
		sub, soft.Color = a.say("away", "time", at.In(a.zone).Format("15:04")), pal.Danger
	}
	p.Line1(sub, pageX+title.Width(text)+24, headY+2, 720, headH, soft, kit.Left)
	if o, ok := a.desk.Chosen(); ok && o.Demo {
		tag(p, a.stage.Say("common.demo"), pageX+pageW, headY+headH/2)
	}
}

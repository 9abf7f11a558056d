package media

import (
	"fmt"
	"reflect"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/media/playlist"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// forget is when the next person finds the machine in Chinese and in normal type again.
const forget = 60 * time.Second

// fresh is how long the strip says that a number is being called.
const fresh = 20 * time.Second

// Deps are what a media machine needs from outside. A function that is nil is not drawn.
type Deps struct {
	Pages []playlist.Kind // the loop in order; empty: all
	Guide func()          // calls the guide to this machine
}

// App is the machine in one window. Its methods belong to the UI goroutine.
type App struct {
	*playlist.List
	stage *nav.Stage
	deps  Deps
	view  playlist.View
	shape string
	parts []*kit.Shape
}

// New puts a media machine on a stage. Nothing is shown before Start.
func New(s *nav.Stage, d Deps) *App {
	a := &App{stage: s, deps: d}
	a.List = playlist.New(playlist.Config{Now: s.Now, Pages: d.Pages})
	a.Changed = a.refresh
	touched := s.Kit().Touched
	s.Kit().Touched = func() { touched(); a.Touch() }
	return a
}

// Start shows the loop.
func (a *App) Start() { a.refresh() }

// refresh builds the page again when another one is open, otherwise brings new facts into it. A snapshot that tells
// nothing new costs no drawing.
func (a *App) refresh() {
	was, v := a.view, a.View()
	a.view = v
	if was.Now = v.Now; a.shape != "" && reflect.DeepEqual(was, v) {
		return
	}
	shape := fmt.Sprint(v.Topic, v.Group.Code, v.Item.Code, v.ItemPage, len(v.Items), v.Outlet.Name, v.Outlet.Demo, codes(v.Groups))
	if shape != a.shape {
		a.shape = shape
		a.stage.Home(&screen{a})
		return
	}
	a.redraw()
}

func codes(groups []hall.GroupView) (all string) {
	for _, g := range groups {
		all += string(g.Code)
	}
	return all
}

func (a *App) redraw() {
	for _, p := range a.parts {
		p.Refresh()
	}
}

// screen is the open page.
type screen struct{ a *App }

// Name implements nav.Screen.
func (s *screen) Name() string {
	if t := s.a.view.Topic; t != playlist.Loop {
		return string(t)
	}
	return "loop"
}

// Tick implements nav.Ticker: pages turn, the clock goes on, the visitor before is forgotten.
func (s *screen) Tick(time.Time) {
	a := s.a
	before := a.view
	a.List.Tick()
	a.forget()
	if a.view = a.View(); lang.Clock(before.Now) != lang.Clock(a.view.Now) || calling(before) != calling(a.view) {
		a.redraw()
	}
}

func (a *App) forget() {
	if a.stage.IdleFor() < forget {
		return
	}
	if a.stage.Lang() != hall.Chinese {
		a.stage.SetLang(hall.Chinese)
	}
	if c := a.stage.Look().Class; c != c.Plain() {
		a.stage.SetLook(skin.For(c.Plain()))
	}
}

// calling reports whether the last call is news.
func calling(v playlist.View) bool {
	return v.Recent != nil && v.Now.Sub(v.Recent.At.Time()) < fresh
}

// Build implements nav.Screen.
func (s *screen) Build(*nav.Stage) fyne.CanvasObject {
	a := s.a
	a.view, a.parts = a.View(), nil
	b := a.frame()
	switch a.view.Topic {
	case playlist.Papers:
		a.groups(b)
	case playlist.Groups:
		a.items(b)
	case playlist.OneItem:
		a.item(b)
	case playlist.PublicAll:
		a.public(b)
	default:
		a.loop(b)
	}
	return b.Object()
}

func (a *App) part(b *kit.Board, paint func(p *kit.Pen, w, h float32), x, y, w, h float32) {
	s := a.stage.Kit().Draw(fyne.NewSize(w, h), paint)
	a.parts = append(a.parts, s)
	b.Put(s, x, y, w, h)
}

func (a *App) say(key string, pairs ...any) string { return a.stage.Say(key, pairs...) }

func (a *App) name(n hall.Name) string { return n.In(a.stage.Lang()) }

package kiosk

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// Deps are what a kiosk needs from outside. Issuer, Printer and NewID are required; a function that is nil is not
// drawn.
type Deps struct {
	Issuer   flow.Issuer
	Printer  flow.Printer
	NewID    func() string
	CheckPIN func(pin string) bool
	Guide    func()                          // calls the guide to this machine
	Spoken   bool                            // the machine can speak
	TestSlip func(ctx context.Context) error // prints a test slip
	Close    func()                          // ends the program
	Trust    func(ctx context.Context) error // takes the word of who looks that the clock of the node's machine is right
	Terminal hall.TerminalID
}

// App is the kiosk in one window. Its methods belong to the UI goroutine.
type App struct {
	*flow.Flow
	stage *nav.Stage
	deps  Deps

	shape  string          // what the screen shown was built of
	update func(flow.View) // brings new figures into it
	asking func(flow.View) // counts the question's ring down
	test   string          // key of what became of the test slip
	trust  string          // key of what became of the word about the clock
}

// New puts a kiosk on a stage. Nothing is shown before Start.
func New(s *nav.Stage, d Deps) *App {
	a := &App{stage: s, deps: d}
	a.Flow = flow.New(flow.Config{
		Issuer: d.Issuer, Printer: d.Printer, Run: a.run, Now: s.Now, NewID: d.NewID, CheckPIN: d.CheckPIN,
		Guide: d.Guide, Terminal: d.Terminal,
	})
	a.Changed = a.refresh
	touched := s.Kit().Touched
	s.Kit().Touched = func() { touched(); a.Touch() }
	return a
}

// Start shows the screen.
func (a *App) Start() { a.refresh() }

func (a *App) run(job func(context.Context), done func()) {
	nav.Work(a.stage, func(ctx context.Context) (struct{}, error) {
		job(ctx)
		return struct{}{}, nil
	}, func(struct{}, error) { done() })
}

// refresh brings the screen up to the flow: builds it again when its parts changed, otherwise changes its figures.
func (a *App) refresh() {
	v := a.View()
	a.dress(v.Settings)
	if shape := a.shapeOf(v); shape != a.shape {
		a.shape = shape
		a.stage.Home(&screen{a})
	}
	a.ask(v)
	if a.update != nil {
		a.update(v)
	}
}

// dress gives the window the language and the type size of the visitor.
func (a *App) dress(s flow.Settings) {
	if a.stage.Lang() != s.Language {
		a.stage.SetLang(s.Language)
	}
	class := a.stage.Look().Class.Plain()
	if s.Elderly {
		class = class.Elder()
	}
	if class != a.stage.Look().Class {
		a.stage.SetLook(skin.For(class))
	}
}

// shapeOf is everything a screen is built of; the rest is figures.
func (a *App) shapeOf(v flow.View) string {
	s := fmt.Sprint(v.Step, v.Settings, v.Health, v.Printer, v.Stale, v.Group.Code, v.Page, v.Pages, len(v.Shown), v.Chosen, v.Priority,
		v.Busy, v.Standing.No, v.Already, v.Paper, v.Reason, v.Refusal, v.Retry, v.PINWrong, v.PINLock > 0, v.HelpComing, a.test, a.trust)
	if v.Snapshot == nil {
		return s
	}
	for _, g := range v.Snapshot.Groups {
		s += fmt.Sprint(g.Code, g.Open, g.Refusal)
	}
	if c := v.Snapshot.Clock; c != nil && v.Step == flow.Maintenance {
		s += fmt.Sprint(c.State, minuteOf(c.Wall), minuteOf(c.Hall))
	}
	if m := v.Snapshot.Move; m != nil && v.Step == flow.Maintenance {
		s += fmt.Sprint(*m)
	}
	return s + fmt.Sprint(v.Snapshot.Outlet.Name, v.Snapshot.Notices, len(v.Snapshot.Items))
}

// screen is the step of the flow as a page of the stage.
type screen struct{ a *App }

// Name implements nav.Screen.
func (s *screen) Name() string { return string(s.a.View().Step) }

// Tick implements nav.Ticker.
func (s *screen) Tick(time.Time) {
	s.a.Flow.Tick()
	if s.a.update != nil {
		s.a.update(s.a.View())
	}
}

// Build implements nav.Screen.
func (s *screen) Build(*nav.Stage) fyne.CanvasObject {
	a, v := s.a, s.a.View()
	a.update = nil
	if v.Health == flow.OutOfService && v.Step == flow.Home {
		return a.outOfService(v)
	}
	switch v.Step {
	case flow.Groups:
		return a.groups(v)
	case flow.Items:
		return a.items(v)
	case flow.Confirm:
		return a.confirm(v)
	case flow.TicketShown:
		return a.ticket(v)
	case flow.Sorry:
		return a.sorry(v)
	case flow.PIN:
		return a.pin(v)
	case flow.Maintenance:
		return a.maintenance(v)
	}
	return a.home(v)
}

// ask shows or takes away the question whether the visitor is still there.
func (a *App) ask(v flow.View) {
	switch asking := a.stage.Asking(); {
	case !v.Warning && asking:
		a.stage.CloseDialog()
	case v.Warning && asking:
		a.asking(v)
	case v.Warning:
		a.asking = a.question(v)
	}
}

// question puts the ring over the page and gives back what counts it down.
func (a *App) question(v flow.View) func(flow.View) {
	k := a.stage.Kit()
	ring := k.Ring(v.RingSeconds, 200)
	words := func(v flow.View) string { return a.say("kiosk.idle.text", "n", v.SecondsLeft) }
	text := k.Text(words(v), skin.Body).With(false, kit.SoftTone, kit.Centre).Wrapped(-1, 640)
	a.stage.Dialog(k.Column(32, k.Inset(ring, 224, 8, 224, 0),
		k.Text(a.say("kiosk.idle.title"), skin.Title).With(true, kit.InkTone, kit.Centre), text))
	count := func(v flow.View) {
		ring.Set(v.SecondsLeft)
		text.SetText(words(v))
	}
	count(v)
	return count
}

func (a *App) say(key string, pairs ...any) string { return a.stage.Say(key, pairs...) }

func (a *App) name(n hall.Name) string { return n.In(a.stage.Lang()) }

func (a *App) wait(w hall.Wait) string { return a.stage.Book().Wait(a.stage.Lang(), w) }

// clock writes a minute of the day: "14:00".
func clock(minute int) string { return fmt.Sprintf("%d:%02d", minute/60, minute%60) }

// dayAndTime are the words of the header.
func (a *App) dayAndTime(v flow.View) (day, at string) {
	return a.stage.Book().Date(a.stage.Lang(), v.Now), lang.Clock(v.Now)
}

package display

import (
	"context"
	"reflect"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
)

// beat is how often the board looks at its clock while a number is called: half a blink needs it three times. At rest
// the stage's second is enough.
const beat = 100 * time.Millisecond

// Deps are what a display needs from outside.
type Deps struct {
	Announce board.Announcer // nil: silent
	Late     time.Duration   // see board.Config
	Caption  func(c board.Call, begins bool)
}

// App is the display in one window. Its methods belong to the UI goroutine, except Run.
type App struct {
	*board.Board
	stage  *nav.Stage
	view   board.View
	header *kit.Header
	parts  []*kit.Shape

	beating bool
	pace    chan bool // to Run: whether a number is on the card or waits for it
}

// New puts a display on a stage. Nothing is shown before Start.
func New(s *nav.Stage, d Deps) *App {
	a := &App{stage: s, beating: true, pace: make(chan bool, 1)}
	a.Board = board.New(board.Config{Announce: d.Announce, Run: a.run, Now: s.Now, Late: d.Late})
	a.Caption = d.Caption
	a.LinePages = func(n hall.Notice) int { return len(a.linePages(n)) }
	a.CardPages = func(n hall.Notice) int {
		_, pages := a.cardPages(n)
		return len(pages)
	}
	a.Changed = a.refresh
	return a
}

// Start shows the board.
func (a *App) Start() {
	a.view = a.View()
	a.stage.Home(&screen{a})
}

// Run beats while numbers are called, until ctx ends.
func (a *App) Run(ctx context.Context) error {
	t := time.NewTicker(beat)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case calling := <-a.pace:
			if t.Stop(); calling {
				t.Reset(beat)
			}
		case <-t.C:
			a.stage.Do(a.Tick)
		}
	}
}

// setPace lets Run beat or rest. A word that it has not heard yet is old.
func (a *App) setPace(calling bool) {
	if calling == a.beating {
		return
	}
	a.beating = calling
	select {
	case <-a.pace:
	default:
	}
	a.pace <- calling
}

func (a *App) run(job func(context.Context), done func()) {
	nav.Work(a.stage, func(ctx context.Context) (struct{}, error) {
		job(ctx)
		return struct{}{}, nil
	}, func(struct{}, error) { done() })
}

// refresh brings new facts into the parts; each draws only what differs. A snapshot that tells nothing new, as most do
// in a quiet hall, costs no drawing.
func (a *App) refresh() {
	was := a.view
	a.view = a.View()
	a.setPace(a.view.Call != nil || a.view.Queued > 0)
	if was.Now = a.view.Now; a.header == nil || reflect.DeepEqual(was, a.view) {
		return
	}
	a.Paged = a.paged()
	a.header.SetName(a.name(a.view.Outlet.Name))
	a.setClock()
	for _, p := range a.parts {
		p.Refresh()
	}
}

func (a *App) setClock() {
	now := a.View().Now
	a.header.SetClock(a.stage.Book().Date(a.stage.Lang(), now), lang.Clock(now))
}

func (a *App) say(key string, pairs ...any) string { return a.stage.Say(key, pairs...) }

func (a *App) name(n hall.Name) string { return n.In(a.stage.Lang()) }

// screen is the board as the one page of its stage.
type screen struct{ a *App }

// Name implements nav.Screen.
func (s *screen) Name() string { return string(s.a.View().State) }

// Tick implements nav.Ticker: the clock.
func (s *screen) Tick(time.Time) {
	s.a.Board.Tick()
	s.a.setClock()
}

// Build implements nav.Screen.
func (s *screen) Build(*nav.Stage) fyne.CanvasObject {
	a, k := s.a, s.a.stage.Kit()
	b := k.Board()
	a.header = k.Header(a.name(a.view.Outlet.Name), "", "")
	b.Put(a.header, margin, 36, 1920-2*margin, 80)
	a.parts = nil
	for _, face := range []func(p *kit.Pen, w, h float32){a.paintCall, a.paintNotice, a.paintWord} {
		a.part(b, face, margin, cardY, cardW, cardH)
	}
	a.part(b, a.paintRecent, margin, recentY, cardW, 180)
	a.part(b, a.paintCounts, margin, countsY, cardW, countsH)
	a.part(b, a.paintWindows, tableX, cardY, tableW, tableH)
	a.part(b, a.paintTicker, 0, 1000, 1920, 80)
	a.setClock()
	return b.Object()
}

func (a *App) part(b *kit.Board, paint func(p *kit.Pen, w, h float32), x, y, w, h float32) {
	s := a.stage.Kit().Draw(fyne.NewSize(w, h), paint)
	a.parts = append(a.parts, s)
	b.Put(s, x, y, w, h)
}

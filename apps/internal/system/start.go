package system

import (
	"context"
	"log/slog"
	"os"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/boot"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/display"
	"github.com/brighthall/brighthall/ui/kiosk"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/media"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// openAgain is the pause between two tries to open a program.
const openAgain = 3 * time.Second

// Start is how a program with windows comes up. When it cannot open, its first window is there all the same and says
// why, and it is tried again until it opens: nobody stands before a black screen, and whoever mends the cause sees it
// go.
type Start struct {
	Kind   string      // kiosk, counter, display, media, admin
	Window fyne.Window // the first
	Stand  func()      // puts the first window in its place while the settings are not known
	Open   func(ctx context.Context) (*Program, error)
	PIN    func(pin string) bool // lets the staff close a kiosk that does not open; nil: nobody
	Debug  string                // the debug socket of a test run
	Log    *slog.Logger
}

// Show opens the program and runs it beside its windows. It returns when ctx ends or the window is closed, and
// everything has come to rest; what does not is not waited for long. A panic in a window ends the windows; the program
// then begins again, and finds its work where it left it: in the hall, and what the hall does not know yet in its own
// folder.
func (s Start) Show(ctx context.Context, a fyne.App) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p, err := s.Open(ctx)
	wait := func() *Program { return p }
	if err != nil {
		wait = s.wait(ctx, err)
	}
	done := make(chan struct{})
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			defer close(done)
			if p := wait(); p != nil {
				s.run(ctx, p)
			}
		}()
		go keepSmall(ctx)
		go func() { <-ctx.Done(); fyne.Do(a.Quit) }()
	})
	ended := make(chan struct{})
	go boot.EndInTime(ctx, s.Log, ended, os.Exit)
	crashed := boot.Edge(s.Log, func() {
		s.Window.Show()
		a.Run()
	})
	stop()
	if crashed {
		close(ended)
		return boot.Again(s.Log, done)
	}
	<-done
	close(ended)
	return nil
}

func (s Start) run(ctx context.Context, p *Program) {
	if p.OnShown != nil {
		fyne.Do(p.OnShown)
	}
	p.Run(ctx)
}

// wait puts the page of a program that is not open into its window. What it gives back tries again until it opens; nil:
// ctx ended before.
func (s Start) wait(ctx context.Context, err error) func() *Program {
	s.Log.Error("the program does not open; it is tried again", "program", s.Kind, "code", codeOf(err), "error", err)
	if s.Stand != nil {
		s.Stand()
	}
	stage := s.page(ctx, err)
	return func() *Program { return s.tryAgain(ctx, stage, err) }
}

func (s Start) tryAgain(ctx context.Context, stage *nav.Stage, was error) *Program {
	meanwhile, end := context.WithCancel(ctx)
	rest := make(chan struct{})
	go func() { defer close(rest); boot.Run(meanwhile, s.Log, stageParts(s.Debug, stage)...) }()
	defer func() { end(); <-rest }()
	for {
		pause(ctx, openAgain)
		if ctx.Err() != nil {
			return nil
		}
		p, err := s.once(ctx, stage)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			s.Log.Info("the program is open", "program", s.Kind)
			return p
		case err.Error() != was.Error():
			s.Log.Error("the program does not open; it is tried again", "program", s.Kind, "code", codeOf(err), "error", err)
		}
		was = err
	}
}

// once tries to open on the UI goroutine, which owns the windows; a program that ends meanwhile is not waited for.
func (s Start) once(ctx context.Context, stage *nav.Stage) (*Program, error) {
	type result struct {
		p   *Program
		err error
	}
	tried := make(chan result, 1)
	stage.Do(func() {
		if ctx.Err() != nil {
			return
		}
		p, err := s.Open(ctx)
		if err != nil {
			stage.Staff(s.why(stage, err))
		}
		tried <- result{p, err}
	})
	select {
	case r := <-tried:
		return r.p, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s Start) why(stage *nav.Stage, err error) string {
	return reason(stage.Book(), stage.Lang(), err, true)
}

// classes are the looks of the first windows.
var classes = map[string]skin.Class{"kiosk": skin.Kiosk, "counter": skin.Counter, "display": skin.Hall, "media": skin.Media, "admin": skin.Desk}

// page shows what a program that is not open has to say: the public machines their own page for that, and the staff
// why.
func (s Start) page(ctx context.Context, err error) *nav.Stage {
	book, broken := lang.Load(sentences.FS)
	if broken != nil {
		panic(broken) // they are part of the program
	}
	stage := stage(ctx, s.Window, classes[s.Kind], book, string(hall.Chinese))
	switch s.Kind {
	case "kiosk":
		k := kiosk.New(stage, kiosk.Deps{NewID: newKey, CheckPIN: s.PIN, Close: s.Window.Close})
		k.SetPrinter(flow.PrinterAway)
		k.Start()
	case "display":
		display.New(stage, display.Deps{}).Start()
	case "media":
		media.New(stage, media.Deps{}).Start()
	default:
		stage.Home(nav.Page("not-open", notOpen))
	}
	stage.Staff(s.why(stage, err))
	return stage
}

// notOpen is the page of a program for staff.
func notOpen(s *nav.Stage) fyne.CanvasObject {
	k := s.Kit()
	b, d := k.Board(), k.Look.Design
	b.Put(k.Icon("timer-sand", 72, kit.SoftTone), d.Width/2-36, d.Height*0.34, 72, 72)
	b.Put(k.Text(s.Say("terminal.title"), skin.Title).With(true, kit.InkTone, kit.Centre), 0, d.Height*0.34+96, d.Width, 48)
	b.Put(k.Text(s.Say("terminal.again"), skin.Body).With(false, kit.SoftTone, kit.Centre), 0, d.Height*0.34+148, d.Width, 32)
	return b.Object()
}

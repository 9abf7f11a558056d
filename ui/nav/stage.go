package nav

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// Options are what a stage needs from outside.
type Options struct {
	Name    string      // stable, ASCII: "kiosk", "counter", "customer"; the debug socket asks by it
	Window  fyne.Window // made by the main
	Look    *skin.Look
	Book    *lang.Book
	Lang    hall.Language
	Now     func() time.Time
	Run     Runner          // nil: Background
	Do      func(func())    // nil: fyne.Do
	Context context.Context // of all work; nil: Background

	After func(time.Duration, func()) // does something later, on the UI goroutine; nil: time.AfterFunc
	Drawn func(then func())           // calls then once the window has drawn what it shows now; nil: a pixel of the window tells
}

// Stage is one window. Its methods belong to the UI goroutine, except Do and Run.
type Stage struct {
	o      Options
	kit    *kit.Kit
	lang   hall.Language
	skin   *fyne.Container // ThemeOverride around everything
	dress  *container.ThemeOverride
	page   *fyne.Container // the screen
	over   *fyne.Container // dialogs
	foot   *kit.Shape      // the line for the staff
	staff  string
	stack  []Screen
	keys   map[fyne.KeyName]func()
	always map[fyne.KeyName]func()
	scan   func(string)
	char   func(rune)
	chars  []rune // typed outside of a field, not yet told
	wedge  wedge
	idle   idle
	acted  time.Time // the last accepted press
	turned time.Time // when the page changed, or was first drawn
	unseen int       // page changes that are not drawn yet
	pixel  *pixel
	key    fyne.KeyName
	keyed  time.Time // when key was accepted
	warn   *kit.Ring
}

// again is how soon a press after another is its double tap.
const again = 300 * time.Millisecond

// settling is how long a new page is not touched: a finger that comes down sooner, the second of a double tap for
// example, meant the page before.
const settling = 400 * time.Millisecond

// slowest is how long a page may take to be drawn; the window is not deaf for longer.
const slowest = 5 * time.Second

// New puts a stage into its window. Show the window afterwards.
func New(o Options) *Stage {
	if o.Run == nil {
		o.Run = Background
	}
	if o.Do == nil {
		o.Do = fyne.Do
	}
	if o.Context == nil {
		o.Context = context.Background()
	}
	if o.After == nil {
		o.After = func(d time.Duration, do func()) { time.AfterFunc(d, func() { o.Do(do) }) }
	}
	pixel := newPixel(o.Do)
	if o.Drawn == nil {
		o.Drawn = pixel.drawn
	}
	skin.Ground(fyne.CurrentApp())
	s := &Stage{o: o, lang: o.Lang, keys: map[fyne.KeyName]func(){}, always: map[fyne.KeyName]func(){}, pixel: pixel}
	s.kit = kit.New(o.Look)
	s.kit.Gate, s.kit.Settled, s.kit.Touched, s.kit.Typed, s.kit.TypedKey = s.gate, s.settled, s.Touch, s.typed, s.typedKey
	s.kit.Focus = o.Window.Canvas().Focus
	s.wedge.now = o.Now
	s.idle.last = o.Now()
	s.furnish()
	return s
}

func (s *Stage) furnish() {
	s.page, s.over = container.NewStack(), container.NewStack()
	ground := s.kit.Panel(kit.PageTone, 0)
	s.foot = s.newFoot()
	inner := container.New(&fit{s}, s.kit.Catcher(nil), s.page, s.foot, s.over, s.pixel.object())
	s.skin = container.NewStack(ground, inner)
	s.dress = container.NewThemeOverride(s.skin, s.kit.Look.Theme())
	w := s.o.Window
	w.SetPadded(false)
	w.SetContent(s.dress)
	w.Canvas().SetOnTypedRune(func(r rune) { s.kit.Heard(r) })
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { s.typedKey(e) })
}

// Name is the window's name.
func (s *Stage) Name() string { return s.o.Name }

// Window is the window.
func (s *Stage) Window() fyne.Window { return s.o.Window }

// Kit makes widgets for this window.
func (s *Stage) Kit() *kit.Kit { return s.kit }

// Look is the window's appearance.
func (s *Stage) Look() *skin.Look { return s.kit.Look }

// Now is the time.
func (s *Stage) Now() time.Time { return s.o.Now() }

// Lang is the window's language.
func (s *Stage) Lang() hall.Language { return s.lang }

// SetLang changes the language and keeps the screen.
func (s *Stage) SetLang(l hall.Language) {
	s.lang = l
	s.Rebuild()
}

// SetLook changes the look (elderly, high contrast) and keeps the screen.
func (s *Stage) SetLook(l *skin.Look) {
	l.Fit(s.o.Window.Canvas().Size())
	s.kit.Look = l
	s.dress.Theme = l.Theme()
	s.skin.Objects[0] = s.kit.Panel(kit.PageTone, 0)
	s.foot.Recolour(l)
	s.Rebuild()
}

// Say is the sentence of key in the window's language.
func (s *Stage) Say(key string, pairs ...any) string { return s.o.Book.Say(s.lang, key, pairs...) }

// Sorry is the sentence for an error in the window's language.
func (s *Stage) Sorry(err error, pairs ...any) string { return s.o.Book.Error(s.lang, err, pairs...) }

// Book is all sentences, for dates and waits.
func (s *Stage) Book() *lang.Book { return s.o.Book }

// fit gives every layer the design grid's size in the middle of the window.
type fit struct{ s *Stage }

// Layout implements fyne.Layout.
func (f *fit) Layout(layers []fyne.CanvasObject, size fyne.Size) {
	look := f.s.kit.Look
	if was := look.Factor(); look.Fit(size) != was {
		f.s.o.Do(f.s.dress.Refresh) // Fyne's own widgets take their sizes from the theme
	}
	w, h := look.Px(look.Design.Width), look.Px(look.Design.Height)
	for i, o := range layers {
		if i == 0 { // the catcher hears touches beside the page too
			o.Resize(size)
			continue
		}
		o.Move(fyne.NewPos((size.Width-w)/2, (size.Height-h)/2))
		o.Resize(fyne.NewSize(w, h))
	}
}

// MinSize implements fyne.Layout: a window may be any size.
func (f *fit) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

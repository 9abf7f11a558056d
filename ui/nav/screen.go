package nav

import (
	"time"

	"fyne.io/fyne/v2"
)

// Screen is a page. It keeps its state in itself: Build is called again when language, look or size change.
type Screen interface {
	Name() string
	Build(s *Stage) fyne.CanvasObject
}

// Ticker is a screen that wants to know the time, once a second.
type Ticker interface{ Tick(now time.Time) }

// Shower is a screen that wants to know when what it built is on the window, for example to give a field the keyboard.
type Shower interface{ Shown() }

// Leaver is a screen that wants to know when it is taken off the stack.
type Leaver interface{ Leave() }

// Page makes a screen of a function.
func Page(name string, build func(s *Stage) fyne.CanvasObject) Screen { return page{name, build} }

type page struct {
	name  string
	build func(s *Stage) fyne.CanvasObject
}

func (p page) Name() string                     { return p.name }
func (p page) Build(s *Stage) fyne.CanvasObject { return p.build(s) }

// Home empties the stack and shows a screen as its bottom.
func (s *Stage) Home(home Screen) {
	s.leave(0)
	s.stack = []Screen{home}
	s.idle.home()
	s.show()
}

// Push shows a screen over the present one.
func (s *Stage) Push(next Screen) {
	s.stack = append(s.stack, next)
	s.show()
}

// Replace shows a screen in place of the present one.
func (s *Stage) Replace(next Screen) {
	if len(s.stack) > 0 {
		s.leave(len(s.stack) - 1)
	}
	s.stack = append(s.stack[:max(len(s.stack)-1, 0)], next)
	s.show()
}

// Pop goes back to the screen below; the bottom one stays.
func (s *Stage) Pop() {
	if len(s.stack) < 2 {
		return
	}
	s.leave(len(s.stack) - 1)
	s.stack = s.stack[:len(s.stack)-1]
	s.show()
}

// GoHome goes back to the bottom screen.
func (s *Stage) GoHome() {
	if len(s.stack) == 0 {
		return
	}
	s.leave(1)
	s.stack = s.stack[:1]
	s.idle.home()
	s.show()
}

// Screen is the name of the screen shown, "" before the first.
func (s *Stage) Screen() string {
	if len(s.stack) == 0 {
		return ""
	}
	return s.stack[len(s.stack)-1].Name()
}

// Depth is how many screens are on the stack.
func (s *Stage) Depth() int { return len(s.stack) }

// Rebuild builds the present screen again, for new words, a new look or new facts.
func (s *Stage) Rebuild() {
	if len(s.stack) == 0 {
		return
	}
	s.keys, s.scan, s.char, s.chars = map[fyne.KeyName]func(){}, nil, nil, nil
	s.Turned()
	s.page.Objects = []fyne.CanvasObject{s.stack[len(s.stack)-1].Build(s)}
	s.dress.Refresh() // new entries and scrollers need the theme; sets it on all below
	s.page.Refresh()
	if screen, ok := s.stack[len(s.stack)-1].(Shower); ok {
		screen.Shown()
	}
}

func (s *Stage) show() {
	s.CloseDialog()
	s.o.Window.Canvas().Unfocus()
	s.Rebuild()
}

// leave tells the screens from place n up that they go.
func (s *Stage) leave(n int) {
	for i := len(s.stack) - 1; i >= n; i-- {
		if l, ok := s.stack[i].(Leaver); ok {
			l.Leave()
		}
	}
}

package main

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/system"
	"github.com/brighthall/brighthall/ui/counter"
	"github.com/brighthall/brighthall/ui/place/glfw"
	"github.com/brighthall/brighthall/ui/place/hotkey"
)

// strip is the small window that lies over the company's own system in place of the teller's. Owned by the UI goroutine.
type strip struct {
	window, teller fyne.Window
	config         config.Counter
	open           bool
}

// handOver is how long a window manager may take to give the keyboard back.
const handOver = 300 * time.Millisecond

// foot is how far above the foot of the monitor the strip lies: task bars are there.
const foot = 64

func newStrip(a fyne.App, teller fyne.Window) *strip {
	s := &strip{teller: teller}
	if d, ok := a.Driver().(desktop.Driver); ok {
		s.window = d.CreateSplashWindow() // no frame
	} else {
		s.window = a.NewWindow("strip")
	}
	s.window.SetTitle("strip")
	s.window.SetCloseIntercept(func() {})
	s.window.SetFixedSize(true)
	return s
}

// given is the strip as the counter's program gets it.
func (s *strip) given(c config.Counter) *system.Strip {
	s.config = c
	key := ""
	if s.config.HotKeys != "" {
		key = s.config.HotKeys + "+0"
	}
	return &system.Strip{Window: s.window, Hear: s.hear, Reached: counter.Reached{Open: s.show, Expand: s.expand, Key: key}}
}

// show puts the strip in the place of the big window. It never takes the keyboard: that belongs to the program below.
func (s *strip) show() {
	if s.open {
		return
	}
	s.open = true
	size, scale := counter.StripLook().Design, s.teller.Canvas().Scale()
	s.window.Resize(fyne.NewSize(size.Width/scale, size.Height/scale))
	s.window.Show()
	glfw.NoKeyboard(s.window, s.teller)
	x, y := s.place(int(size.Width), int(size.Height))
	glfw.OnTop(s.window, x, y)
	time.AfterFunc(handOver, func() { fyne.Do(s.away) })
}

// away hides the big window. The keyboard went back to it from the strip by now, so the program below is next.
func (s *strip) away() {
	if s.open {
		s.teller.Hide()
	}
}

// place is where the strip lies, in pixels of the desktop.
func (s *strip) place(width, height int) (x, y int) {
	if s.config.Strip.X != 0 || s.config.Strip.Y != 0 {
		return s.config.Strip.X, s.config.Strip.Y
	}
	for _, m := range glfw.Monitors() {
		if m.Primary {
			return m.Rect.Min.X + (m.Rect.Dx()-width)/2, m.Rect.Max.Y - height - foot
		}
	}
	return 0, 0
}

// expand puts the big window back, in front and with the keyboard.
func (s *strip) expand() {
	if s.open {
		s.open = false
		s.window.Hide()
		s.teller.Show()
	}
	s.teller.RequestFocus()
}

// hear adds the hot keys to the program.
func (s *strip) hear(p *system.Program, app *counter.Counter) error {
	if s.config.HotKeys == "" {
		return nil
	}
	m, err := hotkey.Parse(s.config.HotKeys)
	if err != nil {
		return err
	}
	p.Parts = append(p.Parts, boot.Part{Name: "hot keys", Run: func(ctx context.Context) error {
		return hotkey.Listen(ctx, m, func(digit int) { p.Stages[0].Do(func() { app.HotKey(digit, s.open) }) })
	}})
	return nil
}

package main

import (
	"context"
	"image"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/system"
	"github.com/brighthall/brighthall/ui/counter"
	"github.com/brighthall/brighthall/ui/place"
	"github.com/brighthall/brighthall/ui/place/glfw"
	"github.com/brighthall/brighthall/ui/place/hotkey"
)

// strip is the small window that lies over the company's own system in place of the teller's. Owned by the UI
// goroutine.
type strip struct {
	window, teller fyne.Window
	desktop        *glfw.Desktop
	log            *slog.Logger
	config         config.Counter
	open           bool
	at             image.Point // where it was put; nowhere before the first time
	dragged        bool        // to where the teller wants it
	grip           image.Point // from the pointer that holds it to its corner
}

// handOver is how long a window manager may take to give the keyboard back.
const handOver = 300 * time.Millisecond

// foot is how far above the foot of the monitor the strip lies: task bars are there.
const foot = 64

func newStrip(a fyne.App, teller fyne.Window, on *glfw.Desktop, log *slog.Logger) *strip {
	s := &strip{teller: teller, desktop: on, log: log}
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
	return &system.Strip{Window: s.window, Hear: s.hear,
		Reached: counter.Reached{Open: s.show, Expand: s.expand, Hold: s.hold, Drag: s.drag}}
}

// show puts the strip in the place of the big window. It never takes the keyboard: that belongs to the program below.
func (s *strip) show() {
	if s.open {
		return
	}
	s.open = true
	size, scale := s.size(), s.teller.Canvas().Scale()
	s.window.Resize(fyne.NewSize(float32(size.X)/scale, float32(size.Y)/scale))
	s.window.Show()
	s.desktop.NoKeyboard(s.window, s.teller)
	s.settle()
	time.AfterFunc(handOver, func() { fyne.Do(s.away) })
}

// away hides the big window. The keyboard went back to it from the strip by now, so the program below is next.
func (s *strip) away() {
	if s.open {
		s.desktop.Hide(s.teller)
	}
}

// settle puts the open strip in its place: where the teller dragged it, or at the foot of the teller's monitor.
func (s *strip) settle() {
	if !s.open {
		return
	}
	if !s.dragged {
		m, size := s.places()[0].On.Rect, s.size()
		s.at = image.Pt(m.Min.X+(m.Dx()-size.X)/2, m.Max.Y-size.Y-foot)
	}
	s.at = place.Inside(s.at, s.size(), s.allowed())
	s.desktop.OnTop(s.window, s.at)
}

// hold remembers by which point the strip is held.
func (s *strip) hold() {
	if p, ok := s.desktop.Pointer(s.window); ok {
		s.grip = s.at.Sub(p)
	}
}

// drag moves the strip with the pointer. It stays whole on a monitor that is not the customer's.
func (s *strip) drag() {
	if p, ok := s.desktop.Pointer(s.window); ok {
		s.dragged = true
		s.at = place.Inside(p.Add(s.grip), s.size(), s.allowed())
		s.desktop.Move(s.window, s.at)
	}
}

// places are those of the teller's window and of the customer's, in this order.
func (s *strip) places() []place.Place { return place.Assign(glfw.Monitors(), wants(s.config)) }

// allowed are the monitors on which the strip may lie: all but the customer's.
func (s *strip) allowed() (all []image.Rectangle) {
	outer := s.places()[1]
	for _, m := range glfw.Monitors() {
		if outer.Hidden || m.Rect != outer.On.Rect {
			all = append(all, m.Rect)
		}
	}
	return all
}

// size is the strip's, in pixels.
func (s *strip) size() image.Point {
	d := counter.StripLook().Design
	return image.Pt(int(d.Width), int(d.Height))
}

// expand puts the big window back, in front and with the keyboard.
func (s *strip) expand() {
	if !s.open {
		s.teller.RequestFocus()
		return
	}
	s.open = false
	s.window.Hide()
	s.desktop.Show(s.teller)
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
		heard := func(w hotkey.Works) { p.Stages[0].Do(func() { app.HotKeys(m.String(), w) }) }
		return hotkey.Listen(ctx, m, s.log, heard, func(digit int) { p.Stages[0].Do(func() { app.HotKey(digit, s.open) }) })
	}})
	return nil
}

// wants says who stands where: the teller on the primary monitor, the customer on the other one.
func wants(c config.Counter) []place.Want {
	return []place.Want{{Window: "teller", Role: place.Main, Monitor: c.Teller.Monitor},
		{Window: "customer", Role: place.Second, Monitor: c.Customer.Monitor}}
}

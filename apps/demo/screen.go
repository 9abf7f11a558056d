package main

import (
	"errors"
	"fmt"
	"image"
	"os"
	"runtime"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/hand"
)

// grid is where each window stands on a screen of full size.
var grid = map[string]config.Window{
	"kiosk":    {X: 0, Y: 0, Width: 1080, Height: 1920},
	"display":  {X: 1080, Y: 0, Width: 1920, Height: 1080},
	"teller":   {X: 1080, Y: 1080, Width: 1920, Height: 1080},
	"customer": {X: 3000, Y: 0, Width: 1280, Height: 800},
	"bench":    {X: 3000, Y: 800, Width: 1600, Height: 1000},
	"admin":    {X: 3000, Y: 1800, Width: 1600, Height: 1000},
	"media":    {X: 0, Y: 1920, Width: 1080, Height: 1920},
}

// The size of the grid, and of the largest window in it.
var (
	full = image.Pt(4608, 3840)
	tall = image.Pt(1920, 1920)
)

// place is where a window stands on a screen of a size: as the grid has it where that fits; else at half size or less,
// so that each window fits alone, and over others where there is no room beside them. A size of zero is not known.
func place(title string, screen image.Point) config.Window {
	c, f := grid[title], 1.0
	if screen.X < full.X || screen.Y < full.Y {
		f = 0.5
	}
	if screen != (image.Point{}) {
		f = min(f, float64(screen.X)/float64(tall.X), float64(screen.Y)/float64(tall.Y))
	}
	for _, n := range []*int{&c.X, &c.Y, &c.Width, &c.Height} {
		*n = int(float64(*n) * f)
	}
	if screen != (image.Point{}) {
		c.X, c.Y = max(0, min(c.X, screen.X-c.Width)), max(0, min(c.Y, screen.Y-c.Height))
	}
	return c
}

// screen is the size of the screen the windows stand on. A script that has none gets one that nobody sees; tidy ends
// it.
func screen(script bool) (size image.Point, tidy func(), err error) {
	tidy = func() {}
	if err := boot.Display(); err != nil {
		if !script || runtime.GOOS != "linux" {
			return size, tidy, err
		}
		s, err := hand.Serve(fmt.Sprintf("%dx%dx24", full.X, full.Y))
		if err != nil {
			return size, tidy, err
		}
		tidy = s.Stop
		os.Setenv("DISPLAY", s.Display)
	}
	h, err := hand.Reach("")
	if err != nil {
		if script {
			return size, tidy, errors.Join(errors.New("a script touches the windows through an X server"), err)
		}
		return size, tidy, nil // another system: a person moves the windows himself
	}
	defer h.Close()
	return h.Screen(), tidy, nil
}

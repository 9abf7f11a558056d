package main

import (
	"image"
	"testing"
)

// Whatever the screen, every window is on it whole: a script photographs and touches them all.
func TestEveryWindowIsOnTheScreen(t *testing.T) {
	for _, screen := range []image.Point{full, {X: 3840, Y: 2160}, {X: 1920, Y: 1080}, {X: 1280, Y: 1024}, {X: 1080, Y: 1920}, {X: 800, Y: 600}} {
		for title := range grid {
			c := place(title, screen)
			at := image.Rect(c.X, c.Y, c.X+c.Width, c.Y+c.Height)
			if !at.In(image.Rectangle{Max: screen}) || c.Width < grid[title].Width/4 {
				t.Errorf("%s stands at %v on a screen of %v", title, at, screen)
			}
		}
	}
	if c := place("kiosk", full); c != grid["kiosk"] {
		t.Errorf("on a screen that has room for all, the kiosk stands at %+v", c)
	}
}

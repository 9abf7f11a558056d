//go:build cgo && !linux

package glfw

import (
	"image"

	"fyne.io/fyne/v2"
)

// where cannot tell where a window is; Windows carries places out at once.
func where(fyne.Window) (at image.Rectangle, ok bool) { return at, false }

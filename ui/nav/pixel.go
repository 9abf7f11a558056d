package nav

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// pixel is a clear spot of the window that Fyne draws with everything else: it tells when a frame is on the screen.
// Owned by the UI goroutine.
type pixel struct {
	do    func(func())
	spot  *canvas.Raster
	later []func()
}

// pixelSize is at least one pixel at any scale.
const pixelSize = 2

func newPixel(do func(func())) *pixel {
	p := &pixel{do: do}
	p.spot = canvas.NewRaster(p.draw)
	p.spot.Resize(fyne.NewSize(pixelSize, pixelSize))
	return p
}

// object keeps its own size in any layout.
func (p *pixel) object() fyne.CanvasObject { return container.NewWithoutLayout(p.spot) }

// drawn calls then after the next frame.
func (p *pixel) drawn(then func()) {
	p.later = append(p.later, then)
	p.spot.Refresh()
}

// draw is called in the middle of a frame. What is done later comes after the frame, and after the presses that waited
// for its end or before them; both are right.
func (p *pixel) draw(w, h int) image.Image {
	if later := p.later; len(later) > 0 {
		p.later = nil
		p.do(func() {
			for _, then := range later {
				then()
			}
		})
	}
	return image.NewNRGBA(image.Rect(0, 0, w, h))
}

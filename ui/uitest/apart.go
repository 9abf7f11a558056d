package uitest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/brighthall/brighthall/ui/nav"
)

// Apart fails when words lie over other words or over an icon.
func (r *Rig) Apart() {
	r.t.Helper()
	var words, icons []named
	r.Walk(func(o fyne.CanvasObject, at fyne.Position) {
		d, ok := o.(nav.Drawing)
		if !ok {
			return
		}
		own := box{at.X, at.Y, at.X + o.Size().Width, at.Y + o.Size().Height}
		for _, drawn := range d.Drawn() {
			switch drawn := drawn.(type) {
			case *canvas.Text:
				if drawn.Text != "" {
					words = append(words, named{drawn.Text, inkOf(drawn, own)})
				}
			case *canvas.Image:
				x, y := own.left+drawn.Position().X, own.top+drawn.Position().Y
				icons = append(icons, named{"an icon", box{x, y, x + drawn.Size().Width, y + drawn.Size().Height}})
			}
		}
	})
	for i, a := range words {
		for _, b := range append(words[i+1:len(words):len(words)], icons...) {
			if a.crosses(b.box) {
				r.t.Errorf("%s: %q and %q lie over each other", r.Screen(), a.name, b.name)
			}
		}
	}
}

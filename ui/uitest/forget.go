package uitest

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Forget does to all that is hidden what Fyne does to a widget that was hidden for a minute: its renderer and its theme
// are gone.
func (r *Rig) Forget() {
	r.t.Helper()
	t, ok := r.t.(*testing.T)
	if !ok {
		r.t.Fatal("Forget wants a *testing.T")
	}
	t.Run("hidden for a minute", func(t *testing.T) { forget(t, r.Window().Content(), true) })
}

func forget(t *testing.T, o fyne.CanvasObject, shown bool) {
	shown = shown && o.Visible()
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		if !shown {
			inside = test.TempWidgetRenderer(t, o).Objects() // forgotten when this part of the test ends
			break
		}
		inside = test.WidgetRenderer(o).Objects()
	}
	for _, child := range inside {
		forget(t, child, shown)
	}
}

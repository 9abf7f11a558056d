package gallery_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// BenchmarkRebuild is a whole page made anew, as on a change of screen or language.
func BenchmarkRebuild(b *testing.B) {
	r := uitest.New(b, skin.KioskElder)
	r.Home(nav.Page("elder", func(s *nav.Stage) fyne.CanvasObject { return four(s.Kit()) }))
	for b.Loop() {
		r.Rebuild()
	}
}

package kit_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/uitest"
)

// long is a scroller of twenty buttons.
func long(t *testing.T, tapped *[]int) (*uitest.Rig, *kit.Scroll) {
	t.Helper()
	var scroll *kit.Scroll
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		column := k.Column(16)
		for i := range 20 {
			column.Add(k.Button(fmt.Sprint("b", i), fmt.Sprint(i), kit.Quiet, func() { *tapped = append(*tapped, i) }))
		}
		scroll = k.Scroll(column)
		return scroll
	})
	return r, scroll
}

func drag(s *kit.Scroll, steps int, dy float32) {
	for range steps {
		s.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, dy)})
	}
	s.DragEnd()
}

func TestAFingerScrolls(t *testing.T) {
	var tapped []int
	r, scroll := long(t, &tapped)
	before := top(r, "b0")
	drag(scroll, 3, -4)
	if top(r, "b0") != before {
		t.Error("a shaking finger scrolled")
	}
	drag(scroll, 10, -40)
	if moved := before - top(r, "b0"); moved < 300 || moved > 400 {
		t.Errorf("400 px of drag scrolled %v", moved)
	}
	r.Tap("b5")
	scroll.ToEnd()
	r.Tap("b19")
	scroll.ToTop()
	r.Tap("b0")
	if want := []int{5, 19, 0}; !slices.Equal(tapped, want) {
		t.Errorf("tapped %v, want %v", tapped, want)
	}
}

func TestWhatIsScrolledAwayIsNotClipped(t *testing.T) {
	var tapped []int
	r, scroll := long(t, &tapped)
	r.NoClipping()
	scroll.ToEnd()
	r.NoClipping()
}

func top(r *uitest.Rig, key string) float32 {
	_, at, _ := r.Find(key)
	return at.Y
}

package media_test

import (
	"fmt"
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/media/playlist"
)

// The second and third touch of an impatient finger change nothing, whatever is there by then.
func TestADoubleTapIsOneTapEverywhere(t *testing.T) {
	pages := map[string]func(*rig){
		"loop":   func(*rig) {},
		"papers": func(r *rig) { r.app.Open(playlist.Papers) },
		"group":  func(r *rig) { r.app.OpenGroup("H") },
		"item":   func(r *rig) { r.app.OpenGroup("H"); r.Tap("item.B05") },
		"public": func(r *rig) { r.app.Open(playlist.PublicAll) },
	}
	for page, open := range pages {
		at := func() *rig { r := newRig(t); open(r); return r }
		for _, key := range at().Keys() {
			r := at()
			place, _ := r.Rect(key)
			r.touch(place, time.Second)
			want := r.state()
			r.touch(place, 120*time.Millisecond)
			r.touch(place, 270*time.Millisecond)
			if got := r.state(); got != want {
				t.Errorf("%s: %q touched three times within 390 ms: %s, want as after one touch %s", page, key, got, want)
			}
		}
	}
}

// touch touches the middle of a place after a pause, whatever is there.
func (r *rig) touch(place image.Rectangle, pause time.Duration) {
	r.Wait(pause)
	middle := place.Min.Add(place.Size().Div(2))
	r.TapAt(fyne.NewPos(float32(middle.X), float32(middle.Y)))
}

func (r *rig) state() string {
	v := r.app.View()
	return fmt.Sprint(v.Topic, v.Group.Code, v.Item.Code, v.ItemPage, r.Lang(), r.Look().Class, r.Keys())
}

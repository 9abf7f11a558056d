package kit_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/brighthall/brighthall/ui/kit"
)

// What is chosen is seen without colours too.
func TestAChosenTileHasACheckMarkInEveryForm(t *testing.T) {
	for _, form := range []kit.TileForm{kit.Upright, kit.Across} {
		for _, icon := range []string{"tools", "account-clock-outline"} {
			drawn := func(chosen bool) (names []string) {
				var tile *kit.Tile
				r := one(t, func(k *kit.Kit) fyne.CanvasObject {
					tile = k.Tile("t", form, icon, "爱心优先", "窗口会核对", func() {})
					tile.Chosen, tile.Said = chosen, "已选"
					return tile
				})
				r.NoClipping()
				for _, p := range tile.Drawn() {
					if i, ok := p.(*canvas.Image); ok {
						names = append(names, strings.Split(i.Resource.Name(), "-")[0])
					}
				}
				return names
			}
			if has := slices.Contains(drawn(true), "check"); !has {
				t.Errorf("%s %q: a chosen tile shows %v", form, icon, drawn(true))
			}
			if slices.Contains(drawn(false), "check") {
				t.Errorf("%s %q: an unchosen tile is checked", form, icon)
			}
		}
	}
}

package skin

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/assets/icons"
)

var (
	tinted  sync.Map // "name-rrggbbaa" → fyne.Resource
	missing sync.Map // name → true
)

// MissingIcons are the names that were asked for in vain.
func MissingIcons() (names []string) {
	missing.Range(func(name, _ any) bool {
		names = append(names, name.(string))
		return true
	})
	return names
}

// Known is the named icon, or the one of a paper when we have none of that name: an outlet's setup may name any.
func Known(name string) string {
	if icons.SVG(name) == nil {
		return "file-document-outline"
	}
	return name
}

// Icon is the named icon in a colour. A name that does not exist gives an empty drawing and is remembered:
// uitest.NoClipping fails on it.
func Icon(name string, c color.NRGBA) fyne.Resource {
	key := fmt.Sprintf("%s-%02x%02x%02x%02x.svg", name, c.R, c.G, c.B, c.A)
	if found, ok := tinted.Load(key); ok {
		return found.(fyne.Resource)
	}
	fill := fmt.Sprintf(`<path fill="#%02x%02x%02x" fill-opacity="%.3f" d=`, c.R, c.G, c.B, float64(c.A)/255)
	svg := bytes.ReplaceAll(icons.SVG(name), []byte("<path d="), []byte(fill))
	if len(svg) == 0 {
		missing.Store(name, true)
		svg = []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>`)
	}
	made, _ := tinted.LoadOrStore(key, fyne.NewStaticResource(key, svg))
	return made.(fyne.Resource)
}

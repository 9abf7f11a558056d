// Package icons holds the Material Design Icons that our screens use (Apache-2.0, see LICENSE).
//
// Names are those of the npm package @mdi/svg, without ".svg". To use another icon add its name to
// packaging/icons/used.txt and run packaging/icons/make.sh.
package icons

import (
	"embed"
	"strings"
)

//go:embed *.svg LICENSE
var files embed.FS

// SVG is the drawing of an icon on a 24×24 grid, or nil when there is no icon of that name.
func SVG(name string) []byte {
	svg, err := files.ReadFile(name + ".svg")
	if err != nil {
		return nil
	}
	return svg
}

// Names lists all icons in alphabetical order.
func Names() []string {
	entries, _ := files.ReadDir(".")
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".svg"); ok {
			names = append(names, name)
		}
	}
	return names
}

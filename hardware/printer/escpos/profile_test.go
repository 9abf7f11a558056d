package escpos_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
)

// A hall whose model is not among ours writes a file; what is wrong with it is told with the line and the key.
func TestAProfileOfOnesOwn(t *testing.T) {
	const good = `{"name": "ours", "dots": 512, "module": 3, "qr": 6, "band": 64,
"cut": "1D5600",
"status": "auto",
"mode": "raster"}`
	for _, c := range []struct{ name, old, new, want string }{
		{"as it should be", "", "", ""},
		{"no hex", "1D5600", "cut", "line 2: cut: "},
		{"a key nobody knows", `"status"`, `"statos"`, `line 3: unknown key "statos", did you mean "status"`},
		{"a word nobody knows", `"auto"`, `"sometimes"`, "line 3: status: "},
		{"half a byte of dots", "512", "510", "line 1: dots: 510"},
		{"too many rows at once", "64", "300", "line 1: band: 300, from 1 to 256"},
		{"text without Chinese", `"raster"`, `"text"`, "line 4: mode: text"},
		{"cut off", `"raster"}`, `"ra`, "line 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(good, c.old, c.new, 1)
			file := filepath.Join(t.TempDir(), "ours.json")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			p, err := escpos.LoadProfile(file)
			switch {
			case c.want == "" && (err != nil || p.Dots != 512):
				t.Errorf("%+v, %v", p, err)
			case c.want != "" && (hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), "ours.json "+c.want)):
				t.Errorf("%v, want it to say %q", err, c.want)
			}
		})
	}
}

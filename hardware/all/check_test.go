package all_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

// TestWrongValuesAreToldBeforeAnythingIsTouched: whoever writes settings reads of it there and then.
func TestWrongValuesAreToldBeforeAnythingIsTouched(t *testing.T) {
	for url, want := range map[string]string{
		"escpos+serial:///dev/ttyS1?profile=80m":       `did you mean "80mm"`,
		"escpos+serial:///dev/ttyS1?profile=zzzzzzz":   "known: 58mm",
		"escpos+serial:///dev/ttyS1?mode=rastr":        `did you mean "raster"`,
		"escpos+serial:///dev/ttyS1?baud=96oo":         "baud",
		"escpos+serial:///dev/ttyS1?parity=X":          "parity",
		"ict+serial:///dev/ttyS1?profile=tb74-cn":      `did you mean "tb74-cny"`,
		"gm65+serial:///dev/ttyS1?profile=gm6":         `did you mean "gm65"`,
		"ssi+serial:///dev/ttyS1?mode=alway":           `did you mean "always"`,
		"onbon+serial:///dev/ttyS1?profile=96x1":       `did you mean "96x16"`,
		"onbon+serial:///dev/ttyS1?address=99999":      "from 0 to 65534",
		"ledmodbus+serial:///dev/ttyS1?address=300":    "1 to 247",
		"keys+serial:///dev/ttyS1?profile=byte":        `did you mean "bytes"`,
		"clips+system:?volume=101":                     "0 to 100",
		"system:?rate=9":                               "80 to 300",
		"syn6288+serial:///dev/ttyS1?one=ya":           "yao or yi",
		"megatec+serial:///dev/ttyS1?empty=30&full=20": "above empty",
		"wedge+evdev:///dev/input/event3?gap=1":        "5 to 200",
	} {
		_, err := registry().Check(url)
		if hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", url, err, want)
		}
	}
	for _, d := range registry().Drivers() {
		if _, err := registry().Check(d.Example); err != nil {
			t.Errorf("%s: %v", d.Example, err)
		}
	}
}

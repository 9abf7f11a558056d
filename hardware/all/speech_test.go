package all_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

func TestTheSystemsVoiceIsBuilt(t *testing.T) {
	for _, url := range []string{"system:", "system:?volume=60&rate=140&one=yi"} {
		d, err := registry().Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		if i := d.Info(); i.Driver != "system" || i.Kind != hardware.KindVoice {
			t.Errorf("%+v", i)
		}
		if _, ok := d.(hardware.Loud); !ok {
			t.Error("its volume cannot be set")
		}
	}
	for url, want := range map[string]string{"system:?volume=200": "0 to 100", "system:?rate=9": "80 to 300", "system:?volme=8": `"volume"`, "system+tcp://x": "unknown port"} {
		if _, err := registry().Open(t.Context(), url); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", url, err, want)
		}
	}
}

package all_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

func TestSpeechModulesAreBuilt(t *testing.T) {
	for _, model := range []string{"syn6288", "xfs5152"} {
		line, err := porttest.NewLine(t.TempDir(), "ttyVOICE", 0)
		if err != nil {
			t.Fatal(err)
		}
		defer line.Close()
		d, err := registry().Open(t.Context(), model+"+"+line.URL()+"?baud=9600&volume=60&chime=soundd&one=yi")
		if err != nil {
			t.Fatal(err)
		}
		if i := d.Info(); i.Driver != model || i.Kind != hardware.KindVoice {
			t.Errorf("%+v", i)
		}
		d.Close()
	}
}

func TestSpeechModulesRefuseBadOptions(t *testing.T) {
	for query, want := range map[string]string{"volume=loud": "0 to 100", "chime=%5Bm%5D": "soundd", "one=two": "yao or yi", "chim=x": `did you mean "chime"`} {
		_, err := registry().Open(t.Context(), "syn6288+serial:///dev/none?"+query)
		if hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", query, err, want)
		}
	}
}

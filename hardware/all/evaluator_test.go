package all_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/evaluator/keys"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

func TestEveryEvaluatorIsBuilt(t *testing.T) {
	for _, profile := range keys.Profiles() {
		line, err := porttest.NewLine(t.TempDir(), "ttyEVA", 0)
		if err != nil {
			t.Fatal(err)
		}
		defer line.Close()
		d, err := registry().Open(t.Context(), "keys+"+line.URL()+"?profile="+profile)
		if err != nil {
			t.Fatal(err)
		}
		if i := d.Info(); i.Model != profile || i.Kind != hardware.KindEvaluator {
			t.Errorf("%+v", i)
		}
		d.Close()
	}
	if _, err := registry().Open(t.Context(), "keys+serial:///dev/none?profile=frame"); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), `"framed"`) {
		t.Error(err)
	}
}

package wire_test

import (
	"encoding/json"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

func TestLanguageOf(t *testing.T) {
	for header, want := range map[string]hall.Language{
		"": hall.Chinese, "*": hall.Chinese, "en": hall.English, "en-GB,en;q=0.9": hall.English, "zh-CN,zh;q=0.9,en;q=0.8": hall.Chinese,
		"fr, en;q=0.5": hall.English, "en;q=0.5, zh;q=0.8": hall.Chinese, "fr": hall.Chinese, "en;q=x": hall.Chinese, ";;,,": hall.Chinese,
		"EN-us": hall.English, "zh;q=0, en;q=0.1": hall.English,
	} {
		if got := wire.LanguageOf(header); got != want {
			t.Errorf("%q chooses %s, want %s", header, got, want)
		}
	}
}

// TestAProblemHasAlwaysTheSameFields: a client may rely on the shape.
func TestAProblemHasAlwaysTheSameFields(t *testing.T) {
	for _, err := range []error{hall.E("x", hall.KeyReused), hall.E("x", hall.Busy, "H023 is called"), hall.E("x", hall.Internal, "secret")} {
		raw, _ := json.Marshal(wire.NewProblem(err))
		var p map[string]any
		if jerr := json.Unmarshal(raw, &p); jerr != nil {
			t.Fatal(jerr)
		}
		for _, field := range []string{"title", "status", "code", "reason", "detail"} {
			if v, ok := p[field]; !ok || v == "" && field != "detail" {
				t.Errorf("%s: no %s in %s", hall.CodeOf(err), field, raw)
			}
		}
		if p["reason"] == "secret" {
			t.Error("an inner reason was told")
		}
	}
}

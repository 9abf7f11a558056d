package bridge_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/bridge"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
)

func TestEveryFaultIsExplained(t *testing.T) {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range hardware.Codes() {
		for _, to := range []string{"visitor", "staff", "runbook"} {
			if key := "fault." + string(c) + "." + to; !book.Has(key) {
				t.Errorf("no sentence %s", key)
			}
		}
	}
	for _, key := range book.Keys() {
		code, ok := strings.CutPrefix(key, "fault.")
		code = code[:max(strings.LastIndex(code, "."), 0)]
		if ok && !slices.Contains(hardware.Codes(), hardware.Code(code)) {
			t.Errorf("%s is of a fault that no device has", key)
		}
	}
}

func TestAnUnknownFaultIsStillExplained(t *testing.T) {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	want := bridge.Explain(book, hall.English, hardware.Failed)
	if got := bridge.Explain(book, hall.English, "newer.than-this"); got != want || got.Staff == "" {
		t.Errorf("told as %+v", got)
	}
}

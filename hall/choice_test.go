package hall_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

func TestTheNearestWord(t *testing.T) {
	sources, languages := []string{"kiosk", "counter", "web", "booking", "foreign"}, []string{"zh-CN", "en"}
	for _, c := range []struct {
		word  string
		words []string
		want  string
	}{
		{"zh", languages, "zh-CN"}, {"zh_CN", languages, "zh-CN"}, {"EN", languages, "en"}, {"en-GB", languages, "en"}, {"x", languages, ""},
		{"kisok", sources, "kiosk"}, {"counters", sources, "counter"}, {"guide", sources, ""}, {"mobile", sources, ""}, {"", sources, ""},
		{"elderly", []string{"care", "booked"}, ""}, {"L", []string{"care", "booked"}, ""}, {"normal", []string{"care", "booked"}, ""},
	} {
		if got := (&hall.Choice{Word: c.word, Words: c.words}).Nearest(); got != c.want {
			t.Errorf("%q is nearest to %q, want %q", c.word, got, c.want)
		}
	}
}

func TestAWordIsChosenAmongFew(t *testing.T) {
	if err := hall.Choose("op", "priority", "", hall.Ordinary, hall.Care); err != nil {
		t.Errorf("nothing may be said, and is refused: %v", err)
	}
	err := hall.Wrap("outer", hall.Choose("op", "priority", "cares", hall.Ordinary, hall.Care, hall.Booked))
	c := hall.ChoiceOf(err)
	if hall.CodeOf(err) != hall.Invalid || c == nil || c.Field != "priority" || strings.Join(c.Words, " ") != "care booked" || c.Nearest() != "care" {
		t.Errorf("%v with the choice %+v", err, c)
	}
	if want := `priority: "cares" is none of care, booked; the nearest is "care"`; !strings.Contains(err.Error(), want) {
		t.Errorf("%v says nothing of %s", err, want)
	}
	if hall.ChoiceOf(hall.E("op", hall.Invalid)) != nil || hall.ChoiceOf(errors.New("foreign")) != nil || hall.ChoiceOf(nil) != nil {
		t.Error("a choice where there is none")
	}
}

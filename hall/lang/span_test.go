package lang_test

import (
	"testing"
	"time"

	texts "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

func TestSpan(t *testing.T) {
	book, err := lang.Load(texts.FS)
	if err != nil {
		t.Fatal(err)
	}
	for d, want := range map[time.Duration][2]string{
		0:                              {"0 秒", "0 s"},
		7 * time.Second:                {"7 秒", "7 s"},
		-125 * time.Second:             {"2 分钟 5 秒", "2 min 5 s"},
		time.Hour:                      {"1 小时", "1 hour"},
		time.Hour + 5*time.Second:      {"1 小时", "1 hour"},
		25 * time.Hour:                 {"1 天 1 小时", "1 day 1 hour"},
		367200 * time.Second:           {"4 天 6 小时", "4 days 6 hours"},
		48*time.Hour + 59*time.Minute:  {"2 天", "2 days"},
		90*time.Minute + 8*time.Second: {"1 小时 30 分钟", "1 hour 30 min"},
	} {
		for i, in := range []hall.Language{hall.Chinese, hall.English} {
			if got := book.Span(in, d); got != want[i] {
				t.Errorf("%s is %q, want %q", d, got, want[i])
			}
		}
	}
}

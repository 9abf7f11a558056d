package module_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hardware/voice/module"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		text string
		max  int
		want string
	}{
		{"请到窗口", 200, "请到窗口"},
		{"请A，到三号窗口", 12, "请A，|到三号窗口"},
		{"一二三四五", 5, "一二|三四|五"},
		{"ab一", 3, "ab|一"},
		{"一", 1, "一"},
		{"", 10, ""},
	} {
		if got := strings.Join(module.Split(c.text, c.max), "|"); got != c.want {
			t.Errorf("%q at %d: %q, want %q", c.text, c.max, got, c.want)
		}
	}
}

func TestSplitLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("请A0，号。到窗")), 0, 300, -1).Draw(t, "text")
		max := rapid.IntRange(2, 220).Draw(t, "max")
		pieces := module.Split(text, max)
		if strings.Join(pieces, "") != text {
			t.Fatalf("%q", pieces)
		}
		for _, p := range pieces {
			if b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(p)); err != nil || len(b) > max || len(b) == 0 {
				t.Fatalf("%q is %d bytes: %v", p, len(b), err)
			}
		}
	})
}

package kit_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/ui/kit"
)

func TestLinesBreakWhereAReaderExpects(t *testing.T) {
	test.NewTempApp(t)
	ink := kit.Ink{Size: 10}
	for _, row := range []struct {
		name, text string
		width      float32
		want       []string
	}{
		{"short", "请等候", 100, []string{"请等候"}},
		{"between characters", "请等候叫号", 31, []string{"请等候", "叫号"}},
		{"a comma never begins a line", "请等候，叫到", 31, []string{"请等", "候，叫", "到"}},
		{"an opening quote never ends one", "请按下“帮忙”", 41, []string{"请按下", "“帮忙”"}},
		{"a number keeps its unit", "大约要 20 分钟", 50, []string{"大约要", "20 分钟"}},
		{"a range keeps together", "约 12–20 分钟", 50, []string{"约", "12–20 分钟"}},
		{"English breaks at spaces", "touch anywhere to go on", 60, []string{"touch", "anywhere to", "go on"}},
		{"line feeds break", "一\n二", 100, []string{"一", "二"}},
		{"empty", "", 100, []string{""}},
	} {
		if got := kit.Wrap(row.text, row.width, ink, 0); !slices.Equal(got, row.want) {
			t.Errorf("%s: %q", row.name, got)
		}
	}
}

func TestTheLastLineOfManyEndsInDots(t *testing.T) {
	test.NewTempApp(t)
	got := kit.Wrap("河北省保定市高阳县高阳镇某小区三幢二单元", 80, kit.Ink{Size: 10}, 2)
	if len(got) != 2 || !strings.HasSuffix(got[1], "…") {
		t.Errorf("%q", got)
	}
}

// Whatever the text, wrapping loses nothing but spaces, and a line is too wide only when it is one piece.
func TestWrapLosesNothing(t *testing.T) {
	test.NewTempApp(t)
	ink := kit.Ink{Size: 10}
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("营业厅号窗口，。“”（） 0123ab–")), 0, 40, -1).Draw(r, "text")
		lines := kit.Wrap(text, 60, ink, 0)
		if got, want := solid(strings.Join(lines, "")), solid(text); got != want {
			r.Fatalf("%q became %q", want, got)
		}
	})
}

func solid(s string) string { return strings.ReplaceAll(s, " ", "") }

func TestShortenKeepsTheBeginning(t *testing.T) {
	test.NewTempApp(t)
	ink := kit.Ink{Size: 10}
	got := kit.Shorten("高阳县供电营业厅", 45, ink)
	if got != "高阳县…" || ink.Width(got) > 45 {
		t.Errorf("%q is %v wide", got, ink.Width(got))
	}
	if got := kit.Shorten("高阳", 45, ink); got != "高阳" {
		t.Errorf("a short text became %q", got)
	}
}

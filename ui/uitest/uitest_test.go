package uitest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// judged hears what a rig says about a bad page, in place of the test.
type judged struct {
	testing.TB
	said []string
}

func (j *judged) Helper()                   {}
func (j *judged) Errorf(f string, a ...any) { j.said = append(j.said, fmt.Sprintf(f, a...)) }

// judge shows a page and asks for what is wrong with it.
func judge(t *testing.T, build func(k *kit.Kit, p *kit.Board), ask func(r *uitest.Rig)) []string {
	t.Helper()
	j := &judged{TB: t}
	r := uitest.New(j, skin.Kiosk)
	r.Home(nav.Page("page", func(s *nav.Stage) fyne.CanvasObject {
		p := s.Kit().Board()
		build(s.Kit(), p)
		return p.Object()
	}))
	ask(r)
	return j.said
}

func button(k *kit.Kit, key string) *kit.Button {
	return k.Button(key, "取号", kit.Primary, func() {})
}

func TestWhatNoClippingFinds(t *testing.T) {
	for _, row := range []struct {
		name  string
		build func(k *kit.Kit, p *kit.Board)
		want  string // "" = nothing wrong
	}{
		{"a good page", func(k *kit.Kit, p *kit.Board) { p.Put(button(k, "a"), 56, 100, 300, 120) }, ""},
		{"a button beside the screen", func(k *kit.Kit, p *kit.Board) { p.Put(button(k, "a"), 900, 100, 300, 120) }, "off the screen"},
		{"two buttons over each other", func(k *kit.Kit, p *kit.Board) {
			p.Put(button(k, "a"), 56, 100, 300, 120)
			p.Put(button(k, "b"), 300, 100, 300, 120)
		}, "over each other"},
		{"a button too small for its word", func(k *kit.Kit, p *kit.Board) { p.Put(button(k, "a"), 56, 100, 60, 120) }, "no room"},
		{"a shortened text", func(k *kit.Kit, p *kit.Board) {
			p.Put(k.Text("高阳县供电营业厅", skin.Body), 56, 100, 100, 50)
		}, "no room"},
		{"a shortened name that may be", func(k *kit.Kit, p *kit.Board) {
			p.Put(k.Text("某某有限公司的长名字", skin.Body), 56, 100, 100, 50)
		}, ""},
		{"a text higher than its box", func(k *kit.Kit, p *kit.Board) {
			p.Put(k.Text("取号\n取号\n取号", skin.Title).Wrapped(-1, 300), 56, 100, 300, 90)
		}, "out of its place"},
		{"an icon that does not exist", func(k *kit.Kit, p *kit.Board) {
			p.Put(k.Icon("no-such-icon", 48, kit.GreenTone), 56, 100, 0, 0)
		}, `no icon "no-such-icon"`},
	} {
		said := judge(t, row.build, func(r *uitest.Rig) { r.NoClipping("某某") })
		found := slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, row.want) })
		if row.want == "" && len(said) > 0 || row.want != "" && !found {
			t.Errorf("%s: said %q, want %q", row.name, said, row.want)
		}
	}
}

func TestWhatNothingCoveredFinds(t *testing.T) {
	under := func(y float32) []string {
		return judge(t, func(k *kit.Kit, p *kit.Board) {
			p.Put(k.Text("户号", skin.Body), 56, 100, 200, 50)
			p.Put(k.Card(), 56, y, 900, 200)
			p.Put(button(k, "a"), 60, y+20, 300, 120)
		}, func(r *uitest.Rig) { r.NothingCovered() })
	}
	if said := under(110); len(said) == 0 {
		t.Error("a covered text was not found")
	}
	if said := under(160); len(said) != 0 {
		t.Errorf("nothing is covered, but: %q", said)
	}
}

func TestAGoldenSeesAMovedButton(t *testing.T) {
	if uitest.Raced {
		t.Skip("nothing is drawn under the race detector")
	}
	t.Chdir(t.TempDir())
	at := func(x float32) func(k *kit.Kit, p *kit.Board) {
		return func(k *kit.Kit, p *kit.Board) { p.Put(button(k, "a"), x, 100, 300, 120) }
	}
	golden := func(r *uitest.Rig) { r.Golden("page") }
	if said := judge(t, at(56), golden); len(said) != 1 {
		t.Fatalf("a golden that is missing: %q", said)
	}
	if err := os.Rename(filepath.Join("testdata", "failed", "page.png"), filepath.Join("testdata", "page.png")); err != nil {
		t.Fatal(err)
	}
	if said := judge(t, at(56), golden); len(said) != 0 {
		t.Errorf("the same page: %q", said)
	}
	if said := judge(t, at(86), golden); len(said) != 1 {
		t.Errorf("a button moved by 30: %q", said)
	}
}

func TestSeeing(t *testing.T) {
	said := judge(t, func(k *kit.Kit, p *kit.Board) { p.Put(button(k, "a"), 56, 100, 300, 120) }, func(r *uitest.Rig) {
		r.Sees("取号")
		r.SeesNot("交费")
		r.Sees("交费")
		r.SeesNot("取号")
	})
	if len(said) != 2 {
		t.Errorf("said %q", said)
	}
}

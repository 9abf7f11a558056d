package display_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"time"
)

// TestLongTitlesOfNoticesAreWhole: the title of a notice, as long as halls write them, stands whole on its card, and at the bottom while
// somebody is called. Before, it ran out of the card, and the bottom line cut it into scraps.
func TestLongTitlesOfNoticesAreWhole(t *testing.T) {
	title := hall.Name{Zh: "国家法定节假日期间营业厅营业时间和服务内容调整通知",
		En: "Changed opening hours and services of this hall during the national public holidays ahead"}
	text := hall.Name{Zh: strings.Repeat("节日期间只办理报修和交费，", 4), En: strings.Repeat("Only faults and payments on these days. ", 3)}
	for _, l := range lang.Languages {
		for _, size := range []fyne.Size{{Width: 1920, Height: 1080}, {Width: 1366, Height: 768}} {
			t.Run(fmt.Sprintf("%s %.0f", l, size.Width), func(t *testing.T) {
				r := newRig(t)
				r.Resize(size.Width, size.Height)
				r.Stage.SetLang(l)
				s := r.morning(t, 7)
				s.Notices = []hall.Notice{{Title: title, Text: text}}
				r.app.Push(s)
				whole := func(where string) {
					t.Helper()
					r.NoClipping()
					r.NothingCovered()
					r.Apart()
					bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
					if want := title.In(l); !strings.Contains(bare(strings.Join(r.Texts(), "")), bare(want)) {
						t.Errorf("%s: %q is not all there: %q", where, want, r.Texts())
					}
				}
				whole("on the card")
				if size.Width == 1920 {
					r.Golden("title-" + string(l))
				}
				r.call("H042", "3")
				r.beat(2 * time.Second)
				whole("at the bottom")
			})
		}
	}
}

package display_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/nav"
)

// TestTheCountsOfASecondLineAreIndented: below "Waiting" stands no service, and a number stands apart from the next
// service.
func TestTheCountsOfASecondLineAreIndented(t *testing.T) {
	for _, l := range lang.Languages {
		r := newRig(t)
		r.Resize(1366, 768)
		r.Stage.SetLang(l)
		s := r.morning(t, 7)
		for i := range s.Groups {
			s.Groups[i].Short = hall.Name{Zh: "低压居民新装", En: "Pay your bill"}
			s.Groups[i].Waiting = 3 + 10*i
		}
		r.app.Push(s)
		r.NoClipping()
		r.Apart()
		left := map[string]float32{}
		r.Walk(func(o fyne.CanvasObject, at fyne.Position) {
			if d, ok := o.(nav.Drawing); ok {
				for _, p := range d.Drawn() {
					if text, ok := p.(*canvas.Text); ok && at.Y > 400 && (text.Text == s.Groups[0].Short.In(l) || text.Text == r.Say("display.waiting")) {
						x := at.X + text.Position().X
						if was, known := left[text.Text]; !known || x < was {
							left[text.Text] = x
						}
					}
				}
			}
		})
		if caption, service := left[r.Say("display.waiting")], left[s.Groups[0].Short.In(l)]; service < caption+50 {
			t.Errorf("%s: the caption begins at %v, a service at %v", l, caption, service)
		}
		r.Golden("counts-1366-" + string(l))
	}
}

// TestLongTitlesOfNoticesAreWhole: the title of a notice, as long as halls write them, stands whole on its card, and at
// the bottom while somebody is called. Before, it ran out of the card, and the bottom line cut it into scraps.
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

package media_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/skin"
)

// TestFactsAndNoticesAreNeverShortened: long facts and a notice of three hundred letters stand on the screen to their
// last word.
func TestFactsAndNoticesAreNeverShortened(t *testing.T) {
	fact := hall.Name{Zh: "新装增容暂停减容光伏并网充电桩报装", En: "Bills, usage, invoices, direct debit, time-of-use"}
	notice := hall.Name{Zh: strings.Repeat("庞口镇部分村庄计划停电，请提前做好准备。", 15), En: strings.Repeat("Some villages will have no power, please prepare. ", 6)}
	title := hall.Name{Zh: "国家法定节假日期间营业厅营业时间和服务内容调整通知",
		En: "Changed opening hours and services of this hall during the national public holidays ahead"}
	for _, l := range lang.Languages {
		for _, class := range []skin.Class{skin.Media, skin.Media.Elder()} {
			t.Run(fmt.Sprint(l, class), func(t *testing.T) {
				r := newRig(t)
				r.Stage.SetLang(l)
				r.Stage.SetLook(skin.For(class))
				s := r.morning(t)
				for i := range s.Groups {
					s.Groups[i].Fact = fact
				}
				s.Notices = []hall.Notice{{Title: title, Text: notice}}
				r.app.Push(s)
				r.Rebuild()
				seen := ""
				for range 5 {
					r.NoClipping()
					r.NothingCovered()
					r.Apart()
					seen += strings.Join(strings.Fields(strings.Join(r.Texts(), "")), "")
					r.Advance(14 * time.Second)
				}
				for _, text := range []hall.Name{fact, title, notice} {
					if want := strings.Join(strings.Fields(text.In(l)), ""); !strings.Contains(seen, want) {
						t.Errorf("%q is not all there: %q", text.In(l), seen)
					}
				}
			})
		}
	}
}

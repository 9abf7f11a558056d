package media_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// TestWhatNobodyHasSaidOfAnItemIsNotTold: it took "about 0 minutes", and needed no papers.
func TestWhatNobodyHasSaidOfAnItemIsNotTold(t *testing.T) {
	for _, c := range []struct {
		minutes int
		papers  []hall.Paper
		none    bool // "no papers needed" is told
		takes   bool // minutes are told
	}{{0, nil, false, false}, {7, nil, false, true}, {0, []hall.Paper{}, true, false}, {7, []hall.Paper{}, true, true}} {
		r := newRig(t)
		s := r.morning(t)
		for i := range s.Items {
			s.Items[i].Minutes, s.Items[i].Papers = c.minutes, c.papers
		}
		r.app.Push(s)
		for _, tap := range []string{"papers", "group.H", "item.B05"} {
			r.Tap(tap)
			if tap == "papers" {
				continue
			}
			r.NoClipping()
			all := strings.Join(r.Texts(), "")
			if none, takes := strings.Contains(all, "不用带"), strings.Contains(all, "分钟"); none != c.none || takes != c.takes {
				t.Errorf("%s with %d minutes and papers %v: %s", tap, c.minutes, c.papers, all)
			}
			if c.papers == nil && strings.Contains(all, "请带好") {
				t.Errorf("%s asks for papers that nobody named: %s", tap, all)
			}
		}
	}
}

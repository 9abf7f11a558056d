package kiosk_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// TestWhatNobodyHasSaidOfAnItemIsNotTold: an item without minutes and papers took "about 0 min", and needed no papers.
func TestWhatNobodyHasSaidOfAnItemIsNotTold(t *testing.T) {
	none, some := []hall.Paper{}, []hall.Paper{{Name: hall.Name{Zh: "身份证"}}}
	for _, c := range []struct {
		name    string
		minutes int
		papers  []hall.Paper
		tells   []string
		not     []string
	}{
		{"nothing", 0, nil, nil, []string{"约0分钟", "不用带"}},
		{"its minutes", 7, nil, []string{"7分钟"}, []string{"不用带"}},
		{"that no papers are needed", 0, none, []string{"不用带"}, []string{"约0分钟"}},
		{"a paper", 0, some, []string{"身份证"}, []string{"约0分钟", "不用带"}},
		{"both", 7, some, []string{"身份证", "7分钟"}, []string{"不用带"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := morning(t)
			for i := range s.Items {
				s.Items[i].Minutes, s.Items[i].Papers = c.minutes, c.papers
			}
			r := newRig(t)
			r.app.Push(s)
			r.Rebuild()
			all := ""
			for page, open := range []func(){func() {}, func() { r.app.ChooseGroup("H") }, func() { r.app.ChooseItem("B05") }, r.app.Take} {
				open()
				r.NoClipping()
				texts := bare(strings.Join(r.Texts(), ""))
				if all += texts; page > 1 && strings.Contains(texts, "要带的材料") != (c.papers != nil) {
					t.Errorf("papers are asked for: %s", texts)
				}
			}
			for _, words := range c.tells {
				if !strings.Contains(all, words) {
					t.Errorf("not told: %s in %s", words, all)
				}
			}
			for _, words := range c.not {
				if strings.Contains(all, words) {
					t.Errorf("told: %s in %s", words, all)
				}
			}
		})
	}
}

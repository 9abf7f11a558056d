package kiosk_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// talkative are facts as halls write them: short and long, with blanks, with dots and in one piece.
var talkative = []hall.Name{
	{Zh: "交电费、查电量、开发票、办理自动缴费", En: "Bills, usage, invoices, direct debit"},
	{Zh: "新装 · 过户 · 改名 · 峰谷 · 充电桩", En: "Transfer of ownership, connection, time-of-use"},
	{Zh: "新装增容暂停减容光伏并网", En: "Connection · capacity · photovoltaics"},
	{Zh: "停电 电表 建议", En: "Outages, meters, feedback and complaints"},
}

// TestFactsAndWaitsAreNeverShortened: what a tile tells is there to its last word, on every page, in every dress, with
// four services and with twelve, and lies over nothing: neither over other words nor over the arrow.
func TestFactsAndWaitsAreNeverShortened(t *testing.T) {
	waits := []hall.Wait{{LowMin: 123, HighMin: 262, Known: true}, {LowMin: 12, HighMin: 58, Known: true}, {}, {LowMin: 45, HighMin: 75, Known: true}}
	halls := map[string]hall.Snapshot{"four": morning(t), "twelve": halltest.Words(hall.At(uitest.Start))}
	pages := []struct {
		name string
		open func(*rig)
	}{
		{"home", func(*rig) {}}, {"groups", func(r *rig) { r.app.Begin() }}, {"items", func(r *rig) { r.app.ChooseGroup("H") }},
		{"offline", func(r *rig) { r.app.NodeAway() }},
	}
	for which, s := range halls {
		for i := range s.Groups {
			s.Groups[i].Fact, s.Groups[i].WaitFor, s.Groups[i].Waiting = talkative[i%4], waits[i%4], i%3*11
		}
		for _, dress := range dresses() {
			r := newRig(t)
			for _, page := range pages {
				t.Run(fmt.Sprint(which, " ", page.name, dress), func(t *testing.T) {
					r.app.Exit()
					r.app.Push(s)
					r.app.Set(func(x *flow.Settings) { *x = dress })
					r.Rebuild()
					page.open(r)
					r.NoClipping()
					r.NothingCovered()
					r.Apart()
					if page.name != "home" {
						return
					}
					for _, g := range s.Groups {
						if _, _, ok := r.Find("group." + string(g.Code)); ok && !r.tells(g.Fact.In(dress.Language)) {
							t.Errorf("%q is not all there: %q", g.Fact.In(dress.Language), r.Texts())
						}
					}
				})
			}
		}
	}
}

// TestLongTitlesOfNoticesAreWhole: the title of a notice, as long as halls write them, and its text stand on the home
// page to their last word, clear of each other and of the bar, and the text has half of the width. Before, the text
// stood in a column of three signs.
func TestLongTitlesOfNoticesAreWhole(t *testing.T) {
	title := hall.Name{Zh: "国家法定节假日期间营业厅营业时间和服务内容调整通知",
		En: "Changed opening hours and services of this hall during the national public holidays ahead"}
	text := hall.Name{Zh: strings.Repeat("节日期间只办理报修和交费，", 4), En: strings.Repeat("Only faults and payments on these days. ", 3)}
	for _, dress := range dresses() {
		if dress.Elderly {
			continue // its home page has no notices
		}
		t.Run(fmt.Sprint(dress), func(t *testing.T) {
			s := morning(t)
			s.Notices = []hall.Notice{{Title: title, Text: text}, {Title: title, Text: text}}
			r := newRig(t)
			r.app.Push(s)
			r.app.Set(func(x *flow.Settings) { *x = dress })
			r.Rebuild()
			r.NoClipping()
			r.NothingCovered()
			r.Apart()
			for _, want := range []string{title.In(dress.Language), text.In(dress.Language)} {
				if !r.tells(want) {
					t.Errorf("%q is not all there: %q", want, r.Texts())
				}
			}
			r.Golden(fmt.Sprintf("home-title-%s-low-%t", dress.Language, dress.Low))
			r.Advance(10 * time.Second)
			r.NoClipping()
			r.Apart()
			if dress.Low {
				r.Golden(fmt.Sprintf("home-title-%s-low-2", dress.Language))
			}
		})
	}
}

// TestNoNoticeIsSmall: however long the notices are, no word of them is smaller than the look's caption; every sentence
// comes, on as many pages as that takes.
func TestNoNoticeIsSmall(t *testing.T) {
	var text hall.Name
	for i := range 24 {
		text.Zh += fmt.Sprintf("第%d条请看清楚再来办理。", 10+i)
		text.En += fmt.Sprintf("S%d of a long word to visitors. ", 10+i)
	}
	title := hall.Name{Zh: "请您留意", En: "Please note"}
	for _, dress := range dresses() {
		if dress.Elderly {
			continue
		}
		t.Run(fmt.Sprint(dress), func(t *testing.T) {
			s := morning(t)
			s.Notices = []hall.Notice{{Title: title, Text: text}, {Title: title, Text: hall.Name{Zh: "结束", En: "The end"}}}
			r := newRig(t)
			r.app.Push(s)
			r.app.Set(func(x *flow.Settings) { *x = dress })
			r.Rebuild()
			told := ""
			for range 16 {
				r.app.Touch() // nobody asks whether the visitor is still there
				r.NoClipping()
				r.NothingCovered()
				r.Apart()
				for words, size := range r.sizes() {
					if least := r.Stage.Look().Px(26); size < least-0.5 {
						t.Errorf("%q is written in %v, less than %v", words, size, least)
					}
				}
				told += bare(strings.Join(r.Texts(), ""))
				r.Advance(5 * time.Second)
			}
			for i := range 24 {
				want := fmt.Sprintf(map[hall.Language]string{hall.Chinese: "%d条", hall.English: "S%d"}[dress.Language], 10+i)
				if !strings.Contains(told, want) {
					t.Errorf("%q never comes", want)
				}
			}
		})
	}
}

// sizes are the sizes of all that is written on the screen.
func (r *rig) sizes() map[string]float32 {
	sizes := map[string]float32{}
	r.Walk(func(o fyne.CanvasObject, _ fyne.Position) {
		if d, ok := o.(nav.Drawing); ok {
			for _, p := range d.Drawn() {
				if t, ok := p.(*canvas.Text); ok {
					sizes[t.Text] = t.TextSize
				}
			}
		}
	})
	return sizes
}

// TestTheWordsOfTheBarAreOfOneSize: in elderly size the words for low reach and for help were smaller than the others.
func TestTheWordsOfTheBarAreOfOneSize(t *testing.T) {
	for _, dress := range dresses() {
		for _, step := range []func(*rig){func(*rig) {}, func(r *rig) { r.app.Begin() }, func(r *rig) { r.app.Help() }} {
			r := newRig(t)
			r.app.Set(func(x *flow.Settings) { *x = dress })
			step(r)
			was := float32(0)
			for _, key := range []string{"elder", "low", "language", "help"} {
				o, _, ok := r.Find(key)
				if !ok {
					t.Fatalf("%+v: no %q in the bar", dress, key)
				}
				for _, p := range o.(nav.Drawing).Drawn() {
					words, ok := p.(*canvas.Text)
					if !ok {
						continue
					}
					if was != 0 && math.Abs(float64(words.TextSize-was)) > 0.1 {
						t.Errorf("%+v: %q is written in %v, the word before in %v", dress, words.Text, words.TextSize, was)
					}
					least := r.Stage.Look().Px(26)
					if dress.Elderly {
						least = r.Stage.Look().Px(35)
					}
					if was = words.TextSize; was < least {
						t.Errorf("%+v: %q is written in %v", dress, words.Text, was)
					}
				}
			}
		}
	}
}

// TestALongNameOfTheHallIsWhole in the header, in every dress, beside the clock and the mark of made-up figures.
func TestALongNameOfTheHallIsWhole(t *testing.T) {
	name := hall.Name{Zh: "西安市长安区第一供电营业服务中心", En: "Chang'an District First Power Service Centre"}
	for _, dress := range dresses() {
		t.Run(fmt.Sprint(dress), func(t *testing.T) {
			s := morning(t)
			s.Outlet.Name = name
			r := newRig(t)
			r.app.Push(s)
			r.app.Set(func(x *flow.Settings) { *x = dress })
			r.Rebuild()
			r.NoClipping()
			r.Apart()
			if want := name.In(dress.Language); !r.tells(want) {
				t.Errorf("%q is not all there: %q", want, r.Texts())
			}
		})
	}
}

// dresses are all mixtures of language, type size and position.
func dresses() (all []flow.Settings) {
	for _, l := range []hall.Language{hall.Chinese, hall.English} {
		for _, elder := range []bool{false, true} {
			for _, low := range []bool{false, true} {
				all = append(all, flow.Settings{Language: l, Elderly: elder, Low: low})
			}
		}
	}
	return all
}

// tells reports whether a text stands on the screen, in however many lines.
func (r *rig) tells(text string) bool {
	return strings.Contains(bare(strings.Join(r.Texts(), "")), bare(text))
}

// bare is a text without its blanks.
func bare(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return c
	}, s)
}

// TestFourWindowsAreRead: where a visitor will be called to, of windows that are no neighbours, stands beside a word
// that can be read.
func TestFourWindowsAreRead(t *testing.T) {
	for _, dress := range dresses() {
		s := morning(t)
		for i := range s.Groups {
			s.Groups[i].Windows = []hall.CounterID{"1", "3", "4", "6"}
		}
		r := newRig(t)
		r.app.Push(s)
		r.app.Set(func(x *flow.Settings) { *x = dress })
		r.app.ChooseItem("B05")
		r.NoClipping()
		sizes := r.sizes()
		unit := max(sizes["号窗口"], sizes["Windows"])
		if least := r.Stage.Look().Px(r.Stage.Look().Size(skin.Caption)) * 0.75; unit < least {
			t.Errorf("%+v: the word for windows is written in %v, less than %v", dress, unit, least)
		}
		if !dress.Low {
			r.Golden(fmt.Sprintf("confirm-four-%s-%t", dress.Language, dress.Elderly))
		}
	}
}

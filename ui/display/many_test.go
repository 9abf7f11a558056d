package display_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/nav"
)

// legible is the least size of type that is read across a hall, in pixels of the 1920×1080 grid.
const legible = 33

// services are twelve names as halls really write them on their boards.
var services = []hall.Name{
	{Zh: "低压居民新装", En: "New home supply"}, {Zh: "企业用电", En: "Business"}, {Zh: "居民用电", En: "Home"}, {Zh: "咨询报修", En: "Advice"},
	{Zh: "交费", En: "Pay"}, {Zh: "过户更名", En: "Change of owner"}, {Zh: "分布式光伏", En: "Solar"}, {Zh: "充电桩报装", En: "EV chargers"},
	{Zh: "电费发票", En: "Invoices"}, {Zh: "峰谷电价", En: "Time-of-use tariff"}, {Zh: "投诉建议", En: "Complaints"}, {Zh: "高压增容", En: "High-voltage supply"},
}

// crowd is a hall with many services and windows, and people everywhere: 100 and more for the first service, 1 for the
// last.
func (r *rig) crowd(groups, windows int) hall.Snapshot {
	s := hall.Snapshot{Outlet: hall.Outlet{Name: hall.Name{Zh: "清河路供电营业厅", En: "Gaoyang Power Supply Hall"}, Zone: "Asia/Shanghai", Hotline: "95598"},
		At: hall.At(r.Clock.Now()), Cursor: hall.Cursor{Epoch: 1, Seq: r.seq}}
	for i := range groups {
		name := services[i%len(services)]
		if again := i / len(services); again > 0 {
			name = hall.Name{Zh: fmt.Sprint(name.Zh, again+1), En: fmt.Sprint(name.En, again+1)}
		}
		g := hall.GroupView{ServiceGroup: hall.ServiceGroup{Code: hall.GroupCode(fmt.Sprintf("G%02d", i)), Name: name, Short: name}, Open: true}
		s.Groups = append(s.Groups, g)
		for n := range 1 + 9*(groups-1-i) {
			s.Waiting = append(s.Waiting, hall.Ticket{ID: hall.TicketID(fmt.Sprint(g.Code, "-", n)), Group: g.Code, State: hall.Waiting})
		}
	}
	for i := range windows {
		c := hall.CounterView{Counter: hall.Counter{ID: hall.CounterID(fmt.Sprint(i + 1)), State: hall.CounterOpen}, Label: fmt.Sprint(i + 1)}
		switch i % 4 {
		case 0, 1:
			c.No, c.NoGroup, c.NoState = hall.Number(string('A'+rune(i%12)), i+10), s.Groups[i%groups].Code, hall.Serving
			c.Ticket = hall.TicketID("id-" + c.No)
		case 2:
			c.State = []hall.CounterState{hall.CounterPaused, hall.CounterClosed}[i/4%2]
		}
		s.Counters = append(s.Counters, c)
	}
	return s
}

// TestEveryServiceAndWindowOfAGreatHallIsShown: the board names all of them within a minute, in type that is read
// across the hall, and no words lie over others. Before, twelve services ran over each other and the fifteenth window
// was nowhere.
func TestEveryServiceAndWindowOfAGreatHallIsShown(t *testing.T) {
	for _, size := range []struct{ groups, windows int }{{1, 1}, {4, 7}, {5, 8}, {12, 14}, {12, 15}, {12, 24}, {12, 25}, {24, 60}} {
		for _, l := range []hall.Language{hall.Chinese, hall.English} {
			t.Run(fmt.Sprintf("%d services, %d windows, %s", size.groups, size.windows, l), func(t *testing.T) {
				r := newRig(t)
				r.Stage.SetLang(l)
				s := r.crowd(size.groups, size.windows)
				r.app.Push(s)
				seen := map[string]bool{}
				for range 60 {
					for _, text := range r.Texts() {
						seen[text] = true
					}
					r.beat(time.Second)
				}
				r.readable(t)
				for _, g := range s.Groups {
					if !seen[g.Short.In(l)] {
						t.Errorf("service %s is nowhere", g.Short.In(l))
					}
				}
				for _, c := range s.Counters {
					if !seen[c.Label] || c.No != "" && !seen[string(c.No)] {
						t.Errorf("window %s with %q is nowhere", c.Label, c.No)
					}
				}
				for i, c := range s.Counters { // whoever is called sees the row of the window
					if i%7 == 6 {
						r.call(hall.Number("X", i), c.ID)
						r.beat(2 * time.Second)
						r.readable(t)
						if n := r.count(fmt.Sprintf("X%03d", i)); n != 2 {
							t.Errorf("the call to window %s stands in %d places, want the card and the table", c.Label, n)
						}
						r.beat(20 * time.Second)
					}
				}
			})
		}
	}
}

func TestPicturesOfAGreatHall(t *testing.T) {
	for _, l := range []hall.Language{hall.Chinese, hall.English} {
		for _, size := range []fyne.Size{{Width: 1920, Height: 1080}, {Width: 1280, Height: 1024}} {
			r := newRig(t)
			r.Resize(size.Width, size.Height)
			r.Stage.SetLang(l)
			r.app.Push(r.crowd(12, 24))
			r.call("G042", "15")
			r.beat(3 * time.Second)
			r.readable(t)
			r.Golden(fmt.Sprintf("twenty-four-windows-%s-%.0f", l, size.Width))
			r.beat(12 * time.Second)
			r.Golden(fmt.Sprintf("twelve-services-%s-%.0f", l, size.Width))
		}
	}
}

// readable fails on words that are cut, too small to be read across the hall, or lie over others.
func (r *rig) readable(t *testing.T) {
	t.Helper()
	r.NoClipping()
	r.NothingCovered()
	type word struct {
		text                     string
		left, top, right, bottom float32
	}
	var words []word
	r.Walk(func(o fyne.CanvasObject, at fyne.Position) {
		d, ok := o.(nav.Drawing)
		if !ok {
			return
		}
		for _, p := range d.Drawn() {
			drawn, ok := p.(*canvas.Text)
			if !ok || drawn.Text == "" {
				continue
			}
			if size := drawn.TextSize / r.Look().Factor(); size < legible-0.5 && drawn.Text != r.Say("common.demo") {
				t.Errorf("%q is written %.0f high", drawn.Text, size)
			}
			x, y := at.X+drawn.Position().X, at.Y+drawn.Position().Y
			words = append(words, word{drawn.Text, x, y + 0.35*drawn.TextSize, x + drawn.Size().Width, y + 1.2*drawn.TextSize})
		}
	})
	for i, a := range words {
		if j := slices.IndexFunc(words[i+1:], func(b word) bool {
			return a.left+1 < b.right && b.left+1 < a.right && a.top+1 < b.bottom && b.top+1 < a.bottom
		}); j >= 0 {
			t.Errorf("%q and %q lie over each other", a.text, words[i+1+j].text)
		}
	}
}

// TestManyWindowsWithNames: names that need two lines take higher rows and more pages, and stand in legible type as
// numbers do.
func TestManyWindowsWithNames(t *testing.T) {
	names := []string{"企业客户绿色通道专席", "低压1", "VIP室", "A12", "3", "综合业务受理", "Business desk", "新能源专窗"}
	for _, n := range []int{9, 14, 24, 40} {
		r := newRig(t)
		s := r.crowd(12, n)
		for i := range s.Counters {
			s.Counters[i].Label = names[i%len(names)]
		}
		r.app.Push(s)
		seen := map[string]bool{}
		for range 60 {
			for _, text := range r.Texts() {
				seen[text] = true
			}
			r.readable(t)
			r.beat(time.Second)
		}
		for _, c := range s.Counters {
			if c.No != "" && !seen[string(c.No)] {
				t.Errorf("%d windows: %q is nowhere", n, c.No)
			}
		}
		r.call("G042", s.Counters[n-1].ID)
		r.readable(t)
		if n == 40 {
			r.beat(3 * time.Second)
			r.Golden("forty-windows-named")
		}
		if got := r.count("G042"); got != 2 {
			t.Errorf("%d windows: the call stands in %d places", n, got)
		}
	}
}

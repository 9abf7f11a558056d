package counter_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/counter/flow/flowtest"
)

// Every state of both windows, one picture each.
var states = []struct {
	name string
	in   func(*pair)
}{
	{"closed", func(*pair) {}},
	{"idle", (*pair).signIn},
	{"crowd", func(p *pair) { p.fill(34); p.signIn(); p.teller.Key(fyne.KeyPageDown) }},
	{"search", func(p *pair) { p.fill(34); p.signIn(); p.teller.Type("10") }},
	{"called", func(p *pair) { p.signIn(); p.press("F1"); p.wait(12) }},
	{"late", func(p *pair) { p.signIn(); p.press("F1"); p.wait(31) }},
	{"serving", func(p *pair) { p.signIn(); p.press("F1", "F8"); p.wait(372) }},
	{"near", func(p *pair) { p.signIn(); p.press("F1", "F8"); p.wait(15*60 + 40) }},
	{"over", func(p *pair) { p.signIn(); p.press("F1", "F8"); p.wait(22 * 60) }},
	{"finish", func(p *pair) { p.signIn(); p.press("F1", "F8"); p.wait(372); p.press("F5"); p.desk().Digit(2) }},
	{"transfer", func(p *pair) { p.signIn(); p.press("F1", "F8"); p.wait(60); p.press("F4") }},
	{"rating", func(p *pair) { p.rate(); p.wait(4) }},
	{"reasons", func(p *pair) {
		p.rate()
		p.desk().Rate(2)
		p.desk().Reason("wait")
		p.desk().Reason("unclear")
		p.wait(8)
	}},
	{"thanks", func(p *pair) { p.rate(); p.desk().Rate(5) }},
	{"scan", func(p *pair) { p.signIn(); p.press("F9") }},
	{"number", func(p *pair) { p.signIn(); p.press("F9"); p.desk().Scanned("L099") }},
	{"issue", func(p *pair) { p.signIn(); p.press("F11") }},
	{"no-show", func(p *pair) { p.signIn(); p.press("F1"); p.wait(12); p.press("F3") }},
	{"alone", func(p *pair) { p.signIn(); p.CustomerScreen(false) }},
	{"sign-out", func(p *pair) { p.signIn(); p.teller.Tap("sign-out") }},
	{"many", (*pair).many},
	{"pause", func(p *pair) { p.signIn(); p.press("F6") }},
	{"paused", func(p *pair) { p.signIn(); p.press("F6"); p.desk().PauseFor("papers"); p.wait(200) }},
	{"offer", func(p *pair) { p.signIn(); p.Scanned(flowtest.CodeOf("H025")) }},
	{"forged", func(p *pair) { p.signIn(); p.press("F9"); p.Scanned("00178000010000") }},
	{"away", func(p *pair) { p.signIn(); p.press("F1", "F8"); p.wait(60); p.Down = true; p.wait(10) }},
	{"given-up", func(p *pair) { p.signIn(); p.Deaf = true; p.press("F1"); p.wait(9) }},
	{"unsure", func(p *pair) { p.signIn(); p.Deaf = true; p.press("F11"); p.desk().Choose(1); p.wait(9) }},
	{"covered", func(p *pair) { p.signIn(); p.press("F1"); p.desk().Blank(true) }},
}

// many is a visit for seven items.
func (p *pair) many() {
	p.Tickets["id-H023"].Items = []hall.ItemCode{"B01", "B02", "B05", "B06", "B10", "B03", "B04"}
	p.signIn()
	p.press("F1", "F8", "F5")
	for range 4 {
		p.desk().Digit(2)
	}
}

func (p *pair) rate() {
	p.signIn()
	p.press("F1", "F8")
	p.wait(120)
	p.press("F5")
	p.desk().Digit(2)
	p.desk().Digit(1)
	p.press("F5")
}

func TestPictures(t *testing.T) {
	for _, s := range states {
		t.Run(s.name, func(t *testing.T) {
			p := newPair(t)
			p.crowd()
			p.wait(6)
			s.in(p)
			p.teller.NoClipping()
			p.teller.NothingCovered()
			p.visitor.NoClipping()
			p.visitor.NothingCovered()
			p.teller.Golden("teller-" + s.name)
			p.visitor.Golden("customer-" + s.name)
		})
	}
}

func TestPicturesInEnglish(t *testing.T) {
	for _, name := range []string{"closed", "idle", "serving", "finish", "transfer", "no-show", "alone", "sign-out", "issue", "scan", "number", "pause", "rating", "reasons", "paused", "away", "given-up", "unsure"} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			p.teller.SetLang(hall.English)
			p.crowd()
			for _, x := range p.Tickets {
				x.Language = hall.English
			}
			p.wait(6)
			for _, s := range states {
				if s.name == name {
					s.in(p)
				}
			}
			p.teller.NoClipping()
			p.teller.NothingCovered()
			p.visitor.NoClipping()
			p.visitor.NothingCovered()
			p.teller.Golden("teller-" + name + "-en")
			p.visitor.Golden("customer-" + name + "-en")
		})
	}
}

func TestAVisitByHand(t *testing.T) {
	p := newPair(t)
	p.crowd()
	p.wait(6)
	p.teller.Sees("登录窗口")
	p.teller.Tap("sign-in-teller")
	p.teller.Type("0312")
	p.teller.Tap("sign-in-pin")
	p.teller.Type("246810")
	p.teller.Key(fyne.KeyReturn)
	p.wait(1)
	if p.desk().Phase() != flow.Idle {
		t.Fatalf("phase %s, %+v", p.desk().Phase(), p.desk().Notice())
	}
	p.teller.Key(fyne.KeyF1)
	p.visitor.Sees("H023")
	p.teller.Scan(flowtest.CodeOf("H023"))
	if p.desk().Phase() != flow.Serving {
		t.Fatalf("after the scan: %s, %+v", p.desk().Phase(), p.desk().Notice())
	}
	p.visitor.Sees("H023，您好")
	p.teller.Key(fyne.KeyF5)
	p.teller.Tap("outcome-0-2")
	p.teller.Key(fyne.Key1)
	p.teller.Key(fyne.KeyF5)
	p.visitor.Sees("请评价这次服务")
	p.visitor.Tap("level-2")
	p.visitor.Sees("您选了：不满意")
	p.visitor.Tap("reason-wait")
	p.visitor.Tap("submit")
	p.visitor.Sees("谢谢您的评价")
	if e := p.Get("H023").Evaluation; e == nil || e.Level != 2 || len(e.Reasons) != 1 {
		t.Errorf("evaluation %+v", e)
	}
	if o := p.Get("H023").Outcomes; o["B05"] != hall.Done || o["B10"] != hall.Accepted {
		t.Errorf("outcomes %v", o)
	}
}

func TestATouchBesideTheKeysRefillsTheRing(t *testing.T) {
	p := newPair(t)
	p.crowd()
	p.wait(6)
	p.rate()
	p.wait(15)
	if v := p.desk().Customer(); v.Left != 5 {
		t.Fatalf("after 15 s %d are left", v.Left)
	}
	p.visitor.TapAt(fyne.NewPos(640, 290))
	p.teller.Advance(time.Second)
	if v := p.desk().Customer(); v.Kind != flow.CustomerRating || v.Left != 20 {
		t.Errorf("%s with %d s left", v.Kind, v.Left)
	}
}

func TestTheMouseDoesWhatTheKeysDo(t *testing.T) {
	p := newPair(t)
	p.crowd()
	p.wait(6)
	p.signIn()
	p.teller.Tap("key-next")
	p.teller.Tap("key-start")
	p.teller.Tap("key-transfer")
	p.teller.Tap("to-group-0")
	if p.Get("H023").State != hall.Waiting {
		t.Errorf("transfer: %s, %+v", p.Get("H023").State, p.desk().Notice())
	}
	p.teller.Tap("queue-row-2")
	p.teller.Tap("offer-take")
	if c, ok := p.desk().Case(); !ok || c.Ticket.No == "H023" {
		t.Errorf("call this one: %+v", p.desk().Notice())
	}
}

func TestTheWindowIsChosenWhenItIsNotFixed(t *testing.T) {
	p := newPair(t, func(d *counter.Deps) { d.Counter = "" })
	p.teller.Tap("sign-in-window-c")
	p.teller.Tap("sign-in-teller")
	p.teller.Type("0312")
	p.teller.Tap("sign-in-pin")
	p.teller.Type("246810")
	p.teller.Tap("sign-in")
	p.wait(1)
	if p.Windows["3"].Teller != "t01" {
		t.Errorf("window 3: %+v, notice %+v", p.Windows["3"], p.desk().Notice())
	}
}

// The field for a slip's number was black when F9 was pressed a minute after the window was opened.
func TestTheScanFieldIsTheSameAfterAMinute(t *testing.T) {
	p := newPair(t)
	p.crowd()
	p.wait(6)
	p.signIn()
	p.teller.Forget()
	p.teller.Key(fyne.KeyF9)
	p.teller.Golden("teller-scan")
	p.teller.Key(fyne.KeyEscape)
	p.desk().SignOut()
	p.teller.Forget()
	p.signIn()
	p.desk().SignOut()
	p.teller.Golden("teller-closed")
}

// fill lets n more people take tickets of H.
func (p *pair) fill(n int) {
	for i := range n {
		p.Issue(hall.TicketNo(fmt.Sprintf("H%03d", 100+i)))
	}
}

// TestTheMarkOfMadeUpFiguresLiesOverNothing on the customer's screen, whatever the window serves, on the smallest
// monitor too. What a window can do ran under it.
func TestTheMarkOfMadeUpFiguresLiesOverNothing(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1024, Height: 600}} {
		for _, l := range []hall.Language{hall.Chinese, hall.English} {
			for _, state := range []string{"idle", "called", "paused", "closed"} {
				t.Run(fmt.Sprint(state, l, size), func(t *testing.T) {
					p := newPair(t)
					p.visitor.Resize(size.Width, size.Height)
					p.visitor.SetLang(l)
					small := p.Dress
					p.Dress = func(s *hall.Snapshot) {
						small(s)
						var all []hall.Skill
						for i := range 6 {
							g := s.Groups[0]
							g.Code, g.Short = hall.GroupCode(fmt.Sprint("G", i)), hall.Name{Zh: "低压新装", En: "Connection"}
							s.Groups, all = append(s.Groups, g), append(all, hall.Skill{Group: g.Code})
						}
						for i := range s.Counters {
							s.Counters[i].Serves = all
						}
					}
					p.crowd()
					for _, x := range p.Tickets {
						x.Language = l
					}
					p.wait(6)
					for _, s := range states {
						if s.name == state {
							s.in(p)
						}
					}
					p.visitor.Sees(map[hall.Language]string{hall.Chinese: "演示数据", hall.English: "Demo data"}[p.desk().Customer().Language])
					p.visitor.NoClipping()
					p.visitor.NothingCovered()
					p.visitor.Apart()
					if size.Height == 600 && l == hall.Chinese {
						p.visitor.Golden("customer-" + state + "-1024")
					}
				})
			}
		}
	}
}

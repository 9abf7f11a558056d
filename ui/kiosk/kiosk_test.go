package kiosk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// rig is a kiosk in a test window, in front of a desk that gives out H023.
type rig struct {
	*uitest.Rig
	app    *kiosk.App
	desk   *desk
	closed int
	guide  int
	ids    int
	t      *testing.T

	trusted  int // how often the clock was said to be right
	trustErr error
}

func newRig(t *testing.T) *rig {
	r := &rig{Rig: uitest.New(t, skin.Kiosk), desk: &desk{paper: hall.PaperPrinted}}
	r.app = kiosk.New(r.Stage, kiosk.Deps{
		Issuer: r.desk, Printer: r.desk, Terminal: "K01",
		NewID:    func() string { r.ids++; return fmt.Sprint("id-", r.ids) },
		CheckPIN: func(pin string) bool { return pin == "246810" },
		Guide:    func() { r.guide++ },
		Close:    func() { r.closed++ },
		TestSlip: func(context.Context) error { return nil },
		Trust:    func(context.Context) error { r.trusted++; return r.trustErr },
	})
	r.app.Start()
	r.app.Push(morning(t))
	return r
}

// see compares the picture and looks for what is cut.
func (r *rig) see(name string) {
	r.Golden(name)
	r.NoClipping()
	if name != "idle-warning" && name != "help" { // these lie over the page on purpose
		r.NothingCovered()
	}
}

func (r *rig) confirm() *rig {
	r.Tap("take")
	r.Tap("group.H")
	r.Tap("item.B05")
	return r
}

// morning is the demo outlet as in the pictures: five at home service, two at business, nobody to pay.
func morning(t *testing.T) hall.Snapshot {
	t.Helper()
	setup, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	s := hall.Snapshot{Outlet: setup.Outlet, Day: "2026-11-23", At: hall.At(uitest.Start), Items: setup.Items, Notices: setup.Notices}
	waiting := map[hall.GroupCode]int{"A": 0, "H": 5, "Q": 2, "K": 1}
	waits := map[hall.GroupCode]hall.Wait{"A": {Known: true}, "H": {LowMin: 12, HighMin: 20, Known: true},
		"Q": {LowMin: 15, HighMin: 25, Known: true}, "K": {LowMin: 3, HighMin: 6, Known: true}}
	for _, g := range setup.Groups {
		v := hall.GroupView{ServiceGroup: g, Open: true, Waiting: waiting[g.Code], WaitFor: waits[g.Code],
			Care: &hall.Place{Ahead: waiting[g.Code] / 4, WaitFor: hall.Wait{LowMin: 3, HighMin: 8, Known: true}}}
		for _, c := range setup.Counters {
			if _, ok := c.Level(g.Code); ok {
				v.Windows = append(v.Windows, c.ID)
			}
		}
		s.Groups = append(s.Groups, v)
	}
	for _, c := range setup.Counters {
		s.Counters = append(s.Counters, hall.CounterView{Counter: hall.Counter{ID: c.ID, State: hall.CounterOpen}, Label: c.Label, Serves: c.Serves})
	}
	return s
}

// desk is authority and printer.
type desk struct {
	fail  error
	busy  func() // looks at the screen while the desk works
	paper hall.PaperState
	slips int
	made  int
}

func (d *desk) Issue(_ context.Context, r hall.IssueRequest) (hall.Standing, error) {
	if d.busy != nil {
		d.busy()
	}
	if d.fail != nil {
		return hall.Standing{}, d.fail
	}
	d.made++
	return standing(r), nil
}

func standing(r hall.IssueRequest) hall.Standing {
	return hall.Standing{Ticket: hall.Ticket{ID: r.ID, No: "H023", Group: "H", Items: r.Items, Priority: r.Priority, State: hall.Waiting},
		Ahead: 5, WaitFor: hall.Wait{LowMin: 12, HighMin: 20, Known: true}, Windows: []hall.CounterID{"3", "4", "5"},
		URL: "http://10.0.0.5:7300/t/6f1c2b7d9e804a53b1c7d2e4f5a60718?n=H023&s=H&d=20261123&m=a1b2c3d4e5f6"}
}

func (d *desk) Act(context.Context, hall.Action) (hall.Ticket, error) { return hall.Ticket{}, nil }

func (d *desk) Ticket(context.Context, hall.TicketID) (hall.Standing, error) {
	return standing(hall.IssueRequest{ID: "morning", Items: []hall.ItemCode{"B05"}}), nil
}

func (d *desk) Print(context.Context, hall.Standing) (hall.PaperState, string, error) {
	d.slips++
	if d.busy != nil {
		d.busy()
	}
	return d.paper, "", nil
}

func TestOneVisitByTouch(t *testing.T) {
	r := newRig(t)
	r.On("home")
	r.confirm()
	r.On("confirm")
	r.Sees("10–20")
	r.Tap("care")
	r.Sees("10", "分钟以内")
	r.DoubleTap("take")
	r.On("ticket")
	r.Sees("H023", "10–20", "3–5")
	if r.desk.made != 1 || r.desk.slips != 1 {
		t.Fatalf("%d tickets, %d slips", r.desk.made, r.desk.slips)
	}
	r.Advance(13 * time.Second)
	r.On("home")
}

func TestLongPressAndSlidingMakeOneTicket(t *testing.T) {
	r := newRig(t).confirm()
	r.Slide("take", 200)
	r.On("confirm")
	r.LongPress("take", 3*time.Second)
	r.On("ticket")
	if r.desk.made != 1 {
		t.Fatalf("%d tickets", r.desk.made)
	}
}

func TestTheMachineAsksAndGoesHome(t *testing.T) {
	r := newRig(t)
	r.Tap("take")
	r.Advance(46 * time.Second)
	r.Sees("还在用吗？")
	r.see("idle-warning")
	r.TapAt(r.Window().Canvas().Content().Position())
	r.SeesNot("还在用吗？")
	r.On("groups")
	r.Advance(66 * time.Second)
	r.On("home")
}

func TestMaintenanceNeedsGestureAndPIN(t *testing.T) {
	r := newRig(t)
	for range 5 {
		r.Tap("corner")
	}
	r.On("pin")
	r.see("pin")
	for _, d := range "246810" {
		r.Tap("pin." + string(d))
	}
	r.On("maintenance")
	r.see("maintenance")
	r.Tap("test")
	r.Sees("测试页已打印")
	r.Tap("close")
	if r.closed != 1 {
		t.Fatal("the program is still there")
	}
}

func TestNewFiguresDoNotBuildTheScreenAgain(t *testing.T) {
	r := newRig(t)
	before, _, _ := r.Find("take")
	s := morning(t)
	s.Groups[1].Waiting = 6
	r.app.Push(s)
	after, _, _ := r.Find("take")
	if before != after {
		t.Fatal("built again for a figure")
	}
	r.Sees("6")
}

func TestTheLanguageKeepsTheScreen(t *testing.T) {
	r := newRig(t).confirm()
	r.Tap("language")
	r.On("confirm")
	r.Sees("Transfer to new owner")
}

func TestHelpComes(t *testing.T) {
	r := newRig(t)
	r.Tap("help")
	r.Sees("工作人员马上来")
	r.see("help")
	if r.guide != 1 {
		t.Fatal("nobody was called")
	}
}

func TestWhereNobodyCanBeCalledNobodyIsPromised(t *testing.T) {
	r := &rig{Rig: uitest.New(t, skin.Kiosk), desk: &desk{}}
	r.app = kiosk.New(r.Stage, kiosk.Deps{Issuer: r.desk, Printer: r.desk, NewID: func() string { return "id" }})
	r.app.Start()
	r.app.Push(morning(t))
	for _, wear := range []func(*rig){plain, elderly, low} {
		wear(r)
		r.SeesNot("找人帮忙", "马上有人来")
		r.NoClipping()
		r.NothingCovered()
	}
}

func setting(change func(*flow.Settings)) func(*rig) {
	return func(r *rig) { r.app.Set(change) }
}

var (
	plain   = setting(func(*flow.Settings) {})
	elderly = setting(func(s *flow.Settings) { s.Elderly = true })
	low     = setting(func(s *flow.Settings) { s.Low = true })
	english = setting(func(s *flow.Settings) { s.Language = hall.English })
)

func TestScreens(t *testing.T) {
	dress := map[string]func(*rig){"": plain, "-elderly": elderly, "-low": low, "-english": english}
	steps := map[string]func(*rig){
		"home":    func(*rig) {},
		"groups":  func(r *rig) { r.app.Begin() },
		"items":   func(r *rig) { r.app.ChooseGroup("H") },
		"confirm": func(r *rig) { r.app.ChooseItem("B05") },
		"ticket":  func(r *rig) { r.app.ChooseItem("B05"); r.app.Take() },
	}
	for step, do := range steps {
		for look, wear := range dress {
			t.Run(step+look, func(t *testing.T) {
				r := newRig(t)
				wear(r)
				do(r)
				r.see(step + look)
			})
		}
	}
}

func TestStates(t *testing.T) {
	shut := func(r *rig) {
		s := morning(r.t)
		for i := range s.Groups {
			s.Groups[i].Open, s.Groups[i].Refusal = false, hall.OutOfHours
			s.Groups[i].Hours = []hall.Hours{{From: 8*60 + 30, To: 17 * 60}}
		}
		r.app.Push(s)
	}
	three := func(r *rig) {
		for _, i := range []hall.ItemCode{"B05", "B16", "B18"} {
			r.app.ChooseItem(i)
			r.app.AddMore()
		}
	}
	take := func(r *rig) { r.app.ChooseItem("B05"); r.app.Take() }
	for name, do := range map[string]func(*rig){
		"home-paper-out":         func(r *rig) { r.app.SetPrinter(flow.PrinterPaperOut) },
		"home-offline":           func(r *rig) { r.app.NodeAway() },
		"home-closed":            shut,
		"home-elderly-low":       func(r *rig) { elderly(r); low(r) },
		"confirm-three-items":    three,
		"ticket-care":            func(r *rig) { three(r); r.app.SetPriority(hall.Care); r.app.Take() },
		"confirm-three-elderly":  func(r *rig) { elderly(r); three(r) },
		"home-offline-elderly":   func(r *rig) { r.app.NodeAway(); elderly(r) },
		"home-paper-out-elderly": func(r *rig) { r.app.SetPrinter(flow.PrinterPaperOut); elderly(r) },
		"items-last-page":        func(r *rig) { r.app.ChooseGroup("H"); r.app.Turn(1) },
		"confirm-two-items": func(r *rig) {
			r.app.ChooseItem("B05")
			r.app.AddMore()
			r.app.ChooseItem("B01")
			r.app.SetPriority(hall.Care)
		},
		"confirm-offline":          func(r *rig) { r.app.NodeAway(); r.app.ChooseGroup("H"); r.app.ChooseItem("B05") },
		"home-no-printer":          func(r *rig) { r.app.SetPrinter(flow.PrinterNone) },
		"home-paper-out-low":       func(r *rig) { r.app.SetPrinter(flow.PrinterPaperOut); low(r) },
		"confirm-care-elderly":     func(r *rig) { elderly(r); r.app.ChooseItem("B05"); r.app.SetPriority(hall.Care) },
		"ticket-no-printer":        func(r *rig) { r.app.SetPrinter(flow.PrinterNone); take(r) },
		"ticket-unprinted-elderly": func(r *rig) { elderly(r); r.desk.paper = hall.PaperNotPrinted; take(r) },
		"ticket-unprinted":         func(r *rig) { r.desk.paper = hall.PaperNotPrinted; take(r) },
		"ticket-paper-out":         func(r *rig) { r.app.SetPrinter(flow.PrinterPaperOut); take(r) },
		"ticket-uncertain":         func(r *rig) { r.desk.paper = hall.PaperUncertain; take(r) },
		"ticket-already": func(r *rig) {
			r.desk.fail = &hall.Error{Code: hall.Duplicate, Subject: "morning"}
			take(r)
		},
		"sorry-full":        func(r *rig) { r.desk.fail = hall.E("test", hall.QuotaFull); take(r) },
		"sorry-unavailable": func(r *rig) { r.desk.fail = hall.E("test", hall.Unavailable); take(r) },
		"sorry-elderly":     func(r *rig) { elderly(r); r.desk.fail = hall.E("test", hall.SlotFull); take(r) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.t = t
			do(r)
			r.see(name)
		})
	}
}

func TestPaperOutHidesNoQueueFigure(t *testing.T) {
	for name, wear := range map[string]func(*rig){"plain": plain, "low": low, "english": english} {
		for _, printer := range []flow.PrinterState{flow.PrinterPaperOut, flow.PrinterCover, flow.PrinterAway, flow.PrinterNone} {
			r := newRig(t)
			wear(r)
			figures := r.Texts()
			r.app.SetPrinter(printer)
			shown := r.Texts()
			for _, words := range []string{"10–20", "15–25", "10 "} { // the waits of the card of figures
				with := func(t string) bool { return strings.Contains(t, words) }
				if !slices.ContainsFunc(figures, with) || !slices.ContainsFunc(shown, with) {
					t.Errorf("%s, printer %s: no %q among %q", name, printer, words, shown)
				}
			}
		}
	}
}

// A machine that was built without a printer is not in trouble: a word on the home page, none of it in amber, nobody on
// the way.
func TestAKioskWithoutAPrinterSaysSoOnceAndCalmly(t *testing.T) {
	r := newRig(t)
	r.app.SetPrinter(flow.PrinterNone)
	r.Sees("不打印小票，号码显示在屏幕上", "请按“取号”")
	r.SeesNot("打印机", "正在赶来")
	r.confirm()
	r.Tap("take")
	r.On("ticket")
	r.Sees("H023", "本机不打印小票")
	r.SeesNot("没有打出来", "取消", "秒")
	r.Tap("keep")
	r.On("home")
	for range 5 {
		r.Tap("corner")
	}
	for _, d := range "246810" {
		r.Tap("pin." + string(d))
	}
	r.On("maintenance")
	r.Sees("本机没有打印机")
	r.SeesNot("打印测试页")
}

func TestCarePriorityChosenIsSaidInWords(t *testing.T) {
	for _, wear := range []func(*rig){plain, elderly, low} {
		r := newRig(t)
		wear(r)
		r.app.ChooseItem("B05")
		r.SeesNot("已选")
		r.Tap("care")
		r.Sees("已选")
		r.NoClipping()
		r.Tap("care")
		r.SeesNot("已选")
	}
}

func TestTheNumberIsTheBiggestThingInEverySize(t *testing.T) {
	for name, wear := range map[string]func(*rig){"plain": plain, "elderly": elderly, "low": low} {
		r := newRig(t)
		wear(r)
		r.app.ChooseItem("B05")
		r.app.Take()
		sizes := r.sizes()
		for words, size := range sizes {
			if words != "H023" && size*2 > sizes["H023"] {
				t.Errorf("%s: %q is written in %v, the number in %v", name, words, size, sizes["H023"])
			}
		}
		if sizes["H023"] < 380 {
			t.Errorf("%s: the number is written in %v", name, sizes["H023"])
		}
	}
}

func TestTheElderlyTilesArePayingHomeAndHelp(t *testing.T) {
	r := &rig{Rig: uitest.New(t, skin.Kiosk), desk: &desk{}}
	r.app = kiosk.New(r.Stage, kiosk.Deps{Issuer: r.desk, Printer: r.desk, NewID: func() string { return "id" }})
	r.app.Start()
	r.app.Push(morning(t))
	elderly(r)
	for _, key := range []string{"take", "group.A", "group.H", "group.K"} {
		if _, ok := r.Rect(key); !ok {
			t.Errorf("no %q among %v", key, r.Keys())
		}
	}
	if _, ok := r.Rect("group.Q"); ok {
		t.Error("business stands where the advice belongs")
	}
	r.Golden("home-elderly-alone")
	few := morning(t)
	few.Groups = few.Groups[:1] // an outlet with one kind of business and nobody to ask
	r.app.Push(few)
	r.NoClipping()
}

func TestBusy(t *testing.T) {
	r := newRig(t).confirm()
	looks := []string{"confirm-busy", "ticket-printing"}
	r.desk.busy = func() {
		r.see(looks[0])
		looks = looks[1:]
	}
	r.Tap("take")
	if len(looks) != 0 {
		t.Fatalf("never seen: %v", looks)
	}
}

func TestOutOfService(t *testing.T) {
	r := &rig{Rig: uitest.New(t, skin.Kiosk), desk: &desk{}}
	r.app = kiosk.New(r.Stage, kiosk.Deps{Issuer: r.desk, Printer: r.desk, NewID: func() string { return "" }})
	r.app.Start()
	r.see("out-of-service")
	r.Staff("E-PORT-01\u3000地址 127.0.0.1:7300 正被别的程序使用。")
	r.see("out-of-service-staff")
}

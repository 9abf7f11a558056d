package admin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/admin"
	"github.com/brighthall/brighthall/ui/admin/desk"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// center is a county with some halls on a busy Monday morning.
type center struct {
	left    int // slips of a roll near its end
	r       *uitest.Rig
	down    bool
	empty   bool
	halls   int  // so many in place of the five
	test    int  // minutes since a self-test was asked for
	asks    bool // the first hall waits for a person
	parts   bool // it sends another log than the center has
	said    []string
	given   desk.Given
	waiting bool // the ticket in the drawer
}

// AnswerEpoch implements desk.Hands.
func (c *center) AnswerEpoch(_ context.Context, question string, restored bool) error {
	c.said = append(c.said, fmt.Sprint(question, " ", restored))
	c.asks = c.asks && c.down
	return c.err()
}

// question is the first hall's while it waits for a person.
func (c *center) question(id string) *desk.Question {
	if !c.asks || id != "county" {
		return nil
	}
	return &desk.Question{ID: "county-2-1f2e3d4c", Begun: c.ago(7), Parted: c.parts}
}

func (c *center) err() error {
	if c.down {
		return hall.E("center", hall.Unavailable)
	}
	return nil
}

func (c *center) now() hall.Millis { return hall.At(c.r.Now()) }

func (c *center) ago(minutes int) hall.Millis {
	return c.now().Add(-time.Duration(minutes) * time.Minute)
}

func (c *center) SignOut(context.Context) error { return nil }

func (c *center) SignIn(_ context.Context, name, password string) (desk.Person, error) {
	if password != "secret123" {
		return desk.Person{}, hall.E("center", hall.WrongPIN)
	}
	return desk.Person{Name: name}, c.err()
}

func (c *center) Outlets(context.Context) ([]desk.Outlet, error) {
	if c.empty {
		return nil, c.err()
	}
	day := func(issued, finished, rated int) hall.Today {
		return hall.Today{Issued: issued, Finished: finished, NoShows: 2, Called: issued - 3, WaitMs: int64(issued-3) * 8 * 60000,
			ServedMs: int64(finished) * 9 * 60000, Rated: rated, Satisfied: rated - rated/20}
	}
	one := func(id, zh, en string, seen hall.Millis, waiting, longest, open, windows, faults int, t hall.Today) desk.Outlet {
		return desk.Outlet{ID: hall.OutletID(id), Name: hall.Name{Zh: zh, En: en}, Zone: "Asia/Shanghai", Day: "2026-11-23", LastSeen: seen,
			Waiting: waiting, Longest: int64(longest) * 60000, Open: open, Windows: windows, Faults: faults, Demo: true, Asks: c.question(id), Refuses: c.asks && id == "county", Today: t,
			Broken: []desk.Broken{{Terminal: "K01", Device: "printer"}, {Terminal: "C03", Device: "led"}, {Terminal: "D01", Device: "voice"}}[:faults]}
	}
	if c.halls > 0 {
		var many []desk.Outlet
		for i := range c.halls {
			many = append(many, one(fmt.Sprint("hall", i), fmt.Sprint("第", i+1, "营业厅"), fmt.Sprint("Hall ", i+1), c.now(), 0, 0, 2, 3, i%2, day(9, 9, 4)))
		}
		return many, c.err()
	}
	return []desk.Outlet{
		one("county", "县中心厅", "County centre", c.now(), 5, 14, 5, 6, 0, day(86, 74, 45)),
		one("pangkou", "庞口厅", "Pangkou", c.now(), 2, 6, 2, 3, 1, day(31, 28, 17)),
		one("xiyan", "西演厅", "Xiyan", c.ago(12), 1, 3, 2, 2, 0, day(22, 20, 9)),
		one("longhua", "龙化服务点", "Longhua", c.now(), 0, 0, 1, 1, 0, day(9, 9, 4)),
		one("pangjiazuo", "庞家佐服务点", "Pangjiazuo", 0, 0, 0, 0, 0, 0, hall.Today{}),
	}, c.err()
}

func (c *center) Live(_ context.Context, id hall.OutletID) (desk.Live, error) {
	view := func(id, badge string, state hall.CounterState, no hall.TicketNo, st hall.State, ago, done int) hall.CounterView {
		v := hall.CounterView{Counter: hall.Counter{ID: hall.CounterID(id), State: state}, Label: id, Badge: badge, No: no, NoState: st,
			Today: hall.Today{Finished: done, ServedMs: int64(done) * 8 * 60000}}
		if no != "" {
			v.CalledAt = c.ago(ago)
		}
		return v
	}
	return desk.Live{Outlet: desk.Outlet{ID: id}, Groups: []desk.Group{
		{Code: "A", Name: hall.Name{Zh: "交费、查询、票据", En: "Pay, query, invoices"}},
		{Code: "H", Name: hall.Name{Zh: "居民用电业务", En: "Home service"}, Waiting: 4, Longest: 14 * 60000},
		{Code: "Q", Name: hall.Name{Zh: "企业用电业务", En: "Business service"}, Waiting: 1, Longest: 5 * 60000},
		{Code: "K", Name: hall.Name{Zh: "咨询、报修、投诉", En: "Advice, faults, complaints"}},
	}, Counters: []hall.CounterView{
		view("1", "0310", hall.CounterOpen, "A041", hall.Serving, 2, 31), view("2", "0311", hall.CounterOpen, "", "", 0, 28),
		view("3", "0312", hall.CounterOpen, "H023", hall.Serving, 6, 14), view("4", "0313", hall.CounterPaused, "", "", 0, 9),
		view("5", "0314", hall.CounterOpen, "Q011", hall.Called, 1, 7), view("6", "", hall.CounterClosed, "", "", 0, 0),
	}, Faults: c.faults(), Tests: c.tests(), Asked: c.ago(c.test)}, c.err()
}

func (c *center) faults() []hall.Fault {
	if c.empty {
		return nil
	}
	if c.left > 0 {
		return []hall.Fault{{Terminal: "K01", Device: "printer", Code: "printer.near-end", Severity: "look", Since: c.ago(3), Left: c.left}}
	}
	return []hall.Fault{
		{Terminal: "K01", Device: "printer", Code: "printer.paper-out", Severity: "act", Since: c.ago(3)},
		{Terminal: "C03", Device: "led", Code: "led.silent", Severity: "look", Since: c.ago(70)},
	}
}

func (c *center) tests() []hall.SelfTest {
	if c.empty {
		return nil
	}
	good := func(kind, did, value string) hall.TestCheck {
		return hall.TestCheck{Name: kind, Kind: kind, Result: hall.TestGood, Did: did, Value: value}
	}
	return []hall.SelfTest{
		{Terminal: "C03", At: c.ago(c.test).Add(9 * time.Second), Checks: []hall.TestCheck{good("clock", "clock", "0"), good("disk", "disk", "41.0"),
			{Name: "led", Kind: "led", Result: hall.TestBad, Code: "led.silent", Did: "shown"}, {Name: "scanner", Kind: "scanner", Result: hall.TestSkipped, Did: "code_not_asked"}}},
		{Terminal: "D01", At: c.ago(600), Checks: []hall.TestCheck{good("voice", "said", "")}},
		{Terminal: "K01", At: c.ago(c.test).Add(12 * time.Second), Checks: []hall.TestCheck{good("printer", "printed", ""), good("clock", "clock", "1"), good("disk", "disk", "18.2")}},
	}
}

func (c *center) SelfTest(context.Context, hall.OutletID) error {
	c.test = 0
	return c.err()
}

func (c *center) Give(context.Context, hall.OutletID, string, desk.Give) error { return c.err() }

func (c *center) Given(context.Context, hall.OutletID, string) (desk.Given, error) {
	return c.given, c.err()
}

func (c *center) Arrivals(context.Context, hall.OutletID, hall.Day) (all []desk.Quarter, err error) {
	if c.empty {
		return nil, c.err()
	}
	came := []int{3, 6, 9, 12, 14, 13, 15}
	served := []int{1, 4, 7, 10, 12, 12, 11}
	from := time.Date(2026, 11, 23, 8, 0, 0, 0, c.r.Now().Location())
	for i := range 36 {
		q := desk.Quarter{At: hall.At(from.Add(time.Duration(i) * 15 * time.Minute))}
		if i < len(came) {
			q.Came, q.Served = came[i], served[i]
		}
		all = append(all, q)
	}
	return all, c.err()
}

func (c *center) Tickets(_ context.Context, q desk.Query) (desk.Page, error) {
	if c.empty {
		return desk.Page{}, c.err()
	}
	states := []hall.State{hall.Finished, hall.Finished, hall.Missed, hall.Serving, hall.Waiting, hall.Cancelled}
	from, p := 0, desk.Page{}
	fmt.Sscan(q.After, &from)
	for i := from; len(p.Tickets) < q.Limit && i < 40; i++ {
		t := hall.Ticket{ID: hall.TicketID(fmt.Sprint(i)), No: hall.Number("H", i+1), Group: "H", State: states[i%len(states)], Source: hall.FromKiosk,
			IssuedAt: c.ago(80 - i)}
		if t.State != hall.Waiting && t.State != hall.Cancelled {
			t.FirstCalledAt, t.Counter = c.ago(70-i), "3"
		}
		if t.State == hall.Finished {
			t.ServedMs, t.Evaluation = 9*60000, &hall.Evaluation{Level: 5 - i%3}
		}
		if q.State == "" || q.State == t.State {
			p.Tickets = append(p.Tickets, t)
		}
		p.After = fmt.Sprint(i + 1)
	}
	if len(p.Tickets) < q.Limit {
		p.After = ""
	}
	return p, c.err()
}

func (c *center) History(_ context.Context, _ hall.OutletID, id hall.TicketID) (desk.History, error) {
	t := hall.Ticket{ID: id, No: "H001", Group: "H", State: hall.Finished, Source: hall.FromKiosk}
	if c.waiting {
		t.State = hall.Waiting
	}
	h := desk.History{Ticket: t, Badges: map[hall.TellerID]string{"t01": "0312"}}
	for i, kind := range []hall.EventKind{hall.TicketIssued, hall.TicketPaper, hall.TicketCalled, hall.TicketRecalled, hall.TicketStarted, hall.TicketFinished, hall.TicketEvaluated} {
		x := t
		e := hall.Event{Kind: kind, At: c.ago(80 - 3*i), Actor: hall.Actor{Terminal: "K01"}}
		if i > 1 {
			x.Counter, e.Actor.Teller = "3", "t01"
		}
		if kind == hall.TicketFinished {
			e.Actor.Teller = "t09" // who is in the setup no more
		}
		if kind == hall.TicketPaper {
			x.Paper = hall.PaperPrinted
		}
		if kind == hall.TicketEvaluated {
			x.Evaluation = &hall.Evaluation{Level: 5}
		}
		e.Body, _ = json.Marshal(hall.Body{Ticket: &x})
		h.Events = append(h.Events, e)
	}
	return h, c.err()
}

type app struct {
	*uitest.Rig
	*center
	*admin.Admin
}

func newApp(t *testing.T) *app {
	r := uitest.New(t, skin.Desk)
	c := &center{r: r}
	return &app{r, c, admin.New(r.Stage, c, func() string { return "order" })}
}

// issue opens the drawer for a number and chooses what for.
func (a *app) issue() {
	a.signIn()
	a.Tap("menu-hall")
	a.Tap("issue")
	a.Tap("hand-group-1")
	a.Tap("hand-printer-0")
}

// give issues the number, which the hall prints at once.
func (a *app) give() {
	a.given = desk.Given{Done: true, No: "H025", Ahead: 4}
	a.Tap("hand-give")
	a.Advance(4 * time.Second)
}

func (a *app) signIn() { a.Admin.Desk().SignIn("赵管理员", "secret123") }

func TestPictures(t *testing.T) {
	for _, c := range []struct {
		name string
		in   func(*app)
	}{
		{"sign-in", func(*app) {}},
		{"wrong", func(a *app) { a.Admin.Desk().SignIn("zhao", "no") }},
		{"today", (*app).signIn},
		{"today-away", func(a *app) { a.signIn(); a.down = true; a.Advance(3 * time.Minute) }},
		{"today-asks", func(a *app) { a.asks = true; a.signIn() }},
		{"today-empty", func(a *app) { a.empty = true; a.signIn() }},
		{"hall", func(a *app) { a.signIn(); a.Tap("menu-hall") }},
		{"hall-offline", func(a *app) { a.signIn(); a.Tap("menu-hall"); a.Tap("choose-hall-2") }},
		{"hall-asks", func(a *app) { a.asks = true; a.signIn(); a.Tap("menu-hall"); a.Tap("epoch-ask") }},
		{"hall-parts", func(a *app) { a.asks, a.parts = true, true; a.signIn(); a.Tap("menu-hall"); a.Tap("epoch-ask") }},
		{"hall-asks-away", func(a *app) {
			a.asks = true
			a.signIn()
			a.Tap("alarm-1")
			a.Tap("epoch-ask")
			a.down = true
			a.Tap("epoch-accept")
		}},
		{"tickets", func(a *app) { a.signIn(); a.Tap("menu-tickets") }},
		{"tickets-none", func(a *app) { a.signIn(); a.empty = true; a.Tap("menu-tickets") }},
		{"devices", func(a *app) { a.test = 95; a.signIn(); a.Tap("menu-devices") }},
		{"devices-running", func(a *app) {
			a.test = 95
			a.signIn()
			a.Tap("menu-devices")
			a.Tap("self-test")
			a.Tap("test-yes")
		}},
		{"devices-ask", func(a *app) { a.test = 95; a.signIn(); a.Tap("menu-devices"); a.Tap("self-test") }},
		{"devices-offline", func(a *app) {
			a.empty = true
			a.signIn()
			a.empty = false
			a.Advance(10 * time.Second)
			a.Tap("menu-devices")
			a.Tap("choose-hall-2")
		}},
		{"issue", func(a *app) { a.issue() }},
		{"issue-printed", func(a *app) { a.issue(); a.give() }},
		{"issue-offline", func(a *app) { a.signIn(); a.Tap("menu-hall"); a.Tap("choose-hall-2"); a.Tap("issue") }},
		{"drawer", func(a *app) { a.signIn(); a.Tap("menu-tickets"); a.Tap("ticket.0") }},
		{"drawer-waiting", func(a *app) { a.waiting = true; a.signIn(); a.Tap("menu-tickets"); a.Tap("ticket.0") }},
		{"drawer-away", func(a *app) { a.signIn(); a.Tap("menu-tickets"); a.down = true; a.Tap("ticket.0") }},
	} {
		for _, lang := range languages(c.name) {
			t.Run(c.name+string(lang), func(t *testing.T) {
				a := newApp(t)
				a.SetLang(lang)
				c.in(a)
				if !drawn(c.name) {
					a.NoClipping("庞家佐", "Pangjiazuo")
				}
				if !a.Asking() && !drawn(c.name) {
					a.NothingCovered()
				}
				suffix := ""
				if lang == hall.English {
					suffix = "-en"
				}
				a.Golden(c.name + suffix)
			})
		}
	}
}

// drawn reports whether the drawer covers a part of the page.
func drawn(name string) bool {
	return strings.HasPrefix(name, "drawer") || strings.HasPrefix(name, "issue")
}

// languages are the languages a page is pictured in.
func languages(name string) []hall.Language {
	switch name {
	case "today", "hall", "hall-asks", "hall-parts", "tickets", "drawer", "devices", "issue", "issue-printed", "issue-offline":
		return []hall.Language{hall.Chinese, hall.English}
	}
	return []hall.Language{hall.Chinese}
}

// TestARestoredHallIsAcceptedOrRefusedOnItsPage: the alarm named the matter, and nothing on the page could answer it.
func TestARestoredHallIsAcceptedOrRefusedOnItsPage(t *testing.T) {
	for key, want := range map[string]string{"epoch-accept": "county-2-1f2e3d4c true", "epoch-refuse": "county-2-1f2e3d4c false"} {
		a := newApp(t)
		a.asks = true
		a.signIn()
		a.Tap("alarm-1")
		a.Tap("epoch-ask")
		a.Tap("epoch-later")
		a.Tap("epoch-ask")
		a.Tap(key)
		if len(a.said) != 1 || a.said[0] != want {
			t.Errorf("%s: the center heard %q", key, a.said)
		}
		a.SeesNot("核实恢复")
	}
}

func TestARollNearItsEndSaysWhatItStillGives(t *testing.T) {
	a := newApp(t)
	a.left = 30
	a.signIn()
	a.Tap("menu-devices")
	a.Sees("小票纸快用完了。约剩 30 张。")
}

// TestTheDrawerNamesATellerByHisBadge: the id of the setup says nothing to anybody in the hall.
func TestTheDrawerNamesATellerByHisBadge(t *testing.T) {
	a := newApp(t)
	a.signIn()
	a.Tap("menu-tickets")
	a.Tap("ticket.0")
	a.Sees("营业员 0312", "营业员（工号不详）")
	a.SeesNot("t01", "t09")
}

func TestByHand(t *testing.T) {
	a := newApp(t)
	a.Tap("admin-name")
	a.Type("zhao")
	a.Tap("admin-password")
	a.Type("wrong")
	a.Tap("admin-enter")
	a.Sees("用户名或密码不对。请再输一次。")
	a.Tap("admin-password")
	a.Type("secret123")
	a.Key(fyne.KeyReturn)
	a.Sees("今日运行", "县中心厅", "个营业厅要处理")
	a.Tap("hall.pangkou")
	a.Sees("庞口厅")
	a.Tap("menu-tickets")
	a.Tap("page-next")
	a.Sees("第 2 页")
	a.Tap("filter-missed")
	a.Sees("第 1 页")
	a.Tap("ticket.2")
	a.Sees("开始办理", "非常满意")
	a.Tap("drawer-close")
	a.SeesNot("重呼")
	a.Tap("sign-out")
	a.Sees("登录")
	a.SeesNot("庞口厅")
}

// TestAnyOfManyHallsCanBeChosen walks twenty halls by the buttons alone, on every page that shows one hall.
func TestAnyOfManyHallsCanBeChosen(t *testing.T) {
	for _, page := range []string{"menu-hall", "menu-tickets", "menu-devices"} {
		a := newApp(t)
		a.halls = 20
		a.signIn()
		a.Tap(page)
		seen := map[hall.OutletID]bool{}
		for range 4 {
			a.NoClipping()
			for i := range 5 {
				a.Tap(fmt.Sprintf("choose-hall-%d", i))
				chosen, _ := a.Admin.Desk().Chosen()
				seen[chosen.ID] = true
			}
			a.Tap("more-halls")
		}
		if len(seen) != 20 {
			t.Errorf("%s: %d of 20 halls can be chosen", page, len(seen))
		}
	}
}

// TestAnAlarmNamesTheDeviceAndOpensIt from the first page, each its own and not only the first.
func TestAnAlarmNamesTheDeviceAndOpensIt(t *testing.T) {
	a := newApp(t)
	a.halls = 4 // every second one has a broken printer
	a.signIn()
	a.Sees("第2营业厅：K01 小票打印机", "第4营业厅：K01 小票打印机")
	a.NoClipping()
	for i, want := range []hall.OutletID{"hall1", "hall3"} {
		a.Tap("menu-today")
		a.Tap(fmt.Sprintf("alarm-%d", i))
		if chosen, _ := a.Admin.Desk().Chosen(); chosen.ID != want || a.Admin.Desk().Place() != desk.Devices {
			t.Errorf("alarm %d opened %s of %s", i, a.Admin.Desk().Place(), chosen.ID)
		}
		a.Sees("K01", "小票打印机")
	}
}

// TestMoreAlarmsThanTheBandHoldsComeInTurn, and after the last the first.
func TestMoreAlarmsThanTheBandHoldsComeInTurn(t *testing.T) {
	a := newApp(t)
	a.halls = 20
	a.signIn()
	seen := map[int]bool{}
	for range 10 {
		a.NoClipping()
		for i := 2; i <= 20; i += 2 {
			if slices.ContainsFunc(a.Texts(), func(s string) bool { return strings.HasPrefix(s, fmt.Sprintf("第%d营业厅：", i)) }) {
				seen[i] = true
			}
		}
		a.Tap("alarm-more")
	}
	if len(seen) != 10 {
		t.Errorf("of 10 alarms only %v come", seen)
	}
}

func TestTheDemoTellsItsNameAndPassword(t *testing.T) {
	a := newApp(t)
	a.Admin.Hint(a.Stage.Say("admin.sign_in.demo", "name", "admin", "password", "secret"))
	a.Sees("用户名 admin，密码 secret")
	a.NoClipping()
}

package system

import (
	"context"
	"encoding/json"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/config"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/center/api"
	client "github.com/brighthall/brighthall/sync/center/desk"
	"github.com/brighthall/brighthall/ui/admin"
	"github.com/brighthall/brighthall/ui/admin/desk"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// Admin builds the management desktop in its window.
func Admin(ctx context.Context, c config.Admin, w fyne.Window) (*Program, error) {
	return AdminFor(ctx, c, w, "", "")
}

// AdminFor is Admin whose page for signing in tells a name and a password: the demo's.
func AdminFor(ctx context.Context, c config.Admin, w fyne.Window, name, password string) (*Program, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	book, err := lang.Load(sentences.FS)
	if err != nil {
		return nil, err
	}
	s := stage(ctx, w, skin.Desk, book, c.Language)
	app := admin.New(s, office{client.New(c.Center, c.CenterPin)}, newKey)
	if name != "" {
		app.Hint(s.Say("admin.sign_in.demo", "name", name, "password", password))
	}
	t := &Terminal{Book: book, Parts: stageParts(c.DebugSock, s)}
	return &Program{Terminal: t, Stages: []*nav.Stage{s}}, nil
}

// office is the center as the management desktop asks it.
type office struct{ center *client.Client }

// SignIn implements desk.Gate.
func (o office) SignIn(ctx context.Context, name, password string) (desk.Person, error) {
	s, err := o.center.SignIn(ctx, name, password)
	return desk.Person{Name: s.Name, Role: "admin"}, err
}

// SignOut implements desk.Gate.
func (o office) SignOut(ctx context.Context) error { return o.center.SignOut(ctx) }

// Outlets implements desk.Halls.
func (o office) Outlets(ctx context.Context) ([]desk.Outlet, error) {
	list, err := o.center.Outlets(ctx)
	halls := make([]desk.Outlet, 0, len(list))
	for _, each := range list {
		halls = append(halls, outletView(each))
	}
	return halls, err
}

// Live implements desk.Halls.
func (o office) Live(ctx context.Context, id hall.OutletID) (desk.Live, error) {
	l, err := o.center.Live(ctx, id)
	live := desk.Live{Outlet: outletView(l.Outlet), Counters: l.Counters, Faults: l.Faults, Tests: l.Tests, Asked: l.AskedAt}
	for _, g := range l.Groups {
		live.Groups = append(live.Groups, desk.Group{Code: g.Code, Name: g.Name, Waiting: g.Waiting, Longest: g.LongestMs})
	}
	return live, err
}

// SelfTest implements desk.Hands. An order that reaches the hall late is no use: nobody wants test slips among the
// visitors.
func (o office) SelfTest(ctx context.Context, outlet hall.OutletID) error {
	_, err := o.center.Order(ctx, outlet, hall.Order{ID: newKey(), Kind: hall.SelfTestOrder, Expires: hall.At(time.Now().Add(2 * time.Minute))})
	return err
}

// AnswerEpoch implements desk.Hands.
func (o office) AnswerEpoch(ctx context.Context, question string, restored bool) error {
	answer := "refuse"
	if restored {
		answer = "accept"
	}
	return o.center.AnswerEpoch(ctx, question, answer, newKey())
}

// giveFor is how long an order for a visitor holds: he stands there and waits.
const giveFor = time.Minute

// Give implements desk.Hands.
func (o office) Give(ctx context.Context, outlet hall.OutletID, id string, g desk.Give) error {
	order := hall.Order{ID: id, Kind: hall.IssueOrder, Expires: hall.At(time.Now().Add(giveFor))}
	args := map[string]string{"terminal": string(g.Terminal)}
	if g.Ticket != "" {
		order.Kind, args["ticket"] = hall.PrintOrder, string(g.Ticket)
	} else {
		args["service"] = string(g.Group)
	}
	if g.Care {
		args["priority"] = string(hall.Care)
	}
	raw, err := json.Marshal(args)
	if err != nil {
		return hall.Wrap("system.Give", err)
	}
	order.Args = raw
	_, err = o.center.Order(ctx, outlet, order)
	return err
}

// Given implements desk.Hands.
func (o office) Given(ctx context.Context, outlet hall.OutletID, id string) (desk.Given, error) {
	list, err := o.center.Orders(ctx, outlet)
	for _, s := range list {
		if s.ID == id {
			return desk.Given{Done: s.DoneAt > 0, Expired: s.Expired, Code: s.Code, No: s.No, Ahead: s.Ahead}, err
		}
	}
	return desk.Given{}, err
}

func outletView(o api.Outlet) desk.Outlet {
	v := desk.Outlet{ID: o.ID, Name: o.Name, Zone: o.Zone, Day: o.Day, LastSeen: o.LastSeen, Waiting: o.Waiting, Longest: o.Longest,
		Open: o.Open, Windows: o.Windows, Faults: o.Faults, Broken: broken(o.Broken), Demo: o.Demo, Today: o.Today, Stopped: o.Stopped != "", Refuses: o.Refused != 0}
	if v.Name.Zh == "" { // enrolled, and has told nothing yet
		v.Name.Zh = string(o.ID)
	}
	if o.Asks != nil {
		v.Asks = &desk.Question{ID: o.Asks.ID, Begun: o.Asks.Begun, Parted: o.Asks.Parted}
	}
	return v
}

func broken(list []api.Broken) (devices []desk.Broken) {
	for _, b := range list {
		devices = append(devices, desk.Broken(b))
	}
	return devices
}

// Arrivals implements desk.Halls.
func (o office) Arrivals(ctx context.Context, id hall.OutletID, day hall.Day) ([]desk.Quarter, error) {
	list, err := o.center.Arrivals(ctx, id, day)
	quarters := make([]desk.Quarter, 0, len(list))
	for _, q := range list {
		quarters = append(quarters, desk.Quarter{At: q.At, Came: q.Arrived, Served: q.Finished})
	}
	return quarters, err
}

// Tickets implements desk.Visits.
func (o office) Tickets(ctx context.Context, q desk.Query) (desk.Page, error) {
	page, err := o.center.Tickets(ctx, client.Query{Outlet: q.Outlet, From: q.Day, To: q.Day, State: q.State, No: hall.TicketNo(q.No),
		After: q.After, Limit: q.Limit})
	return desk.Page{Tickets: page.Tickets, After: page.After}, err
}

// History implements desk.Visits.
func (o office) History(ctx context.Context, outlet hall.OutletID, id hall.TicketID) (desk.History, error) {
	h, err := o.center.History(ctx, outlet, id)
	return desk.History{Ticket: h.Ticket, Events: h.Events, Badges: h.Badges}, err
}

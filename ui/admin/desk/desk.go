package desk

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Place is a page of the app.
type Place string

// The pages.
const (
	Today   Place = "today"
	OneHall Place = "hall"
	Tickets Place = "tickets"
	Devices Place = "devices"
)

// Places are the pages in the order of the menu.
var Places = []Place{Today, OneHall, Tickets, Devices}

// Runner does work away from the UI goroutine and then done on it. Tests do both at once.
type Runner func(work, done func())

// Config is what a desk is made of.
type Config struct {
	Center  Center
	Run     Runner
	Now     func() time.Time
	NewKey  func() string // the id of an order
	Changed func()
}

const (
	patience = 8 * time.Second
	every    = 10 * time.Second
	soon     = 2 * time.Second // while a self-test runs
	silent   = 2 * time.Minute // a hall that has not called for so long is offline
	pageSize = 12
)

// Desk is the app's state. Owned by the UI goroutine.
type Desk struct {
	cfg Config

	person  Person
	signed  bool
	signing bool
	failed  hall.Code // of the last sign-in

	place   Place
	outlets []Outlet
	known   bool
	chosen  hall.OutletID
	live    *Live
	chart   []Quarter
	charted bool // chart is the chosen hall's
	page    Page
	paged   bool
	query   Query
	back    []string // tokens of the pages before
	drawer  *drawer
	hand    *hand
	test    test
	answer  hall.Code // why the last answer about an epoch was not taken

	asked   time.Time // last round of questions
	asking  int       // questions of this round on their way
	round   int       // answers of an older round are dropped
	fresh   time.Time // when the facts shown were true
	away    bool
	awayFor hall.Code
}

type drawer struct {
	ticket hall.Ticket
	got    *History
	failed hall.Code
}

// New makes a desk at which nobody is signed in.
func New(c Config) *Desk {
	if c.Changed == nil {
		c.Changed = func() {}
	}
	return &Desk{cfg: c, place: Today}
}

// SignIn asks the center to let a person in. The password is forgotten with the call.
func (d *Desk) SignIn(name, password string) {
	if d.signing {
		return
	}
	if name == "" || password == "" {
		d.failed = hall.Invalid
		d.cfg.Changed()
		return
	}
	d.signing, d.failed = true, ""
	var who Person
	d.ask(func(ctx context.Context) (err error) {
		who, err = d.cfg.Center.SignIn(ctx, name, password)
		return err
	}, func(err error) {
		d.signing, d.failed = false, hall.CodeOf(err)
		if err == nil {
			d.person, d.signed = who, true
			d.load()
		}
	})
	d.cfg.Changed()
}

// SignOut ends the person's session and forgets everything seen. The window does not wait for the center: a session it
// never hears the end of runs out by itself.
func (d *Desk) SignOut() {
	center := d.cfg.Center
	d.forget()
	d.ask(center.SignOut, func(error) {})
}

// forget is SignOut without the center.
func (d *Desk) forget() {
	c := d.cfg
	round := d.round + 1
	*d = Desk{cfg: c, place: Today, round: round}
	c.Changed()
}

// Signed is who is signed in.
func (d *Desk) Signed() (Person, bool) { return d.person, d.signed }

// Signing reports whether the center is being asked, and why it refused last time.
func (d *Desk) Signing() (now bool, failed hall.Code) { return d.signing, d.failed }

// Place is the open page.
func (d *Desk) Place() Place { return d.place }

// Go opens a page.
func (d *Desk) Go(p Place) {
	d.place, d.drawer, d.hand = p, nil, nil
	d.load()
	d.cfg.Changed()
}

// Choose makes one hall the subject of the pages about a hall.
func (d *Desk) Choose(id hall.OutletID) {
	if d.chosen != id {
		d.chosen, d.live, d.drawer, d.hand = id, nil, nil, nil
		d.chart, d.charted, d.test, d.answer = nil, false, test{}, ""
		d.resetPages()
	}
	d.load()
	d.cfg.Changed()
}

// Chosen is the hall the pages are about.
func (d *Desk) Chosen() (Outlet, bool) {
	for _, o := range d.outlets {
		if o.ID == d.chosen {
			return o, true
		}
	}
	return Outlet{}, false
}

// Tick is called once a second: it asks again every ten, and sooner while somebody looks at a self-test.
func (d *Desk) Tick() {
	d.followHand()
	if d.signed && d.asking == 0 && d.cfg.Now().Sub(d.asked) >= d.pace() {
		d.load()
	}
	d.cfg.Changed()
}

func (d *Desk) pace() time.Duration {
	if state, _, _ := d.Test(); d.place == Devices && (state == TestAsking || state == TestRunning) {
		return soon
	}
	return every
}

// Fresh is when the facts shown were true; away says why there are none newer.
func (d *Desk) Fresh() (at time.Time, away bool, why hall.Code) { return d.fresh, d.away, d.awayFor }

// load asks what the open page shows.
func (d *Desk) load() {
	d.round++
	d.asked, d.asking = d.cfg.Now(), 0
	var all []Outlet
	d.question(func(ctx context.Context) (err error) {
		all, err = d.cfg.Center.Outlets(ctx)
		return err
	}, func() {
		d.outlets, d.known = all, true
		if _, ok := d.Chosen(); !ok && len(all) > 0 {
			d.chosen = all[0].ID
		}
		d.loadPlace()
	})
}

func (d *Desk) loadPlace() {
	switch d.place {
	case Today:
		d.loadChart()
	case OneHall, Devices:
		d.loadLive()
	case Tickets:
		d.loadPage()
		if d.live == nil { // the names of the groups
			d.loadLive()
		}
	}
}

// loadChart counts the chosen hall's day.
func (d *Desk) loadChart() {
	o, ok := d.Chosen()
	if !ok {
		return
	}
	var quarters []Quarter
	d.question(func(ctx context.Context) (err error) {
		quarters, err = d.cfg.Center.Arrivals(ctx, o.ID, o.Day)
		return err
	}, func() { d.chart, d.charted = quarters, true })
}

func (d *Desk) loadLive() {
	o, ok := d.Chosen()
	if !ok {
		return
	}
	var live Live
	d.question(func(ctx context.Context) (err error) {
		live, err = d.cfg.Center.Live(ctx, o.ID)
		return err
	}, func() {
		d.live = &live
		if d.test.asking && live.Asked != d.test.before {
			d.test.asking = false
		}
	})
}

// question asks on behalf of the open page; its answer counts only while nothing else was asked.
func (d *Desk) question(work func(context.Context) error, then func()) {
	round := d.round
	d.asking++
	d.ask(work, func(err error) {
		if round != d.round || !d.signed {
			return
		}
		d.asking--
		d.answered(err, then)
	})
}

func (d *Desk) answered(err error, then func()) {
	switch hall.CodeOf(err) {
	case "":
		d.away, d.awayFor, d.fresh = false, "", d.cfg.Now()
		then()
	case hall.Unauthenticated: // ask forgets the person
	default:
		d.away, d.awayFor = true, hall.CodeOf(err)
	}
}

func (d *Desk) ask(work func(context.Context) error, done func(error)) {
	var err error
	d.cfg.Run(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		err = work(ctx)
	}, func() {
		done(err)
		if hall.CodeOf(err) == hall.Unauthenticated && d.signed { // the session is over, whatever was asked
			d.forget()
			d.failed = hall.Unauthenticated
		}
		d.cfg.Changed()
	})
}

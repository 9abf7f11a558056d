//go:build unix

package crash_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// order is what the parent asks of a child, by the environment.
type order struct {
	Mode  string          `json:"mode"` // "load" "visit" "called" "uncalled" "enrol"
	Dir   string          `json:"dir"`
	Day   int             `json:"day"`   // days since the first
	Again []hall.TicketID `json:"again"` // issue these anew: the answers must be the first ones
}

// told is one line of a child: something it was answered.
type told struct {
	What string        `json:"what"` // "ready" "issued" "again" "acted" "enrolled" "refused" "failed" "done"
	ID   hall.TicketID `json:"id,omitempty"`
	No   hall.TicketNo `json:"no,omitempty"`
	Day  hall.Day      `json:"day,omitempty"`
	To   hall.State    `json:"to,omitempty"`
	Ver  int           `json:"ver,omitempty"`
	Err  string        `json:"err,omitempty"`

	Token string `json:"token,omitempty"`
}

const orders = "BRIGHTHALL_CRASH_CHILD"

func TestMain(m *testing.M) {
	text := os.Getenv(orders)
	if text == "" {
		os.Exit(m.Run())
	}
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err)
	}
	if err := (&child{order: o, sent: &sync.Mutex{}}).live(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

// child is the program that is killed.
type child struct {
	order
	q    *queue.Queue
	sent *sync.Mutex
}

func (c *child) live() error {
	ctx := context.Background()
	store, err := sqlite.Open(ctx, c.Dir)
	if err != nil {
		return err
	}
	go store.Run(ctx)
	if c.q, err = start(ctx, &striking{store, c}, c.Day); err != nil {
		return err
	}
	c.tell(told{What: "ready"})
	for _, id := range c.Again {
		c.issue(ctx, "again", id)
	}
	switch c.Mode {
	case "load":
		c.load(ctx)
	case "enrol":
		c.enrol(ctx, store)
	default:
		c.visit(ctx)
	}
	c.tell(told{What: "done"})
	return store.Close()
}

// start runs a queue on a store that may strike at a call.
func start(ctx context.Context, store *striking, day int) (*queue.Queue, error) {
	setup, err := seed.Demo()
	if err != nil {
		return nil, err
	}
	key, err := seal.HallKey(store.Dir())
	if err != nil {
		return nil, err
	}
	opened := time.Now()
	now := func() time.Time { return noon.AddDate(0, 0, day).Add(time.Since(opened)) }
	q, err := queue.New(ctx, store, queue.Options{Key: key, Now: now, Seed: &setup, Retry: 10 * time.Millisecond,
		CheckPIN: func(string, string) bool { return true }})
	if err != nil {
		return nil, err
	}
	go q.Run(ctx)
	return q, nil
}

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) // in Shanghai

// striking is a store whose program dies when a call is to be stored, or was. It tells of commits that err.
type striking struct {
	*sqlite.Store
	c *child
}

func (s *striking) Commit(ctx context.Context, changes []queue.Change) error {
	calls := len(changes) > 0 && changes[len(changes)-1].Event.Kind == hall.TicketCalled
	if calls && s.c.Mode == "uncalled" {
		die()
	}
	err := s.Store.Commit(ctx, changes)
	if err != nil {
		s.c.tell(told{What: "failed", Err: err.Error()})
	}
	if calls && s.c.Mode == "called" {
		die()
	}
	return err
}

func die() {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// load takes tickets from several kiosks and serves them at several counters until the kill.
func (c *child) load(ctx context.Context) {
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for {
				c.issue(ctx, "issued", newID())
			}
		})
	}
	for n := range 2 {
		all.Go(func() { c.serve(ctx, n+1, 1<<30) })
	}
	all.Wait()
}

// enrol lets terminals in until the cut.
func (c *child) enrol(ctx context.Context, store *sqlite.Store) {
	for i := 0; ; i++ {
		token, _, err := store.Enrol(ctx, "kiosk", fmt.Sprintf("K%d-%d", os.Getpid(), i))
		c.report(told{What: "enrolled", Token: token}, err)
	}
}

// visit takes four tickets and serves them in every way, one act after the other.
func (c *child) visit(ctx context.Context) {
	var ids []hall.TicketID
	for range 4 {
		id := newID()
		ids = append(ids, id)
		c.issue(ctx, "issued", id)
	}
	c.open(ctx, 1)
	by := hall.Actor{Terminal: "C1", Teller: "t01"}
	for i, id := range ids {
		call := hall.Action{Ticket: id, Verb: hall.Call, Counter: "1", By: by}
		verbs := [][]hall.Verb{{hall.Start, hall.Finish}, {hall.NoShow, hall.Requeue}, {hall.Start, hall.Hold, hall.Resume, hall.Finish},
			{hall.Cancel}}[i]
		c.act(ctx, call)
		for _, verb := range verbs {
			c.act(ctx, hall.Action{Ticket: id, Verb: verb, Counter: "1", By: by})
		}
	}
}

// issue takes a ticket at the kiosk and for the service that its id says, so that it is asked for again in the same
// words.
func (c *child) issue(ctx context.Context, what string, id hall.TicketID) {
	digit, service := int(id[len(id)-1]), "A" // which counter 1 serves
	if c.Mode == "load" {
		service = []string{"A", "H", "Q", "K"}[digit%4]
	}
	s, err := c.q.Issue(ctx, hall.IssueRequest{ID: id, Service: service, Source: hall.FromKiosk,
		By: hall.Actor{Terminal: hall.TerminalID(fmt.Sprint("K", digit%3))}})
	c.report(told{What: what, ID: id, No: s.No, Day: s.Day, To: s.State, Ver: s.Version}, err)
}

func (c *child) open(ctx context.Context, counter int) {
	teller := hall.TellerID(fmt.Sprintf("t%02d", counter))
	_, err := c.q.Desk(ctx, hall.CounterAction{Key: string(newID()), Counter: hall.CounterID(fmt.Sprint(counter)), Verb: hall.OpenCounter,
		Teller: teller, PIN: "246810", By: hall.Actor{Terminal: hall.TerminalID(fmt.Sprint("C", counter)), Teller: teller}})
	if err != nil && hall.CodeOf(err) != hall.CounterTaken {
		c.report(told{}, err)
	}
}

// serve calls, starts and finishes at a counter.
func (c *child) serve(ctx context.Context, counter, visits int) {
	c.open(ctx, counter)
	id, by := hall.CounterID(fmt.Sprint(counter)), hall.Actor{Terminal: hall.TerminalID(fmt.Sprint("C", counter)), Teller: hall.TellerID(fmt.Sprintf("t%02d", counter))}
	for range visits {
		p, err := c.q.Next(ctx, hall.NextRequest{Key: string(newID()), Counter: id, By: by})
		if hall.CodeOf(err) == hall.Busy {
			p.Ticket.ID = hall.TicketID(hall.SubjectOf(err)) // left there by the kill
		} else if err != nil || p.Nobody {
			continue
		}
		c.act(ctx, hall.Action{Ticket: p.Ticket.ID, Verb: hall.Start, Counter: id, By: by})
		c.act(ctx, hall.Action{Ticket: p.Ticket.ID, Verb: hall.Finish, Counter: id, By: by})
	}
}

func (c *child) act(ctx context.Context, a hall.Action) {
	a.Key = string(newID())
	t, err := c.q.Act(ctx, a)
	c.report(told{What: "acted", ID: a.Ticket, No: t.No, Day: t.Day, To: t.State, Ver: t.Version}, err)
}

func (c *child) report(t told, err error) {
	if err != nil {
		t = told{What: "refused", ID: t.ID, Err: err.Error()}
	}
	c.tell(t)
}

// tell writes a line at once: what is not in the pipe was not told.
func (c *child) tell(t told) {
	line, err := json.Marshal(t)
	if err != nil {
		panic(err)
	}
	c.sent.Lock()
	defer c.sent.Unlock()
	os.Stdout.Write(append(line, '\n'))
}

func newID() hall.TicketID { return hall.TicketID(strings.ToLower(uuid.Must(uuid.NewV7()).String())) }

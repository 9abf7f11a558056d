package queue_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// cut is counter 1 that served a visitor when its line broke; the hall has given up on it since.
type cut struct {
	*rig
	t     *testing.T
	id    hall.TicketID
	began hall.Millis
}

// cutOff seats counters 1, 2 and 7, lets counter 1 begin with a visitor (call him alone, when served is false) and fall
// silent for d.
func cutOff(t *testing.T, served bool, d time.Duration) *cut {
	t.Helper()
	h := open(t, func(s *hall.Setup) { s.Outlet.Rules.KeepTellers = true })
	leave := h.q.Attend(halltest.Program("1"))
	h.Open("1", "2", "7")
	c := &cut{rig: h, t: t, id: h.Issue("A").ID}
	h.Act("1", c.id, hall.Call)
	if served {
		h.Act("1", c.id, hall.Start)
	}
	c.began = hall.At(h.Clock.Now())
	leave()
	h.Pass(d)
	if got := h.Ticket(c.id).State; got != hall.Waiting {
		t.Fatalf("%s of silence leave the ticket %s", d, got)
	}
	return c
}

// at says when an act was done, seconds after the line broke.
func (c *cut) at(seconds int) func(*hall.Action) {
	return func(a *hall.Action) { a.At = c.began.Add(time.Duration(seconds) * time.Second) }
}

func (c *cut) order(kind, args string) {
	c.t.Helper()
	if r, err := c.q.Order(c.t.Context(), hall.Order{ID: c.Key(), Kind: kind, Args: []byte(args)}); err != nil || r.Code != "" {
		c.t.Fatalf("order %s: %+v, %v", kind, r, err)
	}
}

func done(a *hall.Action) {
	a.Outcomes = map[hall.ItemCode]hall.Outcome{hall.WholeItem: hall.Done}
}

// TestAnEndToldAfterACutIsTaken however long the cut was and whatever became of the ticket, while nobody else began to
// serve the visitor.
func TestAnEndToldAfterACutIsTaken(t *testing.T) {
	for name, meanwhile := range map[string]func(*cut){
		"he waits again":             func(*cut) {},
		"another counter called him": func(c *cut) { c.Act("2", c.id, hall.Call) },
		"another counter missed him": func(c *cut) { c.Act("2", c.id, hall.Call); c.Act("2", c.id, hall.NoShow) },
		"he gave up on his phone":    func(c *cut) { c.Act("", c.id, hall.Cancel) },
		"he was sent elsewhere":      func(c *cut) { c.Act("2", c.id, hall.Transfer, halltest.ToCounter("7")) },
		"the node was started again": func(c *cut) { c.rig = c.restart(c.t) },
		"the counter was closed":     func(c *cut) { c.order("close_counter", `{"counter":"1"}`) },
		"a second visitor came":      func(c *cut) { c.Issue("A"); c.Next("7"); c.Next("2") },
	} {
		for _, long := range []time.Duration{121 * time.Second, time.Hour, 8 * time.Hour} {
			t.Run(name+" after "+long.String(), func(t *testing.T) {
				c := cutOff(t, true, long)
				meanwhile(c)
				got := c.Act("1", c.id, hall.Finish, done, c.at(90))
				if got.State != hall.Finished || got.Counter != "1" || got.Teller != halltest.Teller("1") || got.Outcomes[hall.WholeItem] != hall.Done {
					t.Fatalf("it is %s at %s by %s with %v", got.State, got.Counter, got.Teller, got.Outcomes)
				}
				if got.ServedMs != 90_000 || got.EndedAt != c.began.Add(90*time.Second) {
					t.Errorf("served for %d ms until %d, want 90 s from %d", got.ServedMs, got.EndedAt, c.began)
				}
				if got.NoShows != 0 {
					t.Errorf("%d no-shows of a visitor who sat at counter 1", got.NoShows)
				}
				c.Act("1", c.id, hall.Evaluate, halltest.Level(2))
				s := c.Snapshot()
				if s.Today.Finished != 1 || s.Today.Rated != 1 || s.Today.NoShows != 0 || len(s.Held)+len(s.Missed) > 0 {
					t.Errorf("today %+v, held %d, missed %d", s.Today, len(s.Held), len(s.Missed))
				}
				for _, w := range s.Waiting {
					if w.ID == c.id {
						t.Error("he queues again")
					}
				}
				for _, at := range s.Counters {
					if at.Ticket == c.id {
						t.Errorf("counter %s has him", at.ID)
					}
				}
			})
		}
	}
}

// TestAnEndToldTwiceIsOne: the same command comes again with another moment, or without one.
func TestAnEndToldTwiceIsOne(t *testing.T) {
	c := cutOff(t, true, time.Hour)
	a := hall.Action{Key: c.Key(), Ticket: c.id, Verb: hall.Finish, Counter: "1", By: hall.Actor{Terminal: halltest.Program("1")}}
	for _, at := range []hall.Millis{0, c.began.Add(time.Minute), c.began.Add(2 * time.Minute)} {
		a.At = at
		if got, err := c.q.Act(t.Context(), a); err != nil || got.State != hall.Finished {
			t.Errorf("told with %d: %s, %v", at, got.State, err)
		}
	}
}

// TestTheMomentOfAnEndIsBounded: never before the service began, never in the future.
func TestTheMomentOfAnEndIsBounded(t *testing.T) {
	for name, c := range map[string]struct {
		told   time.Duration
		served int64
	}{"before the beginning": {-time.Hour, 0}, "in the future": {48 * time.Hour, time.Hour.Milliseconds()}} {
		t.Run(name, func(t *testing.T) {
			h := cutOff(t, true, time.Hour)
			got := h.Act("1", h.id, hall.Finish, func(a *hall.Action) { a.At = h.began.Add(c.told) })
			if got.ServedMs != c.served {
				t.Errorf("served for %d ms, want %d", got.ServedMs, c.served)
			}
		})
	}
}

// TestAVisitBegunDuringACutIsTaken: the hall knows the call alone.
func TestAVisitBegunDuringACutIsTaken(t *testing.T) {
	c := cutOff(t, false, time.Hour)
	c.Act("2", c.id, hall.Call)
	if got := c.Act("1", c.id, hall.Start, c.at(10)); got.State != hall.Serving || got.Counter != "1" || got.ServingSince != c.began.Add(10*time.Second) {
		t.Fatalf("after the start it is %s at %s since %d", got.State, got.Counter, got.ServingSince)
	}
	if got := c.Act("1", c.id, hall.Finish, c.at(70)); got.State != hall.Finished || got.ServedMs != 60_000 {
		t.Errorf("%s, served for %d ms", got.State, got.ServedMs)
	}
	for _, at := range c.Snapshot().Counters {
		if at.Ticket != "" {
			t.Errorf("counter %s has a ticket", at.ID)
		}
	}
}

// TestACounterThatStillServesHasItsVisitorBack, and the pause that the silence brought is over.
func TestACounterThatStillServesHasItsVisitorBack(t *testing.T) {
	c := cutOff(t, true, 10*time.Minute)
	c.Act("2", c.id, hall.Call)
	_, err := c.TryAct("1", c.id, hall.Start)
	c.Refused("a start of now", err, hall.Denied)
	got := c.Act("1", c.id, hall.Start, c.at(0))
	if got.State != hall.Serving || got.ServingSince != c.began || got.ServedMs != 0 {
		t.Fatalf("%s since %d with %d ms, began %d", got.State, got.ServingSince, got.ServedMs, c.began)
	}
	counterIs(t, c.rig, "1", hall.CounterOpen, "")
	c.Act("1", c.id, hall.Transfer, halltest.ToCounter("7")) // like any other visit
	if next := c.Next("7"); next.Ticket.ID != c.id {
		t.Errorf("counter 7 calls %s", next.Ticket.No)
	}
}

// TestAVisitorWhoWentOnElsewhereStaysThere: what was done at the silent counter is noted, and nothing is taken from the
// other.
func TestAVisitorWhoWentOnElsewhereStaysThere(t *testing.T) {
	for name, elsewhere := range map[string][]hall.Verb{
		"is served": {hall.Call, hall.Start}, "is held": {hall.Call, hall.Start, hall.Hold},
		"is done": {hall.Call, hall.Start, hall.Finish}, "is away again": {hall.Call, hall.Start, hall.Release},
	} {
		t.Run(name, func(t *testing.T) {
			c := cutOff(t, true, time.Hour)
			for _, v := range elsewhere {
				c.Act("2", c.id, v)
			}
			before := c.Ticket(c.id)
			c.Act("1", c.id, hall.Start, c.at(1))
			c.Act("1", c.id, hall.Finish, done, c.at(90))
			got := c.Act("1", c.id, hall.Evaluate, halltest.Level(1), c.at(95))
			if got.State != before.State || got.Counter != "2" || got.Evaluation != nil {
				t.Errorf("it is %s at %s with %v, was %s", got.State, got.Counter, got.Evaluation, before.State)
			}
			if len(got.Broken) != 1 || got.Broken[0].EndedAt != c.began.Add(90*time.Second) || got.Broken[0].Outcomes[hall.WholeItem] != hall.Done ||
				got.Broken[0].Evaluation == nil || got.Broken[0].Evaluation.Level != 1 || got.Broken[0].Counter != "1" {
				t.Errorf("noted is %+v", got.Broken)
			}
			_, err := c.TryAct("1", c.id, hall.Evaluate, halltest.Level(5))
			c.Refused("a second word", err, hall.AlreadyRated)
		})
	}
}

// TestAVisitorTakenByHisPaperDuringACut was with the counter before others called or served him.
func TestAVisitorTakenByHisPaperDuringACut(t *testing.T) {
	for name, meanwhile := range map[string]struct {
		verbs []hall.Verb
		state hall.State
	}{
		"nobody called him": {nil, hall.Finished}, "another called him": {[]hall.Verb{hall.Call}, hall.Finished},
		"another missed him": {[]hall.Verb{hall.Call, hall.NoShow}, hall.Finished},
		"another serves him": {[]hall.Verb{hall.Call, hall.Start}, hall.Serving},
	} {
		t.Run(name, func(t *testing.T) {
			c := cutOff(t, true, time.Minute*3)
			c.Act("1", c.id, hall.Finish, c.at(20))
			other := c.Issue("A").ID
			taken := hall.At(c.Clock.Now())
			c.Clock.Advance(time.Minute)
			for _, v := range meanwhile.verbs {
				c.Act("2", other, v)
			}
			c.Clock.Advance(time.Minute)
			at := func(d time.Duration) func(*hall.Action) { return func(a *hall.Action) { a.At = taken.Add(d) } }
			c.Act("1", other, hall.Call, at(0))
			c.Act("1", other, hall.Start, at(0))
			got := c.Act("1", other, hall.Finish, done, at(time.Minute))
			if got.State != meanwhile.state {
				t.Fatalf("it is %s at %s, want %s; %+v", got.State, got.Counter, meanwhile.state, got.Broken)
			}
			if got.State == hall.Serving && (len(got.Broken) != 1 || got.Broken[0].Outcomes[hall.WholeItem] != hall.Done) {
				t.Errorf("noted is %+v", got.Broken)
			}
		})
	}
}

// TestAnEndToldTooLateIsRefused: the day is over, or too long ago; or it is somebody else's to tell.
func TestAnEndToldTooLateIsRefused(t *testing.T) {
	c := cutOff(t, true, time.Hour)
	_, err := c.TryAct("2", c.id, hall.Finish, done)
	c.Refused("another counter tells", err, hall.Conflict)
	c.Pass(24 * time.Hour)
	_, err = c.TryAct("1", c.id, hall.Finish, done)
	c.Refused("on the next day", err, hall.TooLate)

	night := cutOffOvernight(t)
	_, err = night.TryAct("1", night.id, hall.Finish, done)
	night.Refused("13 hours later where tickets are kept overnight", err, hall.Conflict)
}

func cutOffOvernight(t *testing.T) *cut {
	h := open(t, func(s *hall.Setup) { s.Outlet.Rules.KeepOvernight = true })
	leave := h.q.Attend(halltest.Program("1"))
	h.Open("1")
	c := &cut{rig: h, t: t, id: h.Issue("A").ID}
	h.Act("1", c.id, hall.Call)
	h.Act("1", c.id, hall.Start)
	leave()
	h.Pass(13 * time.Hour)
	return c
}

// TestALateNoShowChangesNothing: the visitor waits for another call already.
func TestALateNoShowChangesNothing(t *testing.T) {
	c := cutOff(t, false, time.Hour)
	before := c.Ticket(c.id)
	got := c.Act("1", c.id, hall.NoShow, c.at(30))
	if got.State != hall.Waiting || got.Version != before.Version {
		t.Errorf("%s at version %d, was %d", got.State, got.Version, before.Version)
	}
}

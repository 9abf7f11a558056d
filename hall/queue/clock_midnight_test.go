package queue_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// TestAWrongMidnightTakesNobodysPlace: the machine's clock is hours ahead, and the day turns while people wait. Put
// right, whoever waits is here again with the place and the wait that are his, before those who came later; who took a
// number again has that one alone, and who was served then was served today. Nothing has happened that is yet to come.
func TestAWrongMidnightTakesNobodysPlace(t *testing.T) {
	const by = 14 * time.Hour // 23:00 is shown
	wrong := map[string]func(*testing.T, *rig) *rig{
		"a running clock": func(_ *testing.T, h *rig) *rig { h.jump(by); return h },
		"a restart":       func(t *testing.T, h *rig) *rig { return h.again(t, "one", time.Second, by) },
		"two steps": func(_ *testing.T, h *rig) *rig {
			h.jump(by / 2)
			h.Pass(time.Second)
			h.jump(by / 2)
			return h
		},
	}
	right := map[string]func(*testing.T, *rig) *rig{
		"while it runs": func(_ *testing.T, h *rig) *rig { h.jump(-by); return h },
		"by a reboot":   func(t *testing.T, h *rig) *rig { return h.again(t, "two", time.Second, -by) },
		"by a restart":  func(t *testing.T, h *rig) *rig { return h.again(t, "one", time.Second, -by) },
		"after a third clock": func(_ *testing.T, h *rig) *rig {
			h.jump(3 * time.Hour)
			h.Pass(time.Second)
			h.jump(-by - 3*time.Hour)
			return h
		},
		"after a third clock and a restart": func(t *testing.T, h *rig) *rig {
			h.jump(3 * time.Hour)
			h = h.again(t, "one", time.Second, 0)
			h.jump(-by - 3*time.Hour)
			return h
		},
	}
	for came, begin := range wrong {
		for how, put := range right {
			for _, again := range []bool{false, true} {
				t.Run(came+", put right "+how, func(t *testing.T) {
					h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
					first := h.Clock.Running()
					truth := func() time.Time { return halltest.Opening.Add(h.Clock.Running() - first) }
					real := map[hall.TicketID]time.Time{}
					issue := func(group hall.GroupCode, who hall.CustomerID) hall.Standing {
						s := h.Issue(string(group), halltest.Of(who))
						real[s.ID] = truth()
						return s
					}
					before := issue("A", "")
					h.Pass(time.Minute)
					h = begin(t, h)
					h.Open("1")
					done := issue("A", "")
					h.Act("1", done.ID, hall.Call)
					h.Act("1", done.ID, hall.Start)
					h.Pass(2 * time.Minute)
					h.Act("1", done.ID, hall.Finish)
					one := issue("A", "c")
					for range 70 {
						h.Pass(time.Minute)
					}
					h.in(t, tomorrow, h.q.Clock().State)
					line := []hall.Standing{before, one}
					var newer hall.Standing
					if again {
						newer = issue("A", "c")
					}
					line = append(line, issue("K", ""))
					h.Pass(5 * time.Minute)
					h = put(t, h)
					h.in(t, today, hall.ClockRight)
					if again {
						if a, b := h.Ticket(one.ID), h.Ticket(newer.ID); a.State != hall.Cancelled || b.State != hall.Waiting {
							t.Errorf("who took a number again has %s %s and %s %s", a.No, a.State, b.No, b.State)
						}
						return
					}
					s := h.Snapshot()
					if len(s.Waiting) != len(line) {
						t.Fatalf("%d wait, not %d", len(s.Waiting), len(line))
					}
					for i, w := range s.Waiting {
						waited, really := s.At.Sub(w.IssuedAt), truth().Sub(real[w.ID])
						if w.ID != line[i].ID || (waited-really).Abs() > 2*time.Second || w.Effective != w.IssuedAt {
							t.Errorf("place %d has %s who waited %v, really %v; it was %s's", i, w.No, waited, really, line[i].No)
						}
					}
					past, _ := h.served(t, done.ID).Moments()
					for _, m := range past {
						if *m > s.At {
							t.Errorf("who was served has a moment in the future: %v", m.Time().UTC())
						}
					}
					if ended := truth().Sub(h.Ticket(done.ID).EndedAt.Time()); ended < 75*time.Minute || ended > 77*time.Minute {
						t.Errorf("he ended %v ago", ended)
					}
				})
			}
		}
	}
}

// served is a ticket as it is kept.
func (r *rig) served(t testing.TB, id hall.TicketID) *hall.Ticket {
	t.Helper()
	s := r.Ticket(id).Ticket
	return &s
}

package queue_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// ahead are clocks with which a machine comes up and that its log alone would take for time that has passed.
var ahead = map[string]time.Duration{"three hours": 3 * time.Hour, "a night": 16 * time.Hour, "two days": 2 * day, "two weeks": 14 * day}

// TestAVisitOverAWrongStartHasItsTrueTimes: the power fails while somebody is served, the machine comes up with a clock
// that is ahead, and the visit goes on. Whether it ends before the clock is put right or after, with a restart between
// or without: he was served for minutes, he ended when he ended, and so the day's figures say.
func TestAVisitOverAWrongStartHasItsTrueTimes(t *testing.T) {
	for name, by := range ahead {
		for _, first := range []string{"the end", "the end, and a restart", "the correction"} {
			t.Run(name+", first "+first, func(t *testing.T) {
				h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
				h.Open("1")
				one := h.Issue("A")
				h.Act("1", h.Next("1").Ticket.ID, hall.Start)
				h.Pass(3 * time.Minute)
				h.Issue("A") // the log has this moment
				h = h.again(t, "two", time.Minute, by)
				h.Pass(2 * time.Minute)
				if first == "the correction" {
					h.jump(-by)
				}
				h.Act("1", one.ID, hall.Finish)
				ended := h.Clock.Now()
				if first != "the correction" {
					ended = ended.Add(-by)
				}
				if first == "the end, and a restart" {
					h = h.again(t, "two", time.Second, 0)
				}
				if first != "the correction" {
					h.jump(-by)
				}
				h.in(t, today, hall.ClockRight)
				s := h.Ticket(one.ID)
				for what, served := range map[string]int64{"he": s.ServedMs, "the hall": h.Snapshot().Today.ServedMs, "the counter": h.counter(t, "1").Today.ServedMs} {
					if served < (4*time.Minute).Milliseconds() || served > (7*time.Minute).Milliseconds() {
						t.Errorf("%s has %v of service, not six minutes", what, time.Duration(served)*time.Millisecond)
					}
				}
				if off := s.EndedAt.Time().Sub(ended); off.Abs() > time.Second {
					t.Errorf("he ended %v from when he did", off)
				}
				if s.Day != today || h.Snapshot().Today.Finished != 1 {
					t.Errorf("he is of %s, and today has %+v", s.Day, h.Snapshot().Today)
				}
			})
		}
	}
}

// TestAPromiseDoesNotRunOutWhileTheHallIsClosed: a hold of half an hour and the time to come back after a no-show go on
// for what is left of them when the machine comes up, whatever its clock shows, and so they do after a correction and a
// restart.
func TestAPromiseDoesNotRunOutWhileTheHallIsClosed(t *testing.T) {
	for name, by := range ahead {
		for _, then := range []string{"it stays", "it is put right", "a restart"} {
			t.Run(name+", "+then, func(t *testing.T) {
				h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
				h.Open("1", "3")
				held, missed := h.Issue("A"), h.Issue("H")
				h.Next("1")
				h.Act("1", held.ID, hall.Start)
				h.Act("1", held.ID, hall.Hold, halltest.HoldMin(30))
				h.Next("3")
				h.Act("3", missed.ID, hall.NoShow)
				h.Pass(10 * time.Minute)
				h.Issue("K") // the log has this moment
				h = h.again(t, "two", time.Minute, by)
				h.Pass(10 * time.Minute)
				switch then {
				case "it is put right":
					h.jump(-by)
				case "a restart":
					h = h.again(t, "two", time.Second, 0)
				}
				if s := h.Ticket(held.ID); s.State != hall.Held {
					t.Errorf("after 20 minutes of 30 he is %s", s.State)
				}
				if s := h.Act("", missed.ID, hall.Requeue); s.State != hall.Waiting {
					t.Errorf("who comes back after 20 minutes is %s", s.State)
				}
				h.Pass(11 * time.Minute)
				if s := h.Ticket(held.ID); s.State != hall.Waiting {
					t.Errorf("after 31 minutes of 30 he is %s", s.State)
				}
			})
		}
	}
}

// TestAPromiseThatWasOverStaysOver: who was too late to come back before the power failed is too late after it.
func TestAPromiseThatWasOverStaysOver(t *testing.T) {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	h.Open("1")
	one := h.Issue("A")
	h.Next("1")
	h.Act("1", one.ID, hall.NoShow)
	h.Pass(31 * time.Minute)
	h.Issue("K") // the log has this moment
	h = h.again(t, "two", time.Minute, 3*time.Hour)
	_, err := h.TryAct("", one.ID, hall.Requeue)
	h.Refused("to come back", err, hall.TooLate)
}

package queue

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// jump is a place of the log where the time made a step.
type jump struct {
	before hall.Millis // the hall's time before the step
	after  hall.Millis // the hall's time after it; 0 when all who were there moved with it
	by     hall.Millis
}

// jumpsIn finds the jumps in a stretch of the log: corrections, and gaps that no hall is closed for. Such a gap is left
// by a machine whose running time jumped with its clock, as a virtual one's may.
func jumpsIn(events []hall.Event) []jump {
	var jumps []jump
	for i, e := range events {
		if c, ok := correctionOf(e); ok {
			jumps = append(jumps, jumpOf(c)...)
			continue
		}
		if i > 0 && e.At-events[i-1].At > span(absence) {
			jumps = append(jumps, jump{events[i-1].At, e.At, e.At - events[i-1].At})
		}
	}
	return append(jumps, freshTurns(events)...)
}

// freshTurns finds the turns of a day at the end of a log that a start made on the word of its wall alone: each after a
// gap, and with no more than an hour after it. A reboot that shows a time before such a turn takes it back.
func freshTurns(events []hall.Event) (turns []jump) {
	for i := len(events) - 1; i > 0; i-- {
		end := events[i].At
		for i > 0 && !newDay(events[i]) && events[i].Kind != hall.ClockCorrected {
			i--
		}
		turned := events[i].At
		if !newDay(events[i]) || end-turned > span(time.Hour) {
			break
		}
		for i > 0 && events[i].At == turned {
			i--
		}
		gap := turned - events[i].At
		if gap <= span(hesitation) || gap > span(absence) {
			break
		}
		turns = append(turns, jump{events[i].At, turned, gap})
		i++
	}
	slices.Reverse(turns)
	return turns
}

// jumpOf is a correction as a jump. A person's word that the clock is right, which moves nothing, is none.
func jumpOf(c hall.Correction) []jump {
	if near(c.By, 0, drift) {
		return nil
	}
	return []jump{{c.From, 0, c.By}}
}

func correctionOf(e hall.Event) (hall.Correction, bool) {
	if e.Kind != hall.ClockCorrected {
		return hall.Correction{}, false
	}
	b, err := e.Tell()
	if err != nil || b.Clock == nil {
		return hall.Correction{}, false
	}
	return *b.Clock, true
}

// trace is which corrections of the hall's clock a ticket has missed: it is of a day that the hall had left, and was
// not there to be moved.
type trace struct {
	steps []step                        // the latest last
	last  map[hall.TicketID]hall.Cursor // each ticket's last event
}

// step is a correction and its place in the log.
type step struct {
	at    hall.Cursor
	clock hall.Correction
}

// manySteps bounds how many corrections are remembered.
const manySteps = 64

func traceOf(events []hall.Event) *trace {
	tr := &trace{last: map[hall.TicketID]hall.Cursor{}}
	for _, e := range events {
		tr.follow(e)
	}
	return tr
}

// with is the trace and another that goes on from it in a later epoch.
func (tr *trace) with(later *trace) *trace {
	both := &trace{slices.Concat(tr.steps, later.steps), maps.Clone(tr.last)}
	maps.Copy(both.last, later.last)
	return both
}

// follow goes on by one event. Corrections longer ago than any wrong clock is followed are of no day that may come
// back.
func (tr *trace) follow(e hall.Event) {
	switch c, ok := correctionOf(e); {
	case ok:
		tr.steps = append(tr.steps, step{e.Cursor(), c})
		tr.steps = tr.steps[max(0, len(tr.steps)-manySteps):]
	case newDay(e):
		tr.steps = slices.DeleteFunc(slices.Clone(tr.steps), func(s step) bool { return !near(s.clock.To, e.At, absence) })
		if len(tr.steps) == 0 {
			clear(tr.last)
		}
	case strings.HasPrefix(string(e.Kind), "ticket."):
		tr.last[hall.TicketID(e.Subject)] = e.Cursor()
	}
}

// missed are the corrections since a ticket's last event, the oldest first. One that was there and did not move misses
// nothing: they do not move it now either.
func (tr *trace) missed(id hall.TicketID) (missed []hall.Correction) {
	last := tr.last[id]
	for _, s := range tr.steps {
		if s.at.Epoch > last.Epoch || s.at.Epoch == last.Epoch && s.at.Seq > last.Seq {
			missed = append(missed, s.clock)
		}
	}
	return missed
}

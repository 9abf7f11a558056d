package queue

import (
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// jump is a place of the log where the time made a step.
type jump struct {
	before hall.Millis // the hall's time before the step
	after  hall.Millis // the hall's time after it; 0 when all who were there moved with it
	by     hall.Millis
}

// jumpsIn finds the jumps in a stretch of the log: corrections, and gaps that no hall is closed for. Such a gap is left by a machine
// whose running time jumped with its clock, as a virtual one's may.
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

// freshTurns finds the turns of a day at the end of a log that a start made on the word of its wall alone: each after a gap, and with no
// more than an hour after it. A reboot that shows a time before such a turn takes it back.
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

// step is a place of the log where a day opened, or where the hall's clock was corrected.
type step struct {
	day   hall.Day // empty: a correction
	clock hall.Correction
}

// manySteps bounds how many are remembered: a wrong clock is put right within days.
const manySteps = 64

// stepsIn finds the steps in a stretch of the log.
func stepsIn(events []hall.Event) (steps []step) {
	for _, e := range events {
		steps = withStep(steps, e)
	}
	return steps
}

func withStep(steps []step, e hall.Event) []step {
	if c, ok := correctionOf(e); ok {
		steps = append(steps, step{clock: c})
	} else if e.Kind == hall.DayOpened {
		steps = append(steps, step{day: hall.Day(e.Subject)})
	}
	return steps[max(0, len(steps)-manySteps):]
}

// missedBy are the corrections since the hall was last in a day, the oldest first: they moved whoever was in the hall, and not that day's.
func (s *state) missedBy(day hall.Day) (missed []hall.Correction) {
	for i := len(s.steps) - 1; i >= 0; i-- {
		if s.steps[i].day == "" {
			missed = append(missed, s.steps[i].clock)
		} else if left := dayOf(s.steps[:i]); left == day || left == "" {
			break
		}
	}
	slices.Reverse(missed)
	return missed
}

// dayOf is the day in which the hall is after some steps, as far as they tell.
func dayOf(steps []step) hall.Day {
	for _, st := range slices.Backward(steps) {
		if st.day != "" {
			return st.day
		}
	}
	return ""
}

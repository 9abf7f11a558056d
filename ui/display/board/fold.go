package board

import (
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// Push takes a snapshot: the state of all windows, and the calls that were missed while nobody listened.
func (b *Board) Push(s hall.Snapshot) {
	first := b.snap == nil
	if s.Cursor.Epoch != b.seen.Epoch {
		b.seen = hall.Cursor{Epoch: s.Cursor.Epoch}
	}
	s.Counters, s.Groups = slices.Clone(s.Counters), slices.Clone(s.Groups)
	b.snap, b.lost, b.skew, b.apart = &s, false, b.cfg.Now().Sub(s.At.Time()), s.Apart(b.cfg.Now())
	b.waiting = map[hall.TicketID]hall.GroupCode{}
	for _, t := range s.Waiting {
		b.waiting[t.ID] = t.Group
	}
	b.card.keep(len(s.Notices))
	b.foot.keep(len(s.Notices))
	for _, c := range slices.Backward(s.Recent) {
		b.called(c, first && !b.stillCalled(c))
	}
	b.seen = s.Cursor
	b.Tick()
	b.changed()
}

// stillCalled reports whether nobody has answered the call yet. A display that has just been started repeats only
// those.
func (b *Board) stillCalled(c hall.CallView) bool {
	for _, v := range b.snap.Counters {
		if v.ID == c.Counter {
			return v.No == c.No && v.NoState == hall.Called
		}
	}
	return false
}

// Event folds one event of the log. It reports whether the board needs a new snapshot to go on.
func (b *Board) Event(e hall.Event) (again bool) {
	if b.snap == nil {
		return true
	}
	switch e.Kind {
	case hall.ClockCorrected: // what is called until the snapshot comes is news, however the clock moved
		if body, err := e.Tell(); err == nil && body.Clock != nil {
			b.skew -= body.Clock.To.Sub(body.Clock.From)
		}
		return true
	case hall.Reset, hall.EpochOpened, hall.SetupApplied, hall.DayOpened, hall.DayClosed, hall.OrderDone:
		return true
	}
	if e.Epoch == b.snap.Cursor.Epoch && e.Seq <= b.snap.Cursor.Seq {
		return false
	}
	body, err := e.Tell()
	if err != nil {
		return true
	}
	b.lost, b.snap.Cursor, b.snap.At = false, e.Cursor(), e.At
	if t := body.Ticket; t != nil {
		b.ticket(*t)
		if e.Kind == hall.TicketCalled || e.Kind == hall.TicketRecalled {
			b.called(b.callOf(e, *t), false)
			b.seen = e.Cursor()
		}
	}
	if c := body.Counter; c != nil {
		b.counter(*c)
	}
	b.Tick()
	b.changed()
	return false
}

func (b *Board) callOf(e hall.Event, t hall.Ticket) hall.CallView {
	c := hall.CallView{Ticket: t.ID, No: t.No, Counter: t.Counter, Label: string(t.Counter), Group: t.Group, Language: t.Language,
		Recall: e.Kind == hall.TicketRecalled, At: e.At, Seq: e.Seq}
	for _, v := range b.snap.Counters {
		if v.ID == t.Counter && v.Label != "" {
			c.Label = v.Label
		}
	}
	return c
}

// called puts a call in the line, or among the recent ones when it is old news.
func (b *Board) called(c hall.CallView, old bool) {
	if c.Seq <= b.seen.Seq {
		return
	}
	if old || b.cfg.Now().Sub(c.At.Time())-b.skew > b.cfg.Late {
		b.remember(c)
		return
	}
	if !slices.ContainsFunc(b.line, func(o Call) bool { return o.Ticket == c.Ticket && o.Counter == c.Counter }) {
		b.line = append(b.line, Call{CallView: c})
		b.behind.Store(true)
	}
}

// remember keeps a call among the recent ones, each ticket once.
func (b *Board) remember(c hall.CallView) {
	b.recent = slices.DeleteFunc(b.recent, func(o hall.CallView) bool { return o.Ticket == c.Ticket })
	b.recent = slices.Insert(b.recent, 0, c)
	b.recent = b.recent[:min(len(b.recent), recentKnown)]
}

// ticket moves a ticket in or out of the line and of its window.
func (b *Board) ticket(t hall.Ticket) {
	delete(b.waiting, t.ID)
	if t.State == hall.Waiting {
		b.waiting[t.ID] = t.Group
	}
	for i := range b.snap.Counters {
		v := &b.snap.Counters[i]
		switch {
		case t.State.Active() && v.ID == t.Counter:
			v.Ticket, v.No, v.NoGroup, v.NoState = t.ID, t.No, t.Group, t.State
		case v.Ticket == t.ID:
			v.Ticket, v.No, v.NoGroup, v.NoState = "", "", "", ""
		}
	}
}

func (b *Board) counter(c hall.Counter) {
	for i := range b.snap.Counters {
		v := &b.snap.Counters[i]
		if v.ID != c.ID {
			continue
		}
		v.Counter = c
		if c.Ticket == "" {
			v.No, v.NoGroup, v.NoState = "", "", ""
		}
	}
}

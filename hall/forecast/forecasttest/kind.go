package forecasttest

import (
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Kind is how a visitor came to his place in line.
type Kind string

// The kinds. All but the ordinary are credited.
const (
	Ordinary    Kind = "ordinary"
	Care        Kind = "care"
	Booked      Kind = "booked"
	Papers      Kind = "back with papers"
	Transferred Kind = "transferred" // asked when the teller sends him on
)

// kind draws how one who arrives comes to his place.
func (w *world) kind() Kind {
	if w.chance.Float64() < .06 {
		return Care
	}
	if !w.Mixed {
		return Ordinary
	}
	switch u := w.kinds.Float64(); {
	case u < .06:
		return Booked
	case u < .11:
		return Papers
	}
	return Ordinary
}

func (w *world) credit(k Kind) time.Duration {
	rules := w.setup.Outlet.Rules
	return time.Duration(map[Kind]int{Care: rules.CareMin, Booked: rules.BookedMin, Papers: rules.PapersMin}[k]) * time.Minute
}

// transfer sends a visitor on to another service, as the queue does.
func (w *world) transfer(s *seat) {
	t := s.ticket
	to := truth[w.kinds.IntN(len(truth))].group
	if to == t.Group {
		to = map[hall.GroupCode]hall.GroupCode{"A": "H", "H": "Q", "Q": "H", "K": "A"}[to]
	}
	credit := time.Duration(w.setup.Outlet.Rules.TransferMin) * time.Minute
	t.State, t.Group, t.Effective, t.Credited, t.Calls = hall.Waiting, to, min(t.Effective, t.IssuedAt.Add(-credit)), true, 0
	s.ticket, s.Ticket = nil, ""
	w.join(t, hall.TicketTransferred)
	w.after(s, .05+.25*w.kinds.Float64(), (*world).call)
	if w.Every > 0 { // his page is told by the next round
		w.askNext(t, Transferred)
	}
}

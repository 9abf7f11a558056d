package queue

import "github.com/brighthall/brighthall/hall"

// note keeps a ticket's note, and forgets the one it had when there is none.
func (s *state) note(n Note) {
	if n.Text == "" {
		delete(s.notes, n.Ticket)
		return
	}
	s.notes[n.Ticket] = n.Text
}

// hand writes a word for the colleague beside the ticket, in place of the one it had.
func (d *deed) hand(text string) {
	if text == "" && !d.old.Noted {
		return
	}
	d.next.Noted = text != ""
	d.note = &Note{Ticket: d.old.ID, At: d.now, Text: text}
}

// takeNote stores a note with the last change.
func (t *turn) takeNote(n Note) {
	t.changes[len(t.changes)-1].Note = &n
	t.s.note(n)
}

// noted is a ticket with its note, for staff.
func (s *state) noted(t hall.Ticket) hall.Ticket {
	t.Note = s.notes[t.ID]
	return t
}

// withNote puts its ticket's note into an answer on its way out: what is stored of an answer is without.
func (q *Queue) withNote(answer any) any {
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	switch a := answer.(type) {
	case hall.Ticket:
		return q.durable.noted(a)
	case hall.Standing:
		a.Ticket = q.durable.noted(a.Ticket)
		return a
	case hall.Pick:
		a.Ticket = q.durable.noted(a.Ticket)
		return a
	}
	return answer
}

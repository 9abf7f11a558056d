package hall

// Moments are all the moments that a ticket holds: of what was, and of what is to come. Whatever moves or judges the
// times of a ticket asks here, so a new one is named once. They point into the ticket, its evaluation and its broken
// visits.
func (t *Ticket) Moments() (past, coming []*Millis) {
	past = []*Millis{&t.IssuedAt, &t.Effective, &t.FirstCalledAt, &t.CalledAt, &t.RoundAt, &t.StartedAt, &t.ServingSince, &t.MissedAt, &t.EndedAt}
	past = append(past, t.Evaluation.moments()...)
	for i := range t.Broken {
		b := &t.Broken[i]
		past = append(append(past, &b.Since, &b.Until, &b.EndedAt), b.Evaluation.moments()...)
	}
	return past, []*Millis{&t.NotBefore, &t.ReleaseAt, &t.HoldUntil}
}

func (e *Evaluation) moments() []*Millis {
	if e == nil {
		return nil
	}
	return []*Millis{&e.At}
}

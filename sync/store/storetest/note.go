package storetest

import (
	"maps"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

func notesGo(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	commit(t, s, d.Begin()...)
	done, left, taken := d.Issue("done"), d.Issue("left"), d.Issue("taken")
	for _, c := range []*queue.Change{&done, &left, &taken} {
		c.Note = &queue.Note{Ticket: c.Ticket.ID, At: d.At, Text: "a word on " + string(c.Ticket.ID)}
	}
	commit(t, s, done, left, taken)
	again := d.Act(*taken.Ticket, hall.Call)
	again.Note = &queue.Note{Ticket: "taken", At: d.At}
	commit(t, s, again)
	noted(t, s, map[hall.TicketID]string{"done": "a word on done", "left": "a word on left"})
	noted(t, p.Open(), map[hall.TicketID]string{"done": "a word on done", "left": "a word on left"})
	s = p.Open()
	commit(t, s, d.Act(*done.Ticket, hall.Cancel), d.Act(*again.Ticket, hall.Cancel))
	commit(t, s, d.Turn("2026-11-24"))
	noted(t, s, map[hall.TicketID]string{"left": "a word on left"})
}

func noted(t *testing.T, s queue.Store, want map[hall.TicketID]string) {
	t.Helper()
	if got := load(t, s).Notes; !maps.Equal(got, want) {
		t.Errorf("the notes are %q, want %q", got, want)
	}
}

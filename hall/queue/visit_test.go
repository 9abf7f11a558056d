package queue_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

func TestOneVisit(t *testing.T) {
	h := open(t)
	h.Open("3")
	s := h.Issue("B05")
	if s.No != "H001" || s.Group != "H" || s.URL == "" || s.Ahead != 0 || len(s.Code) != 14 {
		t.Fatalf("issued %+v", s)
	}
	p := h.Next("3")
	if p.Ticket.ID != s.ID || p.Ticket.State != hall.Called || p.Reason.Rule != "earliest" {
		t.Fatalf("picked %+v", p)
	}
	h.Act("3", s.ID, hall.Start)
	h.Act("3", s.ID, hall.Finish)
	done := h.Act("3", s.ID, hall.Evaluate, halltest.Level(5))
	if done.State != hall.Finished || done.Evaluation.Level != 5 {
		t.Fatalf("finished %+v", done)
	}
	if d := h.Snapshot().Today; d.Issued != 1 || d.Finished != 1 || d.Satisfied != 1 {
		t.Fatalf("today %+v", d)
	}
}

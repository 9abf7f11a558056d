package queue_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// TestANoteIsBesideTheLog: the note reaches the colleague, and neither the event nor the ticket's row nor the receipt
// holds it.
func TestANoteIsBesideTheLog(t *testing.T) {
	const word = "deaf, 13812345678"
	var stored []queue.Change
	store := &queuetest.Memory{OnCommit: func(c []queue.Change) queuetest.Fault { stored = append(stored, c...); return queuetest.None }}
	h := start(t, store, halltest.Setup(), halltest.NewClock(halltest.Opening))
	h.Open("1", "3")
	id := h.Issue("A").ID
	h.Next("1")
	h.Act("1", id, hall.Start)
	hold := hall.Action{Key: h.Key(), Ticket: id, Verb: hall.Hold, Counter: "1", By: hall.Actor{Terminal: halltest.Program("1")}, Note: word}
	for range 2 { // the answer of a repeated command is from the receipt
		got, err := h.Desk("1").Act(t.Context(), hold)
		if err != nil || got.Note != word || !got.Noted {
			t.Fatalf("held as %+v, %v", got, err)
		}
		h = h.restart(t)
	}
	if got := h.Ticket(id).Note; got != word {
		t.Errorf("read as %q", got)
	}
	if s := h.Snapshot(); len(s.Held) != 1 || s.Held[0].Note != word {
		t.Errorf("the hall holds %+v", s.Held)
	}
	h.Act("1", id, hall.Resume)
	if got := h.Act("1", id, hall.Transfer, halltest.To("H")); got.Noted || got.Note != "" {
		t.Errorf("after a transfer without a word it says %q", got.Note)
	}
	kept := 0
	for _, c := range stored {
		if c.Note != nil {
			kept++
			c.Note = nil
		}
		text, err := json.Marshal(c)
		if err != nil || strings.Contains(string(text), "13812345678") || strings.Contains(string(c.Event.Body), "13812345678") {
			t.Errorf("it is in %s", text)
		}
	}
	if kept != 2 {
		t.Errorf("%d notes were stored, want the word and its end", kept)
	}
	plain := hold
	plain.Note = hall.Key("another key of 32 bytes, for once").Note(word)
	if hold.Note == plain.Note || halltest.Key.Note(word) == plain.Note || halltest.Key.Note("") != "" {
		t.Error("the hash of a note is not the outlet's own")
	}
}

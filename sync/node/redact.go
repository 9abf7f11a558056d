package node

import (
	"encoding/json"
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// public are the kinds of terminals that everybody looks at: their streams tell nothing of a person, a colleague's note or the staff.
var public = []wire.Kind{wire.Display, wire.Media}

// framesFor are the frames that a kind of terminal may see.
func (n *Node) framesFor(k wire.Kind) *frames {
	if slices.Contains(public, k) {
		return &n.redacted
	}
	return &n.frames
}

// redact takes out of an event what public screens do not need.
func redact(e hall.Event) (hall.Event, error) {
	b, err := e.Tell()
	if err != nil || b.Ticket == nil && b.Setup == nil {
		return e, err
	}
	if b.Ticket != nil {
		t := *b.Ticket
		t.Customer, t.TokenHash, t.Note = "", "", ""
		b.Ticket = &t
	}
	if b.Setup != nil {
		s := *b.Setup
		s.Tellers = nil
		b.Setup = &s
	}
	e.Body, err = json.Marshal(b)
	return e, err
}

package api

import (
	"bytes"
	"encoding/json"

	"github.com/brighthall/brighthall/hall"
)

// The limits of one batch.
const (
	MaxEvents     = 5000
	MaxBatchBytes = 8 << 20 // unpacked
)

// Batch is a stretch of an outlet's log, in order and without holes.
type Batch struct {
	Events []hall.Event `json:"events"`
}

// Accepted answers a batch: the place the center knows the log up to, and how many of the events were new.
type Accepted struct {
	Cursor hall.Cursor `json:"cursor"`
	Stored int         `json:"stored"`
}

// ParseBatch reads a batch, {"events": […]} or the bare list. An event without an outlet or a place in the log is Invalid.
func ParseBatch(raw []byte) ([]hall.Event, error) {
	const op = "api.ParseBatch"
	var b Batch
	target := any(&b)
	if bytes.HasPrefix(bytes.TrimLeft(raw, " \t\r\n"), []byte("[")) {
		target = &b.Events
	}
	if err := json.Unmarshal(raw, target); err != nil {
		return nil, &hall.Error{Op: op, Code: hall.Invalid, Reason: "not a batch of events", Err: err}
	}
	if len(b.Events) > MaxEvents {
		return nil, hall.E(op, hall.Invalid, "too many events")
	}
	for _, e := range b.Events {
		if err := check(e); err != nil {
			return nil, err
		}
	}
	return b.Events, nil
}

// maxSeq keeps the place within what a database's integer holds.
const maxSeq = 1 << 62

func check(e hall.Event) error {
	const op = "api.ParseBatch"
	switch {
	case e.Outlet == "" || e.Kind == "":
		return hall.E(op, hall.Invalid, "an event names its outlet and kind")
	case e.Epoch == 0 || e.Seq == 0 || e.Seq > maxSeq:
		return hall.E(op, hall.Invalid, "an event has its place in the log")
	case e.Kind == hall.Reset:
		return hall.E(op, hall.Invalid, "reset is never stored")
	}
	return nil
}

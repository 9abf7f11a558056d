package api

import (
	"encoding/json"
	"errors"
	"io"

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

// ReadBatch reads a batch, {"events": […]} or the bare list, one event after another, and stops at the first that is
// none or one too many: a list of a million empty events is small on the wire. An event without an outlet or a place in
// the log is Invalid.
func ReadBatch(r io.Reader) ([]hall.Event, error) {
	b := batch{json: json.NewDecoder(r), events: []hall.Event{}}
	err := b.read()
	if err == nil {
		return b.events, nil
	}
	if hall.CodeOf(err) == hall.Invalid {
		return nil, err
	}
	return nil, &hall.Error{Op: "api.ReadBatch", Code: hall.Invalid, Reason: "not a batch of events", Err: err}
}

type batch struct {
	json   *json.Decoder
	events []hall.Event
}

var errShape = errors.New("not a list of events")

func (b *batch) read() error {
	first, err := b.json.Token()
	if err != nil {
		return err
	}
	switch first {
	case json.Delim('['):
		err = b.list()
	case json.Delim('{'):
		err = b.envelope()
	default:
		err = errShape
	}
	if err != nil {
		return err
	}
	if _, err := b.json.Token(); err != io.EOF {
		return errShape
	}
	return nil
}

// envelope reads the fields of a Batch; those that a later version knows are passed over.
func (b *batch) envelope() error {
	for b.json.More() {
		name, err := b.json.Token()
		if err != nil {
			return err
		}
		if err := b.field(name); err != nil {
			return err
		}
	}
	_, err := b.json.Token()
	return err
}

func (b *batch) field(name json.Token) error {
	if name != "events" {
		var passed json.RawMessage
		return b.json.Decode(&passed)
	}
	switch begins, err := b.json.Token(); {
	case err != nil:
		return err
	case begins == nil:
		return nil
	case begins != json.Delim('['):
		return errShape
	}
	return b.list()
}

func (b *batch) list() error {
	for b.json.More() {
		if len(b.events) == MaxEvents {
			return hall.E("api.ReadBatch", hall.Invalid, "too many events")
		}
		var e hall.Event
		if err := b.json.Decode(&e); err != nil {
			return err
		}
		if err := check(e); err != nil {
			return err
		}
		b.events = append(b.events, e)
	}
	_, err := b.json.Token()
	return err
}

// maxSeq keeps the place within what a database's integer holds.
const maxSeq = 1 << 62

func check(e hall.Event) error {
	const op = "api.ReadBatch"
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

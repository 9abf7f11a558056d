package hall

import (
	"errors"
	"strings"
)

// Code says what went wrong in a word that programs compare, the wire carries and hall/lang turns into a sentence.
type Code string

// The codes. They are stored and sent: never renamed, never reused.
const (
	Invalid         Code = "invalid"          // the request makes no sense as written
	Unauthenticated Code = "unauthenticated"  // no valid terminal token
	Denied          Code = "denied"           // known, but not allowed
	NotFound        Code = "not_found"        // no such thing
	Conflict        Code = "conflict"         // the state table forbids it now
	Busy            Code = "busy"             // the counter still has a ticket called or serving
	NotOpen         Code = "not_open"         // the counter is not open
	CounterTaken    Code = "counter_taken"    // another teller has this counter
	TellerElsewhere Code = "teller_elsewhere" // this teller has another counter
	WrongPIN        Code = "wrong_pin"        // teller and PIN do not match
	Locked          Code = "locked"           // too many wrong PINs, wait
	OutOfHours      Code = "out_of_hours"     // the group takes no tickets at this hour
	QuotaFull       Code = "quota_full"       // today's tickets of the group are gone
	SlotFull        Code = "slot_full"        // this time slot's walk-in tickets are gone
	Paused          Code = "paused"           // the group is paused or withdrawn
	Duplicate       Code = "duplicate"        // this visitor already has a ticket for the group; Subject names it
	NobodyServes    Code = "nobody_serves"    // no open counter can serve the target
	AlreadyRated    Code = "already_rated"    // an evaluation is given once
	TooSoon         Code = "too_soon"         // it was done a moment ago: a visitor needs time to come
	TooLate         Code = "too_late"         // the time for it is over
	KeyReused       Code = "key_reused"       // the idempotency key came with another body
	CodeUnknown     Code = "code_unknown"     // scanned text is no ticket of ours
	CodeForeign     Code = "code_foreign"     // a ticket of another outlet
	CodeForged      Code = "code_forged"      // the check digits do not fit
	CodeOld         Code = "code_old"         // a ticket of another day
	CodeUsed        Code = "code_used"        // the ticket is finished or cancelled
	CodeLost        Code = "code_lost"        // a ticket of ours and of today, which the hall's log does not know any more
	TooMany         Code = "too_many"         // this terminal asks too often, wait
	Gap             Code = "gap"              // events are missing before these
	Unavailable     Code = "unavailable"      // the other side cannot be reached; nothing is known to have happened
	Unknown         Code = "unknown"          // it may or may not have happened: ask again with the same key
	DiskFull        Code = "disk_full"        // the node's disk has no room: nothing was stored
	DataGone        Code = "data_gone"        // the node's data was taken away while it runs: nothing is stored
	Internal        Code = "internal"         // our fault
)

// Unstored reports whether c says that nothing can be stored now and that nothing was: what was done all the same is
// kept and told later.
func Unstored(c Code) bool { return c == DiskFull || c == DataGone }

// Error is a refusal or a failure: the operation, the code, the thing it is about and the cause.
type Error struct {
	Op      string // "queue.Recall"
	Code    Code
	Reason  string  // for programmers and logs, never for visitors
	Subject string  // the id of the thing in question, when it helps to go on
	Choice  *Choice // a word that is none of the allowed; nil: it is about something else
	Err     error
}

// Error implements error.
func (e *Error) Error() string {
	s := e.Op + ": " + string(e.Code)
	if e.Reason != "" {
		s += ": " + e.Reason
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// E makes an Error with an optional reason.
func E(op string, c Code, reason ...string) *Error {
	e := &Error{Op: op, Code: c}
	if len(reason) > 0 {
		e.Reason = reason[0]
	}
	return e
}

// Wrap puts an operation around err and keeps its code; a foreign error becomes Internal. Wrap(op, nil) is nil.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	w := &Error{Op: op, Code: Internal, Err: err}
	if e, ok := errors.AsType[*Error](err); ok {
		w.Code, w.Subject = e.Code, e.Subject
	}
	return w
}

// CodeOf is the code of err: "" for nil, Internal for an error that is not ours.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

// Told is an error in the words of its reasons, without the operations and codes that programmers read: for whoever
// looks after a hall.
func Told(err error) string {
	if e, ok := err.(*Error); ok {
		return e.told()
	}
	text := err.Error()
	for _, cause := range causes(err) {
		text = strings.Replace(text, cause.Error(), Told(cause), 1)
	}
	return text
}

func (e *Error) told() string {
	switch {
	case e.Err == nil && e.Reason == "":
		return strings.ReplaceAll(string(e.Code), "_", " ")
	case e.Err == nil:
		return e.Reason
	case e.Reason == "":
		return Told(e.Err)
	}
	return e.Reason + " (" + Told(e.Err) + ")"
}

// causes are what an error wraps.
func causes(err error) []error {
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		return e.Unwrap()
	case interface{ Unwrap() error }:
		if cause := e.Unwrap(); cause != nil {
			return []error{cause}
		}
	}
	return nil
}

// Plainly is err as Told says it; nil stays nil.
func Plainly(err error) error {
	if err == nil {
		return nil
	}
	return plainly{err}
}

type plainly struct{ error }

func (p plainly) Error() string { return Told(p.error) }
func (p plainly) Unwrap() error { return p.error }

// SubjectOf is the id of the thing err is about, or "".
func SubjectOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Subject
	}
	return ""
}

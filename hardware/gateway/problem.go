package gateway

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// ProblemType is the media type of a refusal, RFC 9457.
const ProblemType = "application/problem+json"

// Refused names a refusal. The words are sent and vendors' programs depend on them, so they never change.
type Refused string

// The refusals.
const (
	Unauthenticated Refused = "unauthenticated"
	NotYours        Refused = "not-yours"
	UnknownDevice   Refused = "unknown-device" // register (again)
	UnknownOutput   Refused = "unknown-output"
	NoSuchPath      Refused = "no-such-path"
	WrongMethod     Refused = "wrong-method"
	Invalid         Refused = "invalid"
	TooLarge        Refused = "too-large"
	WrongType       Refused = "wrong-type"       // a machine of this kind delivers no such input
	KindFixed       Refused = "kind-fixed"       // the name is registered with another kind
	KeyReused       Refused = "key-reused"       // the same key with another input
	NotAsked        Refused = "not-asked"        // nobody waits for this input
	AlreadyAnswered Refused = "already-answered" // acknowledged with another result before
	TooLate         Refused = "too-late"         // its time was over
	TooMany         Refused = "too-many"         // devices
	Busy            Refused = "busy"             // again after Retry-After
)

var statuses = map[Refused]int{
	Unauthenticated: 401, NotYours: 403, UnknownDevice: 404, UnknownOutput: 404, NoSuchPath: 404, WrongMethod: 405, Invalid: 422,
	TooLarge: 413, WrongType: 422, KindFixed: 409, KeyReused: 422, NotAsked: 409, AlreadyAnswered: 409, TooLate: 410, TooMany: 409, Busy: 503,
}

// Problem is a refusal on the wire.
type Problem struct {
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Code   Refused `json:"code" doc:"Stable"`
	Reason string  `json:"reason" doc:"English, for programmers"`
}

// refuse makes a Problem.
func refuse(code Refused, reason string) *Problem {
	status := statuses[code]
	return &Problem{http.StatusText(status), status, code, reason}
}

// Error implements error.
func (p *Problem) Error() string { return string(p.Code) + ": " + p.Reason }

// GetStatus gives the HTTP status to the server's framework.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType gives the media type to the server's framework.
func (p *Problem) ContentType(string) string { return ProblemType }

// GetHeaders gives the headers to the server's framework.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.Code == Busy {
		h.Set("Retry-After", "1")
	}
	return h
}

// ours turns the framework's own refusals, of bodies that do not fit their schema, into Problems.
func ours(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	p := &Problem{http.StatusText(m.Status), m.Status, Invalid, m.Detail}
	if m.Status == http.StatusRequestEntityTooLarge {
		p.Code = TooLarge
	}
	for _, e := range m.Errors {
		p.Reason += ": " + e.Location + " " + e.Message
	}
	return p, nil
}

func (p *Problem) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", ProblemType)
	if p.Code == Unauthenticated {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the caller is gone, nobody to tell
}

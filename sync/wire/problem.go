package wire

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
)

// ProblemType is the media type of a refusal, RFC 9457.
const ProblemType = "application/problem+json"

// Problem is a refusal on the wire: RFC 9457 with our code, a reason for programmers and hall/lang's sentence for
// people. Title, status, code, reason and detail are always there; none of the first four is ever empty.
type Problem struct {
	Title    string    `json:"title"`  // of the HTTP status
	Status   int       `json:"status"` // HTTP status
	Code     hall.Code `json:"code"`
	Reason   string    `json:"reason"`             // English, for programmers and logs; the code's words when nothing more is known
	Detail   string    `json:"detail"`             // what to do next, in the language asked for (Accept-Language; Chinese by default)
	Subject  string    `json:"subject,omitempty"`  // the id of the thing in question
	Expected hall.Seq  `json:"expected,omitempty"` // gap: the event that is wanted next

	RetryAfter string `json:"-"` // too_many: seconds, for the header of that name

	Choice *hall.Choice `json:"-"` // for the sentence: a word that is none of the allowed
}

// NewProblem puts err on the wire. The reason of an internal error stays at home.
func NewProblem(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	p := ProblemOf(Status(hall.CodeOf(err)), hall.CodeOf(err), reasonOf(err))
	p.Subject, p.Choice = hall.SubjectOf(err), hall.ChoiceOf(err)
	if n, perr := strconv.ParseUint(p.Subject, 10, 64); perr == nil && p.Code == hall.Gap {
		p.Expected = hall.Seq(n)
	}
	return p
}

// ProblemOf makes a problem from its parts.
func ProblemOf(status int, code hall.Code, reason string) *Problem {
	if reason == "" {
		reason = strings.ReplaceAll(string(code), "_", " ")
	}
	return &Problem{Title: http.StatusText(status), Status: status, Code: code, Reason: reason}
}

// reasonOf is the innermost reason that one of our errors gives.
func reasonOf(err error) string {
	reason := ""
	for e := (*hall.Error)(nil); errors.As(err, &e); err = e.Err {
		if e.Code != hall.Internal && e.Reason != "" {
			reason = e.Reason
		}
	}
	return reason
}

// Err gives the error that the problem stands for, as if op had failed here.
func (p *Problem) Err(op string) error {
	e := hall.E(op, p.Code, p.Reason)
	e.Subject = p.Subject
	return e
}

// Error implements error.
func (p *Problem) Error() string { return string(p.Code) + ": " + p.Reason }

// GetStatus gives the HTTP status to the server's framework.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders gives the headers of a refusal to the server's framework.
func (p *Problem) GetHeaders() http.Header {
	if p.RetryAfter == "" {
		return nil
	}
	return http.Header{"Retry-After": {p.RetryAfter}}
}

// ContentType gives the media type to the server's framework.
func (p *Problem) ContentType(string) string { return ProblemType }

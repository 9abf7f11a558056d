package node

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// problem puts the sentence on every refusal that huma writes, and turns huma's own, of bodies and parameters that do
// not fit their schema, into ours.
func (n *Node) problem(ctx huma.Context, _ string, v any) (any, error) {
	switch p := v.(type) {
	case *huma.ErrorModel:
		return n.said(ctx.Header("Accept-Language"), misfit(p)), nil
	case *wire.Problem:
		return n.said(ctx.Header("Accept-Language"), p), nil
	}
	return v, nil
}

func misfit(m *huma.ErrorModel) *wire.Problem {
	reason, choice := m.Detail, (*hall.Choice)(nil)
	for _, e := range m.Errors {
		if c := choiceOf(e); c != nil {
			choice, reason = cmp.Or(choice, c), reason+": "+c.String()
			continue
		}
		reason += ": " + e.Location + " " + e.Message
	}
	code := wire.CodeOf(m.Status)
	if code == hall.Internal {
		reason = ""
	}
	p := wire.ProblemOf(m.Status, code, reason)
	p.Choice = choice
	return p
}

// choiceOf reads what the schema's check says of a word that is none of an enum; nil when it says something else.
func choiceOf(e *huma.ErrorDetail) *hall.Choice {
	before, after, _ := strings.Cut(validation.MsgExpectedOneOf, "%s")
	words, ok := strings.CutPrefix(e.Message, before)
	word, text := e.Value.(string)
	if !ok || !text {
		return nil
	}
	field := e.Location[strings.LastIndexByte(e.Location, '.')+1:]
	allowed := strings.Split(strings.TrimSuffix(words, after), ", ")
	return hall.ChoiceOf(hall.Choose("", field, word, allowed...))
}

func (n *Node) said(accept string, p *wire.Problem) *wire.Problem {
	p.Detail = n.opts.Say(wire.LanguageOf(accept), p.Code, p.Choice)
	return p
}

// refuse answers with a problem.
func (n *Node) refuse(w http.ResponseWriter, accept string, p *wire.Problem) {
	w.Header().Set("Content-Type", wire.ProblemType)
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(n.said(accept, p)) // the reader is gone, nobody to tell
}

// nowhere answers a path we do not have, or a method the path does not have. The mux knows which.
func (n *Node) nowhere(w http.ResponseWriter, r *http.Request) {
	probe := &statusProbe{header: http.Header{}, status: http.StatusNotFound}
	n.mux.ServeHTTP(probe, r)
	if allow := probe.header.Get("Allow"); allow != "" {
		w.Header().Set("Allow", allow)
		n.refuse(w, r.Header.Get("Accept-Language"), wire.ProblemOf(http.StatusMethodNotAllowed, hall.Invalid, "this path does not have this method"))
		return
	}
	n.refuse(w, r.Header.Get("Accept-Language"), wire.ProblemOf(http.StatusNotFound, hall.NotFound, "no such path"))
}

// statusProbe is a ResponseWriter that only remembers the headers.
type statusProbe struct {
	header http.Header
	status int
}

func (p *statusProbe) Header() http.Header         { return p.header }
func (p *statusProbe) Write(b []byte) (int, error) { return len(b), nil }
func (p *statusProbe) WriteHeader(status int)      { p.status = status }

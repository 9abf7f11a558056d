package node

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// ourProblem turns huma's error form, of bodies and parameters that do not fit their schema, into ours.
func ourProblem(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	reason := m.Detail
	for _, e := range m.Errors {
		reason += ": " + e.Location + " " + e.Message
	}
	code := wire.CodeOf(m.Status)
	if code == hall.Internal {
		reason = ""
	}
	return wire.ProblemOf(m.Status, code, reason), nil
}

// refuse answers with a problem.
func refuse(w http.ResponseWriter, p *wire.Problem) {
	w.Header().Set("Content-Type", wire.ProblemType)
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader is gone, nobody to tell
}

// nowhere answers a path we do not have, or a method the path does not have. The mux knows which.
func (n *Node) nowhere(w http.ResponseWriter, r *http.Request) {
	probe := &statusProbe{header: http.Header{}, status: http.StatusNotFound}
	n.mux.ServeHTTP(probe, r)
	if allow := probe.header.Get("Allow"); allow != "" {
		w.Header().Set("Allow", allow)
		refuse(w, wire.ProblemOf(http.StatusMethodNotAllowed, hall.Invalid, "this path does not have this method"))
		return
	}
	refuse(w, wire.ProblemOf(http.StatusNotFound, hall.NotFound, "no such path"))
}

// statusProbe is a ResponseWriter that only remembers the headers.
type statusProbe struct {
	header http.Header
	status int
}

func (p *statusProbe) Header() http.Header         { return p.header }
func (p *statusProbe) Write(b []byte) (int, error) { return len(b), nil }
func (p *statusProbe) WriteHeader(status int)      { p.status = status }

package center

import (
	"encoding/json"
	"net/http"

	"github.com/brighthall/brighthall/sync/wire"
)

// fallback lets the mux's own 404 and 405 leave as problems too.
func (c *Center) fallback(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(wire.HeaderProtocol, wire.Protocol)
		if _, pattern := mux.Handler(r); pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		refused := &status{header: http.Header{}}
		mux.ServeHTTP(refused, r)
		if allow := refused.header.Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
		}
		p := wire.ProblemOf(refused.code, wire.CodeOf(refused.code), r.Method+" "+r.URL.Path)
		w.Header().Set("Content-Type", wire.ProblemType)
		w.WriteHeader(p.Status)
		json.NewEncoder(w).Encode(c.said(r.Header.Get("Accept-Language"), p))
	})
}

// status learns which refusal the mux would give.
type status struct {
	header http.Header
	code   int
}

func (s *status) Header() http.Header         { return s.header }
func (s *status) Write(b []byte) (int, error) { return len(b), nil }
func (s *status) WriteHeader(code int)        { s.code = code }

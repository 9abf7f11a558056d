package node

import (
	"encoding/json"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

var problemType = reflect.TypeFor[wire.Problem]()

// healthAge is how long an answer of /healthz is good. It needs no credentials, so it must cost nothing however often
// it is asked.
const healthAge = 500 * time.Millisecond

// Storing is whether the hall's commands can be stored.
type Storing struct {
	Halted  bool          // a commit failed, and what is stored is being read back
	Failure hall.Code     // why nothing can be stored, or soon cannot
	Passing bool          // commands are stored all the same
	Ago     time.Duration // since something was last made durable
}

// health is the last answer.
type health struct {
	mu   sync.Mutex
	at   time.Time
	last wire.Healthy
}

func (n *Node) healthz(w http.ResponseWriter, r *http.Request) {
	h := n.healthy(r)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if h.Status == "down" {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(h) // the reader is gone, nobody to tell
}

func (n *Node) healthy(r *http.Request) wire.Healthy {
	n.health.mu.Lock()
	defer n.health.mu.Unlock()
	now := n.opts.Now()
	if age := now.Sub(n.health.at); age >= 0 && age < healthAge {
		return n.health.last
	}
	s, err := n.authority.Hall(r.Context())
	n.health.at, n.health.last = now, n.describe(s, err)
	return n.health.last
}

func (n *Node) describe(s hall.Snapshot, err error) wire.Healthy {
	storing := n.opts.Storing()
	h := wire.Healthy{Status: "ok", Outlet: n.opts.Outlet, Epoch: s.Cursor.Epoch, Seq: s.Cursor.Seq, Version: n.opts.Version, Stuck: n.opts.Stuck(),
		Halted: storing.Halted, Failure: storing.Failure, StoredAgo: storing.Ago.Milliseconds()}
	if s.Clock != nil {
		h.Status, h.Clock = "degraded", s.Clock.State
	}
	if storing.Passing || h.Stuck != "" {
		h.Status = "degraded"
	}
	if err != nil || storing.Halted || storing.Failure != "" && !storing.Passing {
		h.Status = "down"
	}
	return h
}

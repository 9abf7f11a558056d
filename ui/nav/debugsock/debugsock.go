// Package debugsock answers questions about open windows over a local socket, so that a test can touch real windows
// with a real pointer. It is off unless a program is started with --debug-socket.
//
// One JSON object a line each way:
//
//	{"op":"rect","window":"kiosk","key":"group.H"} → {"x":56,"y":608,"w":224,"h":264}   pixels inside the window
//	{"op":"state","window":"kiosk"}                → {"screen":"home","texts":["…"],"dialog":false}
//	{"op":"keys","window":"kiosk"}                 → {"keys":["group.H", …]}
//	{"op":"drawn","window":"kiosk"}                → {"drawn":true}   when what the window showed has been painted
//	{"op":"windows"}                               → {"windows":["kiosk", …]}
//
// What goes wrong is told in {"error":"…"}. It shows what is on the screen and nothing else; it cannot change anything.
package debugsock

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"os"
	"slices"

	"github.com/brighthall/brighthall/ui/nav"
)

// Server answers for some stages.
type Server struct {
	path   string
	stages []*nav.Stage
}

// New makes a server on a socket path for stages; nothing is open before Run.
func New(path string, stages ...*nav.Stage) *Server { return &Server{path, stages} }

// Run listens until ctx ends. A socket left over from an earlier run is replaced.
func (s *Server) Run(ctx context.Context) error {
	_ = os.Remove(s.path)
	l, err := net.Listen("unix", s.path)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { l.Close() })()
	if err := os.Chmod(s.path, 0o600); err != nil {
		return err
	}
	for {
		conn, err := l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		go s.serve(ctx, conn) // ends when the other side closes or ctx ends
	}
}

type question struct {
	Op     string `json:"op"`
	Window string `json:"window"`
	Key    string `json:"key"`
}

type answer map[string]any

func (s *Server) serve(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	out := json.NewEncoder(conn)
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		var q question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			_ = out.Encode(answer{"error": err.Error()})
			continue
		}
		if out.Encode(s.Answer(ctx, q.Op, q.Window, q.Key)) != nil {
			return
		}
	}
}

// Answer answers one question, on the UI goroutine of the window.
func (s *Server) Answer(ctx context.Context, op, window, key string) map[string]any {
	if op == "windows" {
		var names []string
		for _, st := range s.stages {
			names = append(names, st.Name())
		}
		return answer{"windows": names}
	}
	i := slices.IndexFunc(s.stages, func(st *nav.Stage) bool { return st.Name() == window })
	if i < 0 {
		return answer{"error": "no window " + window}
	}
	got := make(chan answer, 1)
	st := s.stages[i]
	st.Do(func() {
		if op == "drawn" {
			st.Drawn(func() { got <- answer{"drawn": true} })
			return
		}
		got <- ask(st, op, key)
	})
	select {
	case a := <-got:
		return a
	case <-ctx.Done():
		return answer{"error": "closing"}
	}
}

func ask(st *nav.Stage, op, key string) answer {
	switch op {
	case "rect":
		r, ok := st.Rect(key)
		if !ok {
			return answer{"error": "no key " + key + " on " + st.Screen()}
		}
		return answer{"x": r.Min.X, "y": r.Min.Y, "w": r.Dx(), "h": r.Dy()}
	case "state":
		return answer{"screen": st.Screen(), "texts": st.Texts(), "dialog": st.Asking()}
	case "keys":
		return answer{"keys": st.Keys()}
	}
	return answer{"error": "no op " + op}
}

package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// What any peer may take its time for, and how long a server waits for its last answers.
const (
	headerTime   = 5 * time.Second
	headerLimit  = 16 << 10
	idleTime     = 2 * time.Minute
	farewellTime = 3 * time.Second
)

// Limits bound what peers may take. All are needed but Command.
type Limits struct {
	Read        time.Duration // of a request with its body
	Write       time.Duration // of an answer, from the end of the request's header
	Connections int           // in all
	PerAddress  int           // of one address, an IPv6 one with its whole /64
	// Command is how long a command may work on after its caller hung up: it is never cut off in the middle. Zero: it
	// ends with its caller.
	Command time.Duration
}

// Run answers on l until ctx ends; then streams end, open commands get their answers, and it returns.
func Run(ctx context.Context, l *Listener, h http.Handler, o Limits) error {
	const op = "serve.Run"
	calls, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	s := &http.Server{Handler: o.handler(h), ReadHeaderTimeout: headerTime, ReadTimeout: o.Read, WriteTimeout: o.Write,
		IdleTimeout: idleTime, MaxHeaderBytes: headerLimit, BaseContext: func(net.Listener) context.Context { return calls }}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l.within(o)) }()
	select {
	case err := <-ended:
		return hall.Wrap(op, err)
	case <-ctx.Done():
	}
	hangUp()
	return hall.Wrap(op, farewell(ctx, s, ended))
}

func (o Limits) handler(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == http.NoBody { // the time to read it would end a reader that waits for news
			_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
		}
		if r.Method == http.MethodGet || o.Command == 0 {
			h.ServeHTTP(w, r)
			return
		}
		command, done := context.WithTimeout(context.WithoutCancel(r.Context()), o.Command)
		defer done()
		h.ServeHTTP(w, r.WithContext(command))
	})
}

func farewell(ctx context.Context, s *http.Server, ended <-chan error) error {
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewellTime)
	defer cancel()
	err := s.Shutdown(patience)
	if err != nil {
		err = s.Close()
	}
	if served := <-ended; err == nil && !errors.Is(served, http.ErrServerClosed) {
		err = served
	}
	return err
}

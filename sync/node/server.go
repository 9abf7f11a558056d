package node

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// What a peer may take its time for. Streams lift these for themselves.
const (
	headerTime   = 5 * time.Second
	readTime     = 15 * time.Second
	writeTime    = 30 * time.Second
	commandTime  = 20 * time.Second
	idleTime     = 2 * time.Minute
	farewellTime = 3 * time.Second
	headerLimit  = 16 << 10
)

// Listener is an address a node answers on.
type Listener struct {
	net.Listener
	URL string // "http://127.0.0.1:7300"
	Pin string // fingerprint of the certificate; empty on loopback, where there is none
}

// Listen takes an address ("127.0.0.1:7300", port 0 for a free one). On loopback it speaks plain HTTP, anywhere else TLS 1.3 with the
// certificate in the directory dir, made there when it is missing.
func Listen(ctx context.Context, address, dir string) (*Listener, error) {
	const op = "node.Listen"
	config := net.ListenConfig{Control: failFast, KeepAliveConfig: net.KeepAliveConfig{Enable: true,
		Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 3}}
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	if isLoopback(l.Addr()) {
		return &Listener{Listener: l, URL: "http://" + l.Addr().String()}, nil
	}
	cert, pin, err := Certificate(dir)
	if err != nil {
		l.Close()
		return nil, hall.Wrap(op, err)
	}
	secured := tls.NewListener(l, &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}})
	return &Listener{Listener: secured, URL: "https://" + reachable(l.Addr()), Pin: pin}, nil
}

func isLoopback(a net.Addr) bool {
	t, ok := a.(*net.TCPAddr)
	return ok && t.IP.IsLoopback()
}

// reachable is how others name an address: an unspecified one by this machine's first address on a network.
func reachable(a net.Addr) string {
	t, ok := a.(*net.TCPAddr)
	if !ok || !t.IP.IsUnspecified() {
		return a.String()
	}
	all, err := net.InterfaceAddrs()
	if err != nil {
		return a.String()
	}
	for _, one := range all {
		if n, ok := one.(*net.IPNet); ok && n.IP.IsGlobalUnicast() && n.IP.To4() != nil {
			return net.JoinHostPort(n.IP.String(), fmt.Sprint(t.Port))
		}
	}
	return net.JoinHostPort("127.0.0.1", fmt.Sprint(t.Port))
}

// Serve answers on l until ctx ends; then streams end, open commands get their answers, and it returns.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	calls, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	split := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			h.ServeHTTP(w, r)
			return
		}
		command, done := context.WithTimeout(context.WithoutCancel(r.Context()), commandTime) // never cut off in the middle
		defer done()
		h.ServeHTTP(w, r.WithContext(command))
	})
	s := &http.Server{Handler: split, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: headerLimit, BaseContext: func(net.Listener) context.Context { return calls }}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	select {
	case err := <-ended:
		return hall.Wrap("node.Serve", err)
	case <-ctx.Done():
	}
	hangUp()
	return hall.Wrap("node.Serve", farewell(ctx, s, ended))
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

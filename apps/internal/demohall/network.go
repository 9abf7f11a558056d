package demohall

import (
	"context"
	"io"
	"net"
	"sync"
)

// netSocket is the network plug of a machine: a port of this PC that is not there while it is unplugged.
type netSocket struct {
	addr string

	mu      sync.Mutex
	listen  net.Listener // nil while unplugged; guarded by mu
	conns   map[net.Conn]bool
	plugged chan struct{} // told once after each Plug
}

func newSocket() (*netSocket, error) {
	s := &netSocket{addr: "127.0.0.1:0", conns: map[net.Conn]bool{}, plugged: make(chan struct{}, 1)}
	if err := s.Plug(); err != nil {
		return nil, err
	}
	s.addr = s.listen.Addr().String() // it comes back at the same address
	return s, nil
}

// Plug implements cord.
func (s *netSocket) Plug() (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listen != nil {
		return nil
	}
	if s.listen, err = net.Listen("tcp", s.addr); err != nil {
		s.listen = nil
		return err
	}
	select {
	case s.plugged <- struct{}{}:
	default:
	}
	return nil
}

// Unplug implements cord.
func (s *netSocket) Unplug() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listen != nil {
		s.listen.Close()
		s.listen = nil
	}
	for c := range s.conns {
		c.Close()
	}
}

// run serves every connection until ctx ends.
func (s *netSocket) run(ctx context.Context, serve func(io.ReadWriteCloser)) error {
	var all sync.WaitGroup
	defer all.Wait()
	defer context.AfterFunc(ctx, s.Unplug)()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.plugged:
		}
		for {
			c, err := s.accept()
			if err != nil {
				break // unplugged
			}
			all.Go(func() { defer s.forget(c); serve(c) })
		}
	}
}

func (s *netSocket) accept() (net.Conn, error) {
	s.mu.Lock()
	l := s.listen
	s.mu.Unlock()
	if l == nil {
		return nil, net.ErrClosed
	}
	c, err := l.Accept()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listen != l { // unplugged meanwhile
		c.Close()
		return nil, net.ErrClosed
	}
	s.conns[c] = true
	return c, nil
}

func (s *netSocket) forget(c net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	c.Close()
}

// tappedSocket is a machine's end of a connection, with every byte shown.
type tappedSocket struct {
	io.ReadWriteCloser
	show func(sent bool, p []byte)
}

func (t tappedSocket) Read(p []byte) (int, error) {
	n, err := t.ReadWriteCloser.Read(p)
	if n > 0 {
		t.show(true, append([]byte(nil), p[:n]...))
	}
	return n, err
}

func (t tappedSocket) Write(p []byte) (int, error) {
	t.show(false, append([]byte(nil), p...))
	return t.ReadWriteCloser.Write(p)
}

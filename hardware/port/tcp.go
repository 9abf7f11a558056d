package port

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"time"
)

// tcpWire is a raw socket, for printers the JetDirect port 9100. A cable pulled out says
// nothing by itself: keep-alive finds it, and the writer's watchdog.
type tcpWire struct{ c *net.TCPConn }

func openTCP(ctx context.Context, u *url.URL) (wire, error) {
	host := u.Host
	if u.Port() == "" {
		host = net.JoinHostPort(u.Hostname(), "9100")
	}
	d := net.Dialer{Timeout: 3 * time.Second, KeepAliveConfig: net.KeepAliveConfig{
		Enable: true, Idle: 5 * time.Second, Interval: 2 * time.Second, Count: 3}}
	c, err := d.DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGone, err)
	}
	return &tcpWire{c: c.(*net.TCPConn)}, nil
}

func (w *tcpWire) read(p []byte) (int, error) {
	w.c.SetReadDeadline(time.Now().Add(tick))
	n, err := w.c.Read(p)
	if n > 0 || errors.Is(err, os.ErrDeadlineExceeded) {
		return n, nil
	}
	return 0, fmt.Errorf("%w: %w", ErrGone, err)
}

func (w *tcpWire) write(p []byte) (int, error) {
	n, err := w.c.Write(p)
	if err != nil {
		return n, fmt.Errorf("%w: %w", ErrGone, err)
	}
	return n, nil
}

// flush reads away what has come. What was written cannot be taken back from a socket,
// and a connection that has ended is found by the same read.
func (w *tcpWire) flush() error {
	trash := make([]byte, 4096)
	for {
		w.c.SetReadDeadline(time.Now().Add(time.Millisecond))
		_, err := w.c.Read(trash)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrGone, err)
		}
	}
}

// close sends the end first and gives the peer a moment: some boards cut off the rest of a
// ticket when the connection is torn down under it.
func (w *tcpWire) close() error {
	w.c.CloseWrite()
	w.c.SetReadDeadline(time.Now().Add(tick))
	w.c.Read(make([]byte, 512))
	return w.c.Close()
}

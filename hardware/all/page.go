package all

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/printer/page"
)

// pagePrinter is a print queue for A4 forms. Over tcp: the queue is an option, because that port has no path.
func pagePrinter(r Resources) hardware.Driver {
	return hardware.Driver{
		Name: "page", Kind: hardware.KindPage, Options: []string{"user", "queue"}, Ports: map[string][]string{"ipp": nil, "tcp": nil, "spool": nil},
		Example: "page+ipp://127.0.0.1:631/printers/forms",
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			p, err := openPages(ctx, at, o, r)
			if err != nil {
				return nil, err
			}
			if st, err := p.Status(ctx); err != nil && st.Code == hardware.Missing {
				p.Close()
				return nil, err
			}
			return p, nil
		},
	}
}

func openPages(ctx context.Context, at string, o map[string]string, r Resources) (*page.Printer, error) {
	const op = "page.Open"
	u, err := url.Parse(at)
	if err != nil {
		return nil, hardware.E(op, hardware.BadConfig, err)
	}
	opts := page.Options{Now: r.Now}
	if u.Scheme == "spool" {
		name, err := url.PathUnescape(strings.TrimPrefix(u.Opaque, "//"))
		if err != nil || name == "" {
			return nil, hardware.E(op, hardware.BadConfig, fmt.Sprintf("%q, want spool:NAME", at))
		}
		q, err := page.OpenSpool(name)
		if err != nil {
			return nil, err
		}
		return page.New(q, opts), nil
	}
	line := withPort("tcp://"+u.Host, "631")
	if u.Scheme == "tcp" {
		line = withPort(at, "631")
		u.Path = "/printers/" + or(o["queue"], "forms")
	}
	u.Scheme = "ipp"
	q, err := page.NewIPP(u.String(), or(o["user"], "brighthall"), httpOver(ctx, line), 10*time.Second)
	if err != nil {
		return nil, err
	}
	return page.New(q, opts), nil
}

// httpOver is one connection at a time over a port, so that it can be recorded, replayed and unplugged as any other
// line.
func httpOver(opened context.Context, at string) *http.Transport {
	opened = context.WithoutCancel(opened) // it may say who opens ports
	return &http.Transport{MaxConnsPerHost: 1, IdleConnTimeout: 30 * time.Second, DialContext: func(context.Context, string, string) (net.Conn, error) {
		p, err := open(opened, at)
		if err != nil {
			return nil, err
		}
		return portConn{p}, nil
	}}
}

// portConn is a port as a connection. Waits end by Close: the HTTP client closes what its request no longer waits for.
type portConn struct{ p port.Port }

func (c portConn) Read(b []byte) (int, error)       { return c.p.Read(context.Background(), b) }
func (c portConn) Write(b []byte) (int, error)      { return c.p.Write(context.Background(), b) }
func (c portConn) Close() error                     { return c.p.Close() }
func (c portConn) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (c portConn) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (c portConn) SetDeadline(time.Time) error      { return nil }
func (c portConn) SetReadDeadline(time.Time) error  { return nil }
func (c portConn) SetWriteDeadline(time.Time) error { return nil }

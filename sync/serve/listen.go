package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Listener is an address a server answers on.
type Listener struct {
	net.Listener
	URL string // "http://127.0.0.1:7300"
	Pin string // fingerprint of the certificate; empty on loopback, where there is none

	tls *tls.Config // nil: none
}

// Listen takes an address ("127.0.0.1:7300", port 0 for a free one). On loopback it speaks plain HTTP, anywhere else
// TLS 1.3 with the server's own certificate, made when it is missing.
func Listen(ctx context.Context, address string, own Own) (*Listener, error) {
	l, err := Take(ctx, address)
	if err != nil {
		return nil, err
	}
	if err := l.Certify(own); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// Take takes an address and makes nothing; Certify is called before it is answered on. A server takes it before it
// makes its data directory, so one that cannot have it leaves nothing behind.
func Take(ctx context.Context, address string) (*Listener, error) {
	const op = "serve.Take"
	config := net.ListenConfig{Control: failFast, KeepAliveConfig: net.KeepAliveConfig{Enable: true,
		Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 3}}
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, hall.Wrap(op, taken(address, err))
	}
	if isLoopback(l.Addr()) {
		return &Listener{Listener: l, URL: "http://" + l.Addr().String()}, nil
	}
	return &Listener{Listener: l, URL: "https://" + reachable(l.Addr())}, nil
}

// wsaAddrInUse is what Windows says of an address that is taken; syscall.EADDRINUSE is another number there.
const wsaAddrInUse = syscall.Errno(10048)

// taken says what to do about an address that another program has.
func taken(address string, err error) error {
	if no, ok := errors.AsType[syscall.Errno](err); !ok || no != syscall.EADDRINUSE && no != wsaAddrInUse {
		return err
	}
	return &hall.Error{Op: "serve.taken", Code: hall.Conflict, Err: err, Reason: "the address " + address + " is taken by another program, perhaps by " +
		"this one, started before: end that one, or give another HOST:PORT to listen on"}
}

// Certify gives a server off loopback its own certificate, made when it is missing.
func (l *Listener) Certify(own Own) error {
	if isLoopback(l.Addr()) {
		return nil
	}
	cert, pin, err := own.certificate()
	if err != nil {
		return hall.Wrap("serve.Certify", err)
	}
	l.Pin = pin
	l.tls = &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}}
	return nil
}

// within is the listener with its bounds, below its TLS: a handshake takes a place too.
func (l *Listener) within(o Limits) net.Listener {
	held := bind(l.Listener, o.Connections, o.PerAddress)
	if l.tls == nil {
		return held
	}
	return tls.NewListener(held, l.tls)
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

package serve

import (
	"net"
	"net/netip"
	"sync"
)

// bind makes a listener hold so many connections and so many of one address; those beyond are closed at once.
func bind(l net.Listener, inAll, perAddress int) net.Listener {
	return &bound{Listener: l, inAll: inAll, perAddress: perAddress, held: map[string]int{}}
}

type bound struct {
	net.Listener
	inAll, perAddress int

	mu   sync.Mutex
	held map[string]int // guarded by mu: connections by their address
	all  int            // guarded by mu
}

// Accept implements net.Listener.
func (b *bound) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := Network(c.RemoteAddr().String())
		if b.take(from) {
			return &counted{Conn: c, release: func() { b.release(from) }}, nil
		}
		c.Close()
	}
}

func (b *bound) take(from string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all >= b.inAll || b.held[from] >= b.perAddress {
		return false
	}
	b.all++
	b.held[from]++
	return true
}

func (b *bound) release(from string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all--
	if b.held[from]--; b.held[from] == 0 {
		delete(b.held, from)
	}
}

// counted gives its place back when it is closed.
type counted struct {
	net.Conn
	once    sync.Once
	release func()
}

// Close implements net.Conn.
func (c *counted) Close() error {
	defer c.once.Do(c.release)
	return c.Conn.Close()
}

// Network is whom an address ("10.0.0.7:4000") belongs to. Of IPv6 it is the /64: anybody has a whole one.
func Network(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if a = a.Unmap().WithZone(""); a.Is4() {
		return a.String()
	}
	p, _ := a.Prefix(64) // an IPv6 address has so many bits
	return p.String()
}

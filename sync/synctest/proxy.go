package synctest

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Proxy stands between a client and a server at target.
type Proxy struct {
	target   string
	addr     string
	delay    atomic.Int64 // nanoseconds before each piece is handed on
	hole     atomic.Bool
	lose     atomic.Int64 // answers still to be cut off
	accepted atomic.Int64

	mu       sync.Mutex
	listener net.Listener // nil while down
	lines    map[net.Conn]net.Conn
	work     sync.WaitGroup
}

// NewProxy starts a proxy in front of target; it ends with the test.
func NewProxy(t testing.TB, target string) *Proxy {
	t.Helper()
	p := &Proxy{target: target, lines: map[net.Conn]net.Conn{}}
	if err := p.listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Down(true); p.work.Wait() })
	return p
}

// Addr is where clients come in.
func (p *Proxy) Addr() string { return p.addr }

// Accepted counts the lines that came in so far.
func (p *Proxy) Accepted() int { return int(p.accepted.Load()) }

// Delay holds every piece up for d in both directions.
func (p *Proxy) Delay(d time.Duration) { p.delay.Store(int64(d)) }

// Hole swallows bytes without closing anything, or stops doing so.
func (p *Proxy) Hole(on bool) { p.hole.Store(on) }

// LoseAnswers lets the next n requests pass and breaks the line when the server answers.
func (p *Proxy) LoseAnswers(n int) { p.lose.Store(int64(n)) }

// Cut breaks every line at once.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for a, b := range p.lines {
		breakLine(a)
		breakLine(b)
	}
}

// Down breaks every line and refuses new ones, or takes new ones again at the same address.
func (p *Proxy) Down(on bool) {
	if !on {
		_ = p.listen(p.addr) // the port was ours a moment ago
		return
	}
	p.mu.Lock()
	if p.listener != nil {
		p.listener.Close()
		p.listener = nil
	}
	p.mu.Unlock()
	p.Cut()
}

// breakLine resets instead of closing in good order, as a pulled cable or a dead switch does.
func breakLine(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	c.Close()
}

func (p *Proxy) listen(addr string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.listener != nil {
		return nil
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	p.listener, p.addr = l, l.Addr().String()
	p.work.Go(func() { p.accept(l) })
	return nil
}

func (p *Proxy) accept(l net.Listener) {
	for {
		in, err := l.Accept()
		if err != nil {
			return
		}
		p.accepted.Add(1)
		p.work.Go(func() { p.join(in) })
	}
}

func (p *Proxy) join(in net.Conn) {
	out, err := net.Dial("tcp", p.target)
	if err != nil {
		breakLine(in)
		return
	}
	p.mu.Lock()
	p.lines[in] = out
	down := p.listener == nil
	p.mu.Unlock()
	if down {
		breakLine(in)
	}
	var both sync.WaitGroup
	both.Go(func() { p.move(out, in, func() bool { return false }) })
	both.Go(func() { p.move(in, out, p.losing) })
	both.Wait()
	p.mu.Lock()
	delete(p.lines, in)
	p.mu.Unlock()
}

func (p *Proxy) losing() bool {
	for {
		n := p.lose.Load()
		if n <= 0 {
			return false
		}
		if p.lose.CompareAndSwap(n, n-1) {
			return true
		}
	}
}

// move carries bytes until a side ends, then breaks the other.
func (p *Proxy) move(to, from net.Conn, lose func() bool) {
	defer breakLine(to)
	defer breakLine(from)
	buf := make([]byte, 16<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			if lose() {
				return
			}
			if werr := p.hand(to, buf[:n]); werr != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func (p *Proxy) hand(to net.Conn, piece []byte) error {
	if p.hole.Load() {
		return nil
	}
	if d := time.Duration(p.delay.Load()); d > 0 {
		time.Sleep(d)
	}
	n, err := to.Write(piece)
	if err == nil && n < len(piece) {
		return errors.New("synctest: short write")
	}
	return err
}

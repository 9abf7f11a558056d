package porttest

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware/port"
)

// Memory is a cable without a terminal: it moves bytes under whatever clock there is, so that days of plugging pass in
// seconds under a driven one. The driver's end is a port.Port from Open, the device's end reads and writes the Memory
// as it would a Line.
type Memory struct {
	name string

	mu       sync.Mutex
	plugged  bool          // guarded by mu
	driver   *memoryPort   // who holds the other end; guarded by mu
	toDriver []byte        // guarded by mu
	toDevice []byte        // guarded by mu
	opened   int           // how often; guarded by mu
	changed  chan struct{} // closed and made anew with every change; guarded by mu
}

// memoryRoom is how many bytes a cable holds; more stall the writer, as a full terminal does.
const memoryRoom = 16 << 10

// NewMemory makes a cable, plugged in.
func NewMemory(name string) *Memory {
	return &Memory{name: name, plugged: true, changed: make(chan struct{})}
}

// URL is the port address of the cable; see Cables.
func (m *Memory) URL() string { return "serial:///" + m.name }

// Opened counts how often a driver has taken the cable.
func (m *Memory) Opened() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.opened
}

// Plug connects the cable.
func (m *Memory) Plug() error { m.turn(true); return nil }

// Unplug pulls it: what is under way is lost, and whoever held it must open it again.
func (m *Memory) Unplug() { m.turn(false) }

func (m *Memory) turn(in bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.plugged, m.driver, m.toDriver, m.toDevice = in, nil, nil, nil
	m.tell()
}

// tell wakes everybody who waits. The caller holds mu.
func (m *Memory) tell() {
	close(m.changed)
	m.changed = make(chan struct{})
}

// until waits until ready says true, ctx ends or late fires. ready is called with mu held.
func (m *Memory) until(ctx context.Context, late <-chan time.Time, ready func() (bool, error)) error {
	for {
		m.mu.Lock()
		ok, err := ready()
		if ok || err != nil {
			m.tell()
			m.mu.Unlock()
			return err
		}
		wait := m.changed
		m.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late:
			return port.ErrStalled
		case <-wait:
		}
	}
}

// ReadContext gives the device what the driver sent.
func (m *Memory) ReadContext(ctx context.Context, p []byte) (n int, err error) {
	err = m.until(ctx, nil, func() (bool, error) {
		n = copy(p, m.toDevice)
		m.toDevice = m.toDevice[n:]
		return n > 0, nil
	})
	return n, err
}

// WriteContext sends the device's bytes to the driver; without a driver they are lost.
func (m *Memory) WriteContext(_ context.Context, p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.plugged {
		return 0, ErrUnplugged
	}
	if m.driver != nil && len(m.toDriver) < memoryRoom {
		m.toDriver = append(m.toDriver, p...)
		m.tell()
	}
	return len(p), nil
}

// Open gives the driver's end. Only one program can hold it.
func (m *Memory) Open() (port.Port, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case !m.plugged:
		return nil, port.ErrGone
	case m.driver != nil:
		return nil, port.ErrInUse
	}
	m.driver, m.toDriver, m.toDevice = &memoryPort{m: m}, nil, nil
	m.opened++
	return m.driver, nil
}

// Cables is a context under which port.Open finds these cables instead of the system's ports.
func Cables(ctx context.Context, cables ...*Memory) context.Context {
	by := map[string]*Memory{}
	for _, c := range cables {
		by["/"+c.name] = c
	}
	return port.WithOpener(ctx, func(_ context.Context, rawURL string) (port.Port, error) {
		u, err := url.Parse(rawURL)
		if err != nil || by[u.Path] == nil {
			return nil, fmt.Errorf("porttest: %s: %w", rawURL, port.ErrGone)
		}
		return by[u.Path].Open()
	})
}

// memoryPort is the driver's end. It is good until the cable is pulled.
type memoryPort struct {
	m      *Memory
	closed bool // guarded by m.mu
}

// stallTime is how long a write may wait for room.
const stallTime = 5 * time.Second

// state is what an operation of this end meets; the caller holds mu.
func (p *memoryPort) state() error {
	switch {
	case p.closed:
		return port.ErrClosed
	case p.m.driver != p:
		return port.ErrGone
	}
	return nil
}

// Read implements port.Port.
func (p *memoryPort) Read(ctx context.Context, into []byte) (n int, err error) {
	err = p.m.until(ctx, nil, func() (bool, error) {
		if err := p.state(); err != nil {
			return false, err
		}
		n = copy(into, p.m.toDriver)
		p.m.toDriver = p.m.toDriver[n:]
		return n > 0, nil
	})
	return n, err
}

// Write implements port.Port.
func (p *memoryPort) Write(ctx context.Context, from []byte) (n int, err error) {
	late := time.NewTimer(stallTime)
	defer late.Stop()
	for n < len(from) && err == nil {
		err = p.m.until(ctx, late.C, func() (bool, error) {
			if err := p.state(); err != nil {
				return false, err
			}
			part := from[n:min(len(from), n+max(memoryRoom-len(p.m.toDevice), 0))]
			p.m.toDevice = append(p.m.toDevice, part...)
			n += len(part)
			return len(part) > 0, nil
		})
	}
	return n, err
}

// Flush implements port.Port.
func (p *memoryPort) Flush() error {
	p.m.mu.Lock()
	defer p.m.mu.Unlock()
	if err := p.state(); err != nil {
		return err
	}
	p.m.toDriver, p.m.toDevice = nil, nil
	p.m.tell()
	return nil
}

// Close implements port.Port.
func (p *memoryPort) Close() error {
	p.m.mu.Lock()
	defer p.m.mu.Unlock()
	if p.closed = true; p.m.driver == p {
		p.m.driver = nil
	}
	p.m.tell()
	return nil
}

// String implements port.Port.
func (p *memoryPort) String() string { return p.m.URL() }

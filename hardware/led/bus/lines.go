package bus

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"sync"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// Lines are a program's lines: two screens whose URLs name one port sit on one line.
type Lines struct {
	open func(ctx context.Context, at string) (port.Port, error)

	mu  sync.Mutex
	all map[string]*place // guarded by mu
}

// place is where a line is, or was, or will be.
type place struct {
	mu   sync.Mutex // held while the port is opened or closed
	line *Line      // nil: closed; guarded by mu
	at   string     // guarded by mu
}

// NewLines takes the function that opens a port.
func NewLines(open func(ctx context.Context, at string) (port.Port, error)) *Lines {
	return &Lines{open: open, all: map[string]*place{}}
}

// Seat takes a screen's place on the line at a port's URL and opens the port if it is the first one, or if the port
// broke.
func (ls *Lines) Seat(ctx context.Context, at string, address int, echo bool) (*Seat, error) {
	p := ls.place(at)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.line == nil || p.line.dead.Load() {
		opened, err := ls.open(ctx, at)
		if err != nil {
			return nil, err
		}
		p.line, p.at = NewLine(opened, baud(at), echo), at
		p.line.home = p
	}
	if p.at != at || p.line.echo != echo {
		return nil, hardware.E("bus.Seat", hardware.BadConfig, fmt.Sprintf("%s: another screen on this line says %s", at, p.at))
	}
	return p.line.Seat(address)
}

// place finds a line by its port, whatever its parameters.
func (ls *Lines) place(at string) *place {
	name := at
	if u, err := url.Parse(at); err == nil {
		u.RawQuery = ""
		name = u.String()
	}
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if ls.all[name] == nil {
		ls.all[name] = &place{}
	}
	return ls.all[name]
}

// baud is the speed of a serial line; 0 where bytes need no time.
func baud(at string) int {
	u, err := url.Parse(at)
	if err != nil || u.Scheme != "serial" {
		return 0
	}
	if n, err := strconv.Atoi(u.Query().Get("baud")); err == nil && n > 0 {
		return n
	}
	return 9600
}

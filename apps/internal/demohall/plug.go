package demohall

import "sync"

// cord is what a machine's plug is on.
type cord interface {
	Plug() error
	Unplug()
}

// plug is a cord that knows whether a person has pulled it.
type plug struct {
	cord
	mu  sync.Mutex
	out bool // guarded by mu
}

// pull takes it out, or puts it back.
func (p *plug) pull(out bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out = out; out {
		p.Unplug()
		return nil
	}
	return p.Plug()
}

// again takes it out and puts it back, so that whoever holds the line opens it anew. One that is out stays out.
func (p *plug) again() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out {
		return nil
	}
	p.Unplug()
	return p.Plug()
}

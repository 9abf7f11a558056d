package escpostest

import "context"

// kick is ESC p m t1 t2: a pulse on pin 2 or 5.
func (c *command) kick() {
	m, _, _ := c.next(), c.next(), c.next()
	switch {
	case c.gone:
	case m == 0 || m == 1 || m == 48 || m == 49:
		c.p.pulse(c.ctx)
	default:
		c.wrong(0x1B, 0x70, m)
	}
}

// pulse opens the drawer unless it is locked, and tells of it when asked to.
func (p *Printer) pulse(ctx context.Context) {
	var report []byte
	opened := false
	p.with(func() {
		p.pulsed++
		if opened = !p.locked && !p.drawer; opened {
			p.drawer = true
			if p.asb&0x01 != 0 {
				report = p.report()
			}
		}
	})
	p.say(ctx, report)
}

// Pulses counts the pulses the drawer got.
func (p *Printer) Pulses() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pulsed
}

// DrawerOpen tells whether the drawer is open.
func (p *Printer) DrawerOpen() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.drawer
}

// ShutDrawer pushes the drawer shut.
func (p *Printer) ShutDrawer() { p.switched(func() { p.drawer = false }) }

// LockDrawer turns the key: pulses do not open it.
func (p *Printer) LockDrawer(on bool) { p.switched(func() { p.locked = on }) }

package rack

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// LED is a handle to a window screen that may come and go. It is a hardware.LED.
type LED struct{ s *slot }

// LED is the window screen of a name. The handle is valid for ever.
func (r *Rack) LED(name string) LED { return LED{r.slot(name)} }

// Show shows a panel, or answers Missing while there is no screen. A screen that comes later shows what was asked last.
func (l LED) Show(ctx context.Context, p hardware.Panel) error {
	return l.put(&p, func(dev hardware.LED) error { return dev.Show(ctx, p) })
}

// Clear makes the screen dark, or answers Missing.
func (l LED) Clear(ctx context.Context) error {
	return l.put(nil, func(dev hardware.LED) error { return dev.Clear(ctx) })
}

// put notes what is wanted before it looks for the screen: one that is just being opened will find the note.
func (l LED) put(p *hardware.Panel, do func(hardware.LED) error) error {
	l.s.mu.Lock()
	l.s.panel = p
	l.s.mu.Unlock()
	dev, ok := l.s.current().(hardware.LED)
	if !ok {
		return missing("rack.Show", l.s.name)
	}
	err := do(dev)
	if err != nil {
		l.s.glance()
	}
	return err
}

// Status asks the device now.
func (l LED) Status(ctx context.Context) (hardware.Status, error) {
	dev, ok := l.s.current().(hardware.LED)
	if !ok {
		return l.s.device().Status, missing("rack.Status", l.s.name)
	}
	return dev.Status(ctx)
}

// light gives a screen that was just opened what it should show, and has it kept fresh until stop, which waits for the
// end of that.
func (s *slot) light(ctx context.Context, dev hardware.LED) (stop func()) {
	s.mu.Lock()
	panel := s.panel
	s.mu.Unlock()
	if panel != nil {
		dev.Show(ctx, *panel) // what is wrong with it, its Status will say
	}
	runner, ok := dev.(interface{ Run(context.Context) error })
	if !ok {
		return func() {}
	}
	within, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); runner.Run(within) }()
	return func() { cancel(); <-ended }
}

package kit

// Catcher lies under everything and hears touches that mean nothing else; draw may paint it (nil: nothing).
// Over a page it keeps the page from being touched.
type Catcher struct{ touch }

// Disabled, Enable and Disable implement fyne.Disableable: nobody wants the keyboard on the ground of a page.
func (c *Catcher) Disabled() bool { return true }

// Enable implements fyne.Disableable.
func (c *Catcher) Enable() {}

// Disable implements fyne.Disableable.
func (c *Catcher) Disable() {}

// Catcher makes one; it fills what it is given.
func (k *Kit) Catcher(draw func(p *Pen, w, h float32)) *Catcher {
	c := &Catcher{}
	c.fast = true
	if draw == nil {
		draw = func(*Pen, float32, float32) {}
	}
	c.init(k, c, "", nil, draw)
	return c
}

// Ground lies under a page and acts on a press beside everything else.
func (k *Kit) Ground(act func()) *Catcher {
	c := k.Catcher(nil)
	c.act = act
	return c
}

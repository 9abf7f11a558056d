package rack

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// OpenDrawer opens the cash drawer at the printer, or answers Missing while there is no printer that can.
func (p Printer) OpenDrawer(ctx context.Context) error {
	dev, ok := p.s.current().(hardware.Drawer)
	if !ok {
		return missing("rack.OpenDrawer", p.s.name)
	}
	err := dev.OpenDrawer(ctx)
	p.s.glance()
	return err
}

// DrawerOpen reads the drawer's switch, or answers Missing.
func (p Printer) DrawerOpen(ctx context.Context) (bool, error) {
	dev, ok := p.s.current().(hardware.DrawerSensor)
	if !ok {
		return false, missing("rack.DrawerOpen", p.s.name)
	}
	return dev.DrawerOpen(ctx)
}

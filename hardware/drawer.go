package hardware

import "context"

// Drawer is a Printer with a cash drawer on its plug.
type Drawer interface {
	// OpenDrawer returns when the drawer is open, or when the pulse was given and the drawer has no switch to tell.
	OpenDrawer(ctx context.Context) error
}

// DrawerSensor is a Drawer that can be seen: one left open is money left open.
type DrawerSensor interface {
	DrawerOpen(ctx context.Context) (bool, error)
}

// PrinterDrawer: the drawer got its pulse and stays shut (locked by key, not joined, or stuck).
const PrinterDrawer Code = "printer.drawer"

// Package rack holds this terminal's devices: it opens them from the configuration,
// watches them, and opens them again when they come back.
//
//	r, err := rack.New(registry, map[string]string{"printer": "escpos+serial:///dev/ttyS1?…"}, rack.Options{…})
//	go r.Run(ctx)
//	outcome, err := r.Printer("printer").Print(ctx, slip)
//
// What it gives out are handles that are always valid: while the device is away, or not
// configured at all, they answer hardware.Missing, so no screen has to ask first. A device
// that went away is tried after 1, 2 and then every 4 seconds, also under the name its adapter
// has in another socket: with the time an opening takes, a card reader's search for its speed
// too, it is back within 10 seconds of a replug. A change of state is told at once, a fault when
// it begins and when it ends.
//
// The package knows no driver: it gets a hardware.Registry.
package rack

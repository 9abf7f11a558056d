package escpos

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// OpenDrawer sends the pulse to the drawer's lock (`ESC p`) and, where the profile says that its switch is wired, waits
// a second for it to be open. A drawer that stays shut is PrinterDrawer: locked by key, or not joined. The pulse waits
// its turn behind a slip.
func (p *Printer) OpenDrawer(ctx context.Context) error {
	const op = "escpos.OpenDrawer"
	kick, _ := hex.DecodeString(p.profile.Drawer) // checked with the profile
	if len(kick) == 0 {
		return hardware.E(op, hardware.BadConfig, "profile "+p.profile.Name+" has no drawer")
	}
	if err := p.begin(ctx); err != nil {
		return hardware.E(op, hardware.Canceled, err)
	}
	defer p.end()
	code, err := p.check(ctx, op)
	if !stops(code) {
		code, err = p.sync(ctx, op)
	}
	switch code {
	case hardware.PrinterUnconfirmed:
		_, err = p.port.Write(ctx, kick)
		return faulty(op, codeOf(err), err)
	case "":
		code, err = p.inTurn(ctx, op, kick)
	}
	if stops(code) {
		p.note(code)
		return faulty(op, code, err)
	}
	return p.opened(ctx, op)
}

// faulty makes a fault of a code; nil of none.
func faulty(op string, code hardware.Code, err error) error {
	if code == "" {
		return nil
	}
	f := hardware.E(op, code)
	f.Err = err
	return f
}

// opened waits for the drawer's switch.
func (p *Printer) opened(ctx context.Context, op string) error {
	if !p.profile.DrawerSensor {
		return nil
	}
	for until := time.Now().Add(time.Second); ; {
		open, err := p.pin(ctx, op)
		switch {
		case err != nil:
			return err
		case open:
			return nil
		case time.Now().After(until):
			return hardware.E(op, hardware.PrinterDrawer)
		}
		p.hear(ctx, 50*time.Millisecond, nothing) // what it tells by itself comes meanwhile
	}
}

// DrawerOpen reads the drawer's switch, pin 3 of its plug. Without one it is BadConfig.
func (p *Printer) DrawerOpen(ctx context.Context) (bool, error) {
	const op = "escpos.DrawerOpen"
	if !p.profile.DrawerSensor || p.profile.Status == "no" {
		return false, hardware.E(op, hardware.BadConfig, "profile "+p.profile.Name+" has no drawer sensor")
	}
	if err := p.begin(ctx); err != nil {
		return false, hardware.E(op, hardware.Canceled, err)
	}
	defer p.end()
	return p.pin(ctx, op)
}

func (p *Printer) pin(ctx context.Context, op string) (bool, error) {
	b, code, err := p.sure(ctx, op, 1)
	if code != "" {
		return false, err
	}
	return (b&0x04 != 0) != p.profile.DrawerOpenLow, nil
}

package rack

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// UPS is a handle to a power supply that may come and go. It is a hardware.UPS.
type UPS struct{ s *slot }

// UPS is the power supply of a name. The handle is valid for ever.
func (r *Rack) UPS(name string) UPS { return UPS{r.slot(name)} }

// Power asks the UPS, or answers Missing while there is none.
func (u UPS) Power(ctx context.Context) (hardware.Power, error) {
	dev, ok := u.s.current().(hardware.UPS)
	if !ok {
		return hardware.Power{}, missing("rack.Power", u.s.name)
	}
	return dev.Power(ctx)
}

// Status asks the device now.
func (u UPS) Status(ctx context.Context) (hardware.Status, error) {
	dev, ok := u.s.current().(hardware.UPS)
	if !ok {
		return u.s.device().Status, missing("rack.Status", u.s.name)
	}
	return u.s.told(dev.Status(ctx))
}

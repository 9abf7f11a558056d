package rack

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// IDReader is a handle to a reader of identity cards that may come and go. It is a hardware.IDReader.
type IDReader struct{ s *slot }

// IDReader is the reader of a name. The handle is valid for ever.
func (r *Rack) IDReader(name string) IDReader { return IDReader{r.slot(name)} }

// Read waits for a card, or answers Missing while there is no reader.
func (i IDReader) Read(ctx context.Context) (hardware.IDCard, error) {
	dev, ok := i.s.current().(hardware.IDReader)
	if !ok {
		return hardware.IDCard{}, missing("rack.Read", i.s.name)
	}
	c, err := dev.Read(ctx)
	if err != nil && ctx.Err() == nil {
		i.s.glance()
	}
	return c, err
}

// Lifted waits until the card is off the reader, or answers Missing.
func (i IDReader) Lifted(ctx context.Context) error {
	dev, ok := i.s.current().(hardware.IDReader)
	if !ok {
		return missing("rack.Lifted", i.s.name)
	}
	err := dev.Lifted(ctx)
	i.s.glance() // a card left behind is gone
	return err
}

// Status asks the device now.
func (i IDReader) Status(ctx context.Context) (hardware.Status, error) {
	dev, ok := i.s.current().(hardware.IDReader)
	if !ok {
		return i.s.device().Status, missing("rack.Status", i.s.name)
	}
	return dev.Status(ctx)
}

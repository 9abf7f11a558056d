package demohall

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/rack"
)

// KioskRack is what the bench asks of the kiosk's devices: only the kiosk's rack holds their lines.
type KioskRack interface {
	IDReader(name string) rack.IDReader
	UPS(name string) rack.UPS
}

// ThroughKiosk are the parts that hear cards and power through the kiosk's rack. The kiosk watches its reader but has
// no page that reads a card yet: until it has one, the bench has it read.
func (m *Machines) ThroughKiosk(r KioskRack) []boot.Part {
	return []boot.Part{
		{Name: "cards", Run: func(ctx context.Context) error { return m.readCards(ctx, r.IDReader("id_reader")) }},
		{Name: "power", Run: func(ctx context.Context) error { return m.watchPower(ctx, r.UPS("ups")) }},
	}
}

// readCards reads one card after the other.
func (m *Machines) readCards(ctx context.Context, reader rack.IDReader) error {
	for ctx.Err() == nil {
		card, err := reader.Read(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			m.trouble(ctx, "samv", err)
		default:
			m.tell().Card("samv", card, m.since("samv"))
			reader.Lifted(ctx) // until then nothing is read anyway
		}
	}
	return nil
}

// watchPower reads the supply every second and tells what changed.
func (m *Machines) watchPower(ctx context.Context, supply hardware.UPS) error {
	var last hardware.Power
	for ctx.Err() == nil {
		p, err := supply.Power(ctx)
		if err == nil && (p.OnBattery != last.OnBattery || p.Low != last.Low || last.At.IsZero()) {
			m.tell().Power("megatec", p)
			last = p
		}
		rest(ctx, time.Second)
	}
	return nil
}

// Rated hears what the counter's evaluator was told about a ticket.
func (h *Hall) Rated(ctx context.Context) func(hall.TicketID, int) {
	return func(id hall.TicketID, level int) {
		standing, err := h.Node.Authority.Ticket(ctx, id)
		if err == nil {
			h.Machines.tell().Score("keys", standing.No, level)
		}
	}
}

// trouble tells why nothing came and waits a little: the machine is away or ill.
func (m *Machines) trouble(ctx context.Context, machine string, err error) {
	if code := hardware.CodeOf(err); code != hardware.Missing {
		m.tell().Code(machine, code)
	}
	rest(ctx, time.Second)
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

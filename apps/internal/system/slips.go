package system

import (
	"context"

	"github.com/brighthall/brighthall/apps/internal/bridge"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
)

// slips prints tickets and test slips on a terminal's printer.
type slips struct{ t *Terminal }

// Print implements the kiosk flow's Printer.
func (s slips) Print(ctx context.Context, standing hall.Standing) (hall.PaperState, string, error) {
	outcome, err := s.t.Rack.Printer(Printer).Print(ctx, bridge.Slip(s.t.Book, s.ticket(standing)))
	reason := outcome.Reason
	if reason == "" {
		reason = hardware.CodeOf(err)
	}
	return bridge.Paper(outcome), string(reason), err
}

// ticket gathers what a slip tells beside the standing from the last snapshot.
func (s slips) ticket(standing hall.Standing) bridge.Ticket {
	b := bridge.Ticket{Standing: standing, Terminal: s.t.ID, Labels: map[hall.CounterID]string{}}
	snap := s.t.latest.Load()
	if snap == nil {
		return b
	}
	b.Outlet = snap.Outlet
	for _, g := range snap.Groups {
		if g.Code == standing.Group {
			b.Group = g.ServiceGroup
		}
	}
	for _, code := range standing.Items {
		for _, item := range snap.Items {
			if item.Code == code {
				b.Items = append(b.Items, item)
			}
		}
	}
	for _, c := range snap.Counters {
		b.Labels[c.ID] = c.Label
	}
	return b
}

// test prints the test slip.
func (s slips) test(ctx context.Context) error {
	var outlet hall.Outlet
	if snap := s.t.latest.Load(); snap != nil {
		outlet = snap.Outlet
	}
	_, err := s.t.Rack.Printer(Printer).Print(ctx, bridge.TestSlip(s.t.Book, hall.Chinese, outlet, s.t.ID))
	return err
}

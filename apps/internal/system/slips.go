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
	return s.print(ctx, s.ticket(standing))
}

// again prints at a counter, where a slip may be a second one.
type again struct{ slips }

// Print implements the counter flow's Printer.
func (s again) Print(ctx context.Context, standing hall.Standing, again bool) (hall.PaperState, string, error) {
	return s.print(ctx, s.gather(ctx, standing, again))
}

// gather reads the hall first: a counter keeps no snapshot for slips. With the node away an older one must do.
func (s again) gather(ctx context.Context, standing hall.Standing, again bool) bridge.Ticket {
	if snap, err := s.t.Authority.Hall(ctx); err == nil {
		s.t.latest.Store(&snap)
	}
	t := s.ticket(standing)
	t.Again = again
	return t
}

func (s slips) print(ctx context.Context, t bridge.Ticket) (hall.PaperState, string, error) {
	outcome, err := s.t.Rack.Printer(Printer).Print(ctx, bridge.Slip(s.t.Book, t))
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

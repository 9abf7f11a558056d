package hall_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
)

func TestATicketThatWaitsAgainStillWaits(t *testing.T) {
	const minute = 60_000
	for _, c := range []struct {
		name   string
		ticket hall.Ticket
		want   hall.Millis
	}{
		{"not called yet", hall.Ticket{State: hall.Waiting, IssuedAt: 1}, 15 * minute},
		{"called", hall.Ticket{State: hall.Called, IssuedAt: 1, FirstCalledAt: 1 + 3*minute}, 3 * minute},
		{"called, and back in the line", hall.Ticket{State: hall.Waiting, IssuedAt: 1, FirstCalledAt: 1 + 3*minute}, 15 * minute},
		{"served", hall.Ticket{State: hall.Serving, IssuedAt: 1, FirstCalledAt: 1 + 3*minute, StartedAt: 1 + 4*minute}, 3 * minute},
		{"ended without a call", hall.Ticket{State: hall.Cancelled, IssuedAt: 1, EndedAt: 1 + 2*minute}, 2 * minute},
	} {
		if got := c.ticket.Wait(1 + 15*minute); got != c.want {
			t.Errorf("%s: waited %d minutes", c.name, got/minute)
		}
	}
}

package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/ccnet/ccnettest"
	"github.com/brighthall/brighthall/hardware/cash/id003/id003test"
)

// acceptors are the note acceptors; a shut slot refuses a note.
func acceptors() []Sim {
	return []Sim{
		{Name: "id003", Kind: hardware.KindCash, Baud: 9600, Example: "id003+%s?baud=9600&profile=uba-cny", Make: func(say func(string)) Device { return id003test.New(say) }},
		{Name: "ccnet", Kind: hardware.KindCash, Baud: 9600, Example: "ccnet+%s?baud=9600&profile=sm-cny", Make: func(say func(string)) Device { return ccnettest.New(say) }},
	}
}

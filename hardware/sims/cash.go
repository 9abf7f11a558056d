package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/ccnet/ccnettest"
	"github.com/brighthall/brighthall/hardware/cash/cctalk/cctalktest"
	"github.com/brighthall/brighthall/hardware/cash/ict/icttest"
	"github.com/brighthall/brighthall/hardware/cash/id003/id003test"
)

// acceptors are those of notes and of coins; a shut slot refuses what is put in.
func acceptors() []Sim {
	return []Sim{
		{Name: "id003", Kind: hardware.KindCash, Baud: 9600, Example: "id003+%s?baud=9600&profile=uba-cny", Make: func(say func(string)) Device { return id003test.New(say) }},
		{Name: "ccnet", Kind: hardware.KindCash, Baud: 9600, Example: "ccnet+%s?baud=9600&profile=sm-cny", Make: func(say func(string)) Device { return ccnettest.New(say) }},
		{Name: "ict", Kind: hardware.KindCash, Baud: 9600, Example: "ict+%s?baud=9600&profile=tb74-cny", Make: func(say func(string)) Device { return icttest.New(say) }},
		{Name: "cctalk", Kind: hardware.KindCash, Baud: 9600, Example: "cctalk+%s?baud=9600&profile=coin-cny", Make: func(say func(string)) Device { return cctalktest.New(say) }},
	}
}

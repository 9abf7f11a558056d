package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/ups/megatec/megatectest"
	"github.com/brighthall/brighthall/hardware/ups/nut/nuttest"
)

func supplies() []Sim {
	return []Sim{
		{Name: "nut", Kind: hardware.KindUPS, Example: "nut+%s?ups=sim", Make: func(say func(string)) Device { return nuttest.New("sim", say) }},
		{Name: "megatec", Kind: hardware.KindUPS, Baud: 2400, Example: "megatec+%s?baud=2400&empty=21&full=27",
			Make: func(say func(string)) Device { return megatectest.New(say) }},
	}
}

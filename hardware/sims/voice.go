package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice/module/moduletest"
	"github.com/brighthall/brighthall/hardware/voice/syn6288/syn6288test"
	"github.com/brighthall/brighthall/hardware/voice/xfs5152/xfs5152test"
)

// voices are the speech modules; what they have spoken to its end is said.
func voices() []Sim {
	return []Sim{
		{Name: "syn6288", Kind: hardware.KindVoice, Baud: 9600, Example: "syn6288+%s?baud=9600", Make: speechModule(syn6288test.New)},
		{Name: "xfs5152", Kind: hardware.KindVoice, Baud: 9600, Example: "xfs5152+%s?baud=9600", Make: speechModule(xfs5152test.New)},
	}
}

func speechModule(build func() *moduletest.Module) func(say func(string)) Device {
	return func(say func(string)) Device {
		m := build()
		m.Baud, m.OnSay = 9600, say
		return m
	}
}

package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/evaluator/keys/keystest"
)

// evaluators are boxes of five keys: one that answers, and one that types like a keyboard of a 64-bit machine.
func evaluators() []Sim {
	return []Sim{
		{Name: "keys", Kind: hardware.KindEvaluator, Baud: 9600, Example: "keys+%s?baud=9600&profile=framed",
			Make: func(say func(string)) Device { return keystest.New("framed", say) }},
		{Name: "hidkeys", Kind: hardware.KindEvaluator, Baud: 115200, Example: "keys+%s?baud=115200&profile=hid-digits&bits=64",
			Make: func(say func(string)) Device { return keystest.NewTyping("hid-digits", say) }},
	}
}

package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/evaluator/keys/keystest"
)

// evaluators are boxes of five keys, one that answers.
func evaluators() []Sim {
	return []Sim{{Name: "keys", Kind: hardware.KindEvaluator, Baud: 9600, Example: "keys+%s?baud=9600&profile=framed",
		Make: func(say func(string)) Device { return keystest.New("framed", say) }}}
}

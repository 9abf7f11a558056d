package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/scanner/honeywell/honeywelltest"
)

func scanners() []Sim {
	return []Sim{{Name: "honeywell", Kind: hardware.KindScanner, Baud: 115200, Example: "honeywell+%s?baud=115200&profile=imager",
		Make: func(say func(string)) Device { return honeywelltest.New(say) }}}
}

package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/printer/page/pagetest"
)

// pagePrinters stand behind a print server, on TCP.
func pagePrinters() []Sim {
	return []Sim{{Name: "page", Kind: hardware.KindPage, Example: "page+%s?queue=forms", Make: func(say func(string)) Device { return pagetest.New(say) }}}
}

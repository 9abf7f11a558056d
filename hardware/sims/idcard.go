package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/idcard/samv/samvtest"
)

func cardReaders() []Sim {
	return []Sim{{Name: "samv", Kind: hardware.KindIDCard, Baud: 115200, Example: "samv+%s?baud=115200", Make: newCardReader}}
}

// newCardReader takes as long for a card as a reader in the field.
func newCardReader(say func(string)) Device {
	c := samvtest.Field
	c.Say = say
	return samvtest.New(c)
}

package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/led/modbus/modbustest"
	"github.com/brighthall/brighthall/hardware/led/onbon/onbontest"
	"github.com/brighthall/brighthall/hardware/led/template/templatetest"
)

// windowScreens are lines with three window screens each, at the addresses 1 to 3. What a screen shows is said, "1:
// H023", and its Shown gives it.
func windowScreens() []Sim {
	return []Sim{
		{Name: "onbon", Kind: hardware.KindLED, Baud: 57600, Example: "onbon+%s?baud=57600&address=1&profile=96x16",
			Make: func(say func(string)) Device { return onbontest.New(say, 1, 2, 3) }},
		{Name: "ledmodbus", Kind: hardware.KindLED, Baud: 9600, Example: "ledmodbus+%s?baud=9600&address=1&profile=ascii-8",
			Make: func(say func(string)) Device { return modbustest.New(say, modbustest.ASCII, 1, 2, 3) }},
		{Name: "ledtemplate", Kind: hardware.KindLED, Baud: 9600, Example: "ledtemplate+%s?baud=9600&address=1&profile=framed-gbk",
			Make: func(say func(string)) Device { return templatetest.New(say, templatetest.Framed, 1, 2, 3) }},
	}
}

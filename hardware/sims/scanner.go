package sims

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/scanner/camera/cameratest"
	"github.com/brighthall/brighthall/hardware/scanner/gm65/gm65test"
	"github.com/brighthall/brighthall/hardware/scanner/honeywell/honeywelltest"
	"github.com/brighthall/brighthall/hardware/scanner/serialscan/serialscantest"
	"github.com/brighthall/brighthall/hardware/scanner/ssi/ssitest"
	"github.com/brighthall/brighthall/hardware/scanner/wedge/wedgetest"
)

func scanners() []Sim {
	return []Sim{
		{Name: "gm65", Kind: hardware.KindScanner, Baud: 9600, Example: "gm65+%s?baud=9600&profile=gm65", Make: func(say func(string)) Device { return gm65test.New(say) }},
		{Name: "honeywell", Kind: hardware.KindScanner, Baud: 115200, Example: "honeywell+%s?baud=115200&profile=imager",
			Make: func(say func(string)) Device { return honeywelltest.New(say) }},
		{Name: "camera", Kind: hardware.KindScanner, Example: "camera+%s", Make: func(say func(string)) Device { return cameratest.New(say) }}, // on TCP
		{Name: "ssi", Kind: hardware.KindScanner, Baud: 9600, Example: "ssi+%s?baud=9600&profile=zebra", Make: func(say func(string)) Device { return ssitest.New(say) }},
		{Name: "serialscan", Kind: hardware.KindScanner, Baud: 9600, Example: "serialscan+%s?baud=9600", Make: func(say func(string)) Device { return serialscantest.New(say) }},
		{Name: "wedge", Kind: hardware.KindScanner, Baud: 115200, Example: "wedge+%s?baud=115200", Make: func(say func(string)) Device { return wedgetest.New(say) }},
	}
}

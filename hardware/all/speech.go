package all

import (
	"context"
	"fmt"
	"strconv"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice/reading"
	"github.com/brighthall/brighthall/hardware/voice/system"
)

// speech is the operating system's own voice: system:?volume=80. It needs no port.
func speech() hardware.Driver {
	return hardware.Driver{
		Name: "system", Kind: hardware.KindVoice, Options: []string{"volume", "rate", "one"}, Ports: map[string][]string{"": nil},
		Example: "system:?volume=80&rate=150",
		Open: func(_ context.Context, _ string, o map[string]string) (hardware.Device, error) {
			volume, err := strconv.Atoi(or(o["volume"], "80"))
			if err != nil || volume < 0 || volume > 100 {
				return nil, hardware.E("system.Open", hardware.BadConfig, fmt.Sprintf("volume %q, 0 to 100", o["volume"]))
			}
			rate, err := strconv.Atoi(or(o["rate"], "150"))
			if err != nil || rate < 80 || rate > 300 {
				return nil, hardware.E("system.Open", hardware.BadConfig, fmt.Sprintf("rate %q, 80 to 300 words a minute", o["rate"]))
			}
			if one := o["one"]; one != "" && one != "yao" && one != "yi" {
				return nil, hardware.E("system.Open", hardware.BadConfig, fmt.Sprintf("one %q, yao or yi", one))
			}
			return system.New(system.Options{Volume: volume, Rate: rate, Rules: reading.Rules{PlainOne: o["one"] == "yi"}}), nil
		},
	}
}

package all

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/scanner/honeywell"
)

// honeywellScanner is a scanner that takes menu commands and a trigger: mode=always reads whatever is held up, mode=asked waits for Trigger.
func honeywellScanner(r Resources) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: "honeywell", Kind: hardware.KindScanner, Options: []string{"profile", "mode"},
		Ports:   map[string][]string{"serial": schemes["serial"], "tcp": schemes["tcp"]},
		Example: "honeywell+serial:///dev/ttyACM0?baud=115200&profile=imager",
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			const op = "honeywell.Open"
			if m := or(o["mode"], "always"); m != "always" && m != "asked" {
				return nil, hardware.E(op, hardware.BadConfig, "mode "+m+", always or asked")
			}
			profile, err := honeywell.LoadProfile(or(o["profile"], "plain"))
			if err != nil {
				return nil, err
			}
			p, err := open(ctx, at)
			if err != nil {
				return nil, err
			}
			s := honeywell.New(p, profile, r.Now)
			if err := s.Begin(ctx, o["mode"] == "asked"); err != nil {
				s.Close()
				return nil, err
			}
			return s, nil
		},
	}
}

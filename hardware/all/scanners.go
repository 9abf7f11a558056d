package all

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/scanner/gm65"
	"github.com/brighthall/brighthall/hardware/scanner/honeywell"
	"github.com/brighthall/brighthall/hardware/scanner/ssi"
)

// settable is a scanner that takes settings over its line.
type settable interface {
	hardware.Device
	Begin(ctx context.Context, asked bool) error
}

// settableScanners are scanners with settings and a trigger. mode=always reads whatever is held up, mode=asked waits for Trigger.
func settableScanners(r Resources) []hardware.Driver {
	return []hardware.Driver{
		settableScanner(r, "gm65", "gm65+serial:///dev/ttyUSB0?baud=9600&profile=gm65", func(p port.Port, name string, now func() time.Time) (settable, error) {
			profile, err := gm65.LoadProfile(or(name, "gm65"))
			return gm65.New(p, profile, now), err
		}),
		settableScanner(r, "honeywell", "honeywell+serial:///dev/ttyACM0?baud=115200&profile=imager", func(p port.Port, name string, now func() time.Time) (settable, error) {
			profile, err := honeywell.LoadProfile(or(name, "plain"))
			return honeywell.New(p, profile, now), err
		}),
		settableScanner(r, "ssi", "ssi+serial:///dev/ttyUSB0?baud=9600&profile=zebra", func(p port.Port, name string, now func() time.Time) (settable, error) {
			profile, err := ssi.LoadProfile(or(name, "zebra"))
			return ssi.New(p, profile, now), err
		}),
	}
}

func settableScanner(r Resources, name, example string, build func(port.Port, string, func() time.Time) (settable, error)) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: name, Kind: hardware.KindScanner, Options: []string{"profile", "mode"}, Example: example,
		Ports: map[string][]string{"serial": schemes["serial"], "tcp": schemes["tcp"]},
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			if m := or(o["mode"], "always"); m != "always" && m != "asked" {
				return nil, hardware.E(name+".Open", hardware.BadConfig, "mode "+m+", always or asked")
			}
			p, err := open(ctx, at)
			if err != nil {
				return nil, err
			}
			s, err := build(p, o["profile"], r.Now)
			if err == nil {
				err = s.Begin(ctx, o["mode"] == "asked")
			}
			if err != nil {
				p.Close()
				return nil, err
			}
			return s, nil
		},
	}
}

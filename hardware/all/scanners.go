package all

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
	"github.com/brighthall/brighthall/hardware/scanner/gm65"
	"github.com/brighthall/brighthall/hardware/scanner/honeywell"
	"github.com/brighthall/brighthall/hardware/scanner/serialscan"
	"github.com/brighthall/brighthall/hardware/scanner/ssi"
)

// plainScanner is one that sends lines and hears nothing.
func plainScanner(r Resources) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: "serialscan", Kind: hardware.KindScanner, Options: []string{"prefix", "charset"},
		Ports:   map[string][]string{"serial": schemes["serial"], "tcp": schemes["tcp"]},
		Example: "serialscan+serial:///dev/ttyS2?baud=9600&charset=gbk",
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			rules, err := codeRules(o)
			if err != nil {
				return nil, err
			}
			p, err := open(ctx, at)
			if err != nil {
				return nil, err
			}
			return serialscan.With(p, rules, r.Now), nil
		},
	}
}

// codeRules are what a scanner puts before each code and how it writes Chinese.
func codeRules(o map[string]string) (codes.Rules, error) {
	rules := codes.Rules{Prefix: o["prefix"]}
	switch charset := or(o["charset"], "utf8"); charset {
	case "gbk":
		rules.GBK = true
	case "utf8":
	default:
		return rules, hardware.E("serialscan.Open", hardware.BadConfig, "charset "+charset+", utf8 or gbk")
	}
	return rules, nil
}

// settable is a scanner that takes settings over its line.
type settable interface {
	hardware.Device
	Begin(ctx context.Context, asked bool) error
}

// settableScanners are scanners with settings and a trigger. mode=always reads whatever is held up, mode=asked waits
// for Trigger.
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

package all

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/scanner/wedge"
)

// typist is a scanner that types. On Linux its keyboard is read, on Windows all keyboards are heard; over a line come
// another machine's events.
func typist(r Resources) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: "wedge", Kind: hardware.KindScanner, Options: []string{"gap", "least", "prefix", "bits"}, Example: typistExample(),
		Ports: map[string][]string{"evdev": schemes["evdev"], "serial": schemes["serial"], "tcp": schemes["tcp"], "hook": nil},
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			options, err := typistOptions(o)
			if err != nil {
				return nil, err
			}
			if at == "hook:" {
				return hook(options.Rules, r.Now)
			}
			p, err := open(ctx, at)
			if err != nil {
				return nil, err
			}
			return wedge.New(p, options, r.Now), nil
		},
	}
}

func typistExample() string {
	if runtime.GOOS == "windows" {
		return "wedge+hook:"
	}
	return "wedge+evdev:///dev/input/by-id/usb-Honeywell_Voyager_1450g-event-kbd"
}

func hook(rules wedge.Rules, now func() time.Time) (hardware.Device, error) {
	h, err := wedge.NewHook(rules, now)
	if err != nil {
		return nil, err
	}
	return h, nil
}

func typistOptions(o map[string]string) (wedge.Options, error) {
	gap, err := between(o["gap"], "gap", 35, 5, 200)
	if err != nil {
		return wedge.Options{}, err
	}
	least, err := between(o["least"], "least", 4, 2, 64)
	if err != nil {
		return wedge.Options{}, err
	}
	bits, err := eventBits("wedge.Open", o["bits"])
	if err != nil {
		return wedge.Options{}, err
	}
	return wedge.Options{Bits: bits, Rules: wedge.Rules{Gap: time.Duration(gap) * time.Millisecond, Least: least, Prefix: o["prefix"]}}, nil
}

func between(text, key string, unset, low, high int) (int, error) {
	n, err := strconv.Atoi(or(text, strconv.Itoa(unset)))
	if err != nil || n < low || n > high {
		return 0, hardware.E("wedge.Open", hardware.BadConfig, fmt.Sprintf("%s %q, %d to %d", key, text, low, high))
	}
	return n, nil
}

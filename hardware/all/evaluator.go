package all

import (
	"context"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/evaluator/keys"
	"github.com/brighthall/brighthall/hardware/port"
)

// evaluator is a box of keys; its maker is a profile, built in or a file. The profile knows the usual baud rate.
func evaluator(r Resources) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: "keys", Kind: hardware.KindEvaluator, Options: []string{"profile"},
		Ports:   map[string][]string{"serial": schemes["serial"], "tcp": schemes["tcp"]},
		Example: "keys+serial:///dev/ttyS4?profile=bytes",
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			profile, err := keys.LoadProfile(or(o["profile"], "bytes"))
			if err != nil {
				return nil, err
			}
			if strings.HasPrefix(at, "serial:") && !strings.Contains(at, "baud=") {
				at = withOption(at, "baud", strconv.Itoa(profile.Baud))
			}
			p, err := open(ctx, at)
			if err != nil {
				return nil, err
			}
			return keys.New(p, profile, keys.Options{Now: r.Now}), nil
		},
	}
}

// withOption adds a parameter to a port's URL.
func withOption(at, key, value string) string {
	if strings.Contains(at, "?") {
		return at + "&" + key + "=" + value
	}
	return at + "?" + key + "=" + value
}

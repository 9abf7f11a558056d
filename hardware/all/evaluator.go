package all

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/evaluator/keys"
	"github.com/brighthall/brighthall/hardware/keyboard"
	"github.com/brighthall/brighthall/hardware/port"
)

// evaluator is a box of keys; its maker is a profile, built in or a file. The profile knows the usual baud rate.
func evaluator(r Resources) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: "keys", Kind: hardware.KindEvaluator, Options: []string{"profile", "bits"},
		Ports:   map[string][]string{"serial": schemes["serial"], "tcp": schemes["tcp"], "evdev": schemes["evdev"]},
		Example: "keys+serial:///dev/ttyS4?profile=bytes",
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			types := o["bits"] != "" || strings.HasPrefix(at, "evdev:")
			profile, err := keys.LoadProfile(or(o["profile"], map[bool]string{true: "hid-digits", false: "bytes"}[types]))
			if err != nil {
				return nil, err
			}
			bits, err := typing(types, o["bits"], profile)
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
			if types {
				p = keyboard.Text(p, bits)
			}
			return keys.New(p, profile, keys.Options{Now: r.Now}), nil
		},
	}
}

// typing checks what must be so of a box that types: on this machine's own keyboard, or, when bits says so, with
// another machine's events on the line.
func typing(types bool, bits string, p *keys.Profile) (int, error) {
	const op = "keys.Open"
	switch {
	case !types:
		return 0, nil
	case p.Speaks():
		return 0, hardware.E(op, hardware.BadConfig, "profile "+p.Name+" sends to the box, and a keyboard takes nothing; like profile=hid-digits")
	case runtime.GOOS != "linux" && bits == "":
		return 0, hardware.E(op, hardware.BadConfig, "evdev is of Linux; elsewhere nobody can tell the box from the clerk's keyboard")
	}
	return eventBits(op, bits)
}

// eventBits are those of the machine whose events come; 0: of this one.
func eventBits(op, bits string) (int, error) {
	if bits != "" && bits != "32" && bits != "64" {
		return 0, hardware.E(op, hardware.BadConfig, fmt.Sprintf("bits %q, 32 or 64", bits))
	}
	n, _ := strconv.Atoi(bits)
	return n, nil
}

// withOption adds a parameter to a port's URL.
func withOption(at, key, value string) string {
	if strings.Contains(at, "?") {
		return at + "&" + key + "=" + value
	}
	return at + "?" + key + "=" + value
}

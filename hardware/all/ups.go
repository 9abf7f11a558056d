package all

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/ups/megatec"
	"github.com/brighthall/brighthall/hardware/ups/nut"
)

// nutUPS is a UPS behind a NUT server.
func nutUPS(r Resources) hardware.Driver {
	return hardware.Driver{
		Name: "nut", Kind: hardware.KindUPS, Options: []string{"ups"}, Ports: map[string][]string{"tcp": port.Schemes()["tcp"]},
		Example: "nut+tcp://127.0.0.1:3493?ups=su700",
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			if strings.ContainsAny(o["ups"], " \t\r\n\"\\") {
				return nil, hardware.E("nut.Open", hardware.BadConfig, fmt.Sprintf("ups %q: one word", o["ups"]))
			}
			p, err := open(ctx, withPort(at, "3493"))
			if err != nil {
				return nil, err
			}
			return nut.New(p, o["ups"], r.Now), nil
		},
	}
}

// withPort adds the port number when the URL has none.
func withPort(at, number string) string {
	u, err := url.Parse(at)
	if err != nil || u.Port() != "" {
		return at
	}
	u.Host = net.JoinHostPort(u.Hostname(), number)
	return u.String()
}

// serialUPS is a UPS on a serial line, 2400 baud when the URL says nothing else.
func serialUPS(r Resources) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: "megatec", Kind: hardware.KindUPS, Options: []string{"empty", "full"},
		Ports:   map[string][]string{"serial": schemes["serial"], "tcp": schemes["tcp"]},
		Example: "megatec+serial:///dev/ttyS3?baud=2400&empty=21&full=27",
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			b, err := battery(o)
			if err != nil {
				return nil, err
			}
			if strings.HasPrefix(at, "serial:") && !strings.Contains(at, "baud=") {
				at = withSpeed(at, 2400)
			}
			p, err := open(ctx, at)
			if err != nil {
				return nil, err
			}
			return megatec.New(p, b, r.Now), nil
		},
	}
}

func battery(o map[string]string) (megatec.Battery, error) {
	var b megatec.Battery
	if o["empty"] == "" && o["full"] == "" {
		return b, nil
	}
	var err error
	if b.Empty, err = strconv.ParseFloat(o["empty"], 64); err == nil {
		b.Full, err = strconv.ParseFloat(o["full"], 64)
	}
	if err != nil || !(b.Empty > 0 && b.Full > b.Empty && b.Full < 1000) {
		return b, hardware.E("megatec.Open", hardware.BadConfig, fmt.Sprintf("empty %q and full %q: volts, both, full above empty", o["empty"], o["full"]))
	}
	return b, nil
}

package all

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/idcard/samv"
	"github.com/brighthall/brighthall/hardware/port"
)

// idCard is a reader of identity cards. On a serial line its speed is searched for, the given one first.
func idCard(r Resources) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: "samv", Kind: hardware.KindIDCard,
		Ports:   map[string][]string{"serial": schemes["serial"], "tcp": schemes["tcp"]},
		Example: "samv+serial:///dev/ttyUSB0?baud=115200",
		Open: func(ctx context.Context, at string, _ map[string]string) (hardware.Device, error) {
			o := samv.Options{Now: r.Now}
			if !strings.HasPrefix(at, "serial:") {
				p, err := open(ctx, at)
				if err != nil {
					return nil, err
				}
				return samv.New(p, o), nil
			}
			reader, err := samv.Search(ctx, speed(at), func(ctx context.Context, baud int) (port.Port, error) { return open(ctx, withSpeed(at, baud)) }, o)
			if err != nil {
				return nil, err
			}
			return reader, nil
		},
	}
}

// speed is the baud rate of a URL; the usual one of card readers when it says none.
func speed(at string) int {
	if u, err := url.Parse(at); err == nil {
		if n, err := strconv.Atoi(u.Query().Get("baud")); err == nil {
			return n
		}
	}
	return samv.Bauds[0]
}

func withSpeed(at string, baud int) string {
	u, err := url.Parse(at)
	if err != nil {
		return at
	}
	q := u.Query()
	q.Set("baud", strconv.Itoa(baud))
	u.RawQuery = q.Encode()
	return u.String()
}

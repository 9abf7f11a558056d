package all

import (
	"context"
	"fmt"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// Gateway gives the machines that joined by the device gateway; *gateway.Gateway is one.
type Gateway interface {
	Open(name string) (hardware.Device, error)
}

// foreign are machines that joined by the gateway of this program, one driver a kind: printer+gateway:east.
func foreign(r Resources) []hardware.Driver {
	var all []hardware.Driver
	for _, kind := range []hardware.Kind{hardware.KindPrinter, hardware.KindIDCard, hardware.KindScanner, hardware.KindVoice, hardware.KindLED, hardware.KindEvaluator,
		hardware.KindCash, hardware.KindPayment, hardware.KindQueue, hardware.KindDoubleScreen} {
		all = append(all, hardware.Driver{
			Name: string(kind), Kind: kind, Ports: map[string][]string{"gateway": nil}, Example: string(kind) + "+gateway:east",
			Open: func(_ context.Context, at string, _ map[string]string) (hardware.Device, error) {
				return joined(r.Gateway, kind, at)
			},
		})
	}
	return all
}

func joined(g Gateway, kind hardware.Kind, at string) (hardware.Device, error) {
	const op = "gateway.Open"
	name := strings.TrimPrefix(strings.TrimPrefix(at, "gateway:"), "//")
	if g == nil {
		return nil, hardware.E(op, hardware.BadConfig, "this program has no device gateway")
	}
	d, err := g.Open(name)
	if err != nil {
		return nil, err
	}
	if is := d.Info().Kind; is != kind {
		d.Close()
		return nil, hardware.E(op, hardware.BadConfig, fmt.Sprintf("%s is a %s, not a %s", name, is, kind))
	}
	return d, nil
}

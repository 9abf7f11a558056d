package all

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/led/bus"
	"github.com/brighthall/brighthall/hardware/led/modbus"
	"github.com/brighthall/brighthall/hardware/led/onbon"
	"github.com/brighthall/brighthall/hardware/led/template"
	"github.com/brighthall/brighthall/hardware/port"
)

// windowScreens are the screens above the windows. Those whose URLs name one port share it.
func windowScreens(r Resources) []hardware.Driver {
	w := windows{bus.NewLines(open), r.Now}
	return []hardware.Driver{
		w.driver("onbon", "onbon+serial:///dev/ttyS4?baud=57600&address=1&profile=96x16", w.onbon),
		w.driver("ledmodbus", "ledmodbus+serial:///dev/ttyS4?baud=9600&address=1&profile=bcd-4", w.modbus),
		w.driver("ledtemplate", "ledtemplate+serial:///dev/ttyS4?baud=9600&address=1&profile=framed-gbk", w.template),
	}
}

// windows opens screens on lines.
type windows struct {
	lines *bus.Lines
	now   func() time.Time
}

// ledOptions are what the URL of a screen says.
type ledOptions struct {
	at, profile string
	address     int
	hold, wait  time.Duration
	echo        bool
}

func (w windows) driver(name, example string, open func(context.Context, ledOptions) (*bus.Screen, error)) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: name, Kind: hardware.KindLED, Options: []string{"address", "profile", "hold", "wait", "echo"}, Example: example,
		Ports: map[string][]string{"serial": schemes["serial"], "tcp": schemes["tcp"]},
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			options, err := parseLED(at, o)
			if err != nil {
				return nil, hardware.E(name+".Open", hardware.BadConfig, err)
			}
			s, err := open(ctx, options)
			if err != nil {
				return nil, err
			}
			return s, nil
		},
	}
}

// parseLED reads address (1), hold (seconds until a screen forgets, 600), wait (milliseconds for an answer, 300) and
// echo (on, off).
func parseLED(at string, o map[string]string) (ledOptions, error) {
	l := ledOptions{at: at, profile: o["profile"]}
	var hold, wait int
	for _, n := range []struct {
		key, unset  string
		into        *int
		least, most int
	}{{"address", "1", &l.address, 0, 65534}, {"hold", "600", &hold, 2, 65535}, {"wait", "300", &wait, 20, 5000}} {
		v, err := strconv.Atoi(or(o[n.key], n.unset))
		if err != nil || v < n.least || v > n.most {
			return l, fmt.Errorf("%s %q, from %d to %d", n.key, o[n.key], n.least, n.most)
		}
		*n.into = v
	}
	if e := o["echo"]; e != "" && e != "on" && e != "off" {
		return l, fmt.Errorf("echo %q, on or off", e)
	}
	l.hold, l.wait, l.echo = time.Duration(hold)*time.Second, time.Duration(wait)*time.Millisecond, o["echo"] == "on"
	return l, nil
}

func (w windows) onbon(ctx context.Context, o ledOptions) (*bus.Screen, error) {
	p, err := onbon.LoadProfile(or(o.profile, "96x16"))
	if err != nil {
		return nil, err
	}
	seat, err := w.seat(ctx, o, 57600, "5005")
	if err != nil {
		return nil, err
	}
	return onbon.New(seat, onbon.Options{Address: uint16(o.address), Profile: p, Hold: o.hold, Wait: o.wait, Now: w.now}), nil
}

func (w windows) modbus(ctx context.Context, o ledOptions) (*bus.Screen, error) {
	p, err := modbus.LoadProfile(or(o.profile, "bcd-4"))
	if err != nil {
		return nil, err
	}
	if o.address < 1 || o.address > 247 {
		return nil, hardware.E("ledmodbus.Open", hardware.BadConfig, fmt.Sprintf("address %d, from 1 to 247", o.address))
	}
	seat, err := w.seat(ctx, o, p.Baud, "502")
	if err != nil {
		return nil, err
	}
	return modbus.New(seat, modbus.Options{Station: byte(o.address), Profile: p, Hold: o.hold, Wait: o.wait, Now: w.now}), nil
}

func (w windows) template(ctx context.Context, o ledOptions) (*bus.Screen, error) {
	p, err := template.LoadProfile(or(o.profile, "framed-gbk"))
	if err != nil {
		return nil, err
	}
	seat, err := w.seat(ctx, o, p.Baud, "5005")
	if err != nil {
		return nil, err
	}
	s, err := template.New(seat, template.Options{Address: o.address, Profile: p, Hold: o.hold, Wait: o.wait, Now: w.now})
	if err != nil {
		seat.Leave()
		return nil, err
	}
	return s, nil
}

// seat takes the screen's place on its line; baud and number are for a URL that says none.
func (w windows) seat(ctx context.Context, o ledOptions, baud int, number string) (*bus.Seat, error) {
	at := o.at
	u, err := url.Parse(at)
	switch {
	case err != nil:
		return nil, hardware.E("all.Open", hardware.BadConfig, err)
	case u.Scheme == "tcp":
		at = withPort(at, number)
	case u.Query().Get("baud") == "" && strings.HasPrefix(at, "serial:"):
		at = withSpeed(at, baud)
	}
	return w.lines.Seat(ctx, at, o.address, o.echo)
}

package all

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/voice/module"
	"github.com/brighthall/brighthall/hardware/voice/reading"
	"github.com/brighthall/brighthall/hardware/voice/syn6288"
	"github.com/brighthall/brighthall/hardware/voice/xfs5152"
)

// modules are the serial speech modules.
func modules() []hardware.Driver {
	return []hardware.Driver{
		speechModule("syn6288", "syn6288+serial:///dev/ttyUSB1?baud=9600&volume=80", syn6288.New),
		speechModule("xfs5152", "xfs5152+serial:///dev/ttyUSB1?baud=9600&volume=80", xfs5152.New),
	}
}

func speechModule(name, example string, build func(port.Port, module.Options) *module.Voice) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: name, Kind: hardware.KindVoice, Options: []string{"volume", "chime", "recall", "one"}, Example: example,
		Ports: map[string][]string{"serial": schemes["serial"], "tcp": schemes["tcp"]},
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			options, err := moduleOptions(o)
			if err != nil {
				return nil, hardware.E(name+".Open", hardware.BadConfig, err)
			}
			options.Baud = baud(at)
			p, err := open(ctx, at)
			if err != nil {
				return nil, err
			}
			return build(p, options), nil
		},
	}
}

var tag = regexp.MustCompile(`^[a-zA-Z0-9]{0,16}$`)

// moduleOptions: without volume the module speaks as loud as it is set; chime and recall are names of the module's own
// sounds, one=yi reads the digit 1 of a number as 一 instead of 幺.
func moduleOptions(o map[string]string) (module.Options, error) {
	volume, err := percent(o["volume"])
	if err != nil {
		return module.Options{}, err
	}
	for _, k := range []string{"chime", "recall"} {
		if !tag.MatchString(o[k]) {
			return module.Options{}, fmt.Errorf("%s %q, letters and digits like soundd", k, o[k])
		}
	}
	if one := o["one"]; one != "" && one != "yao" && one != "yi" {
		return module.Options{}, fmt.Errorf("one %q, yao or yi", one)
	}
	return module.Options{Volume: volume, Chime: bracket(o["chime"]), Recall: bracket(o["recall"]),
		Rules: reading.Rules{PlainOne: o["one"] == "yi"}}, nil
}

// percent is nil when no volume is named.
func percent(volume string) (*int, error) {
	if volume == "" {
		return nil, nil
	}
	n, err := strconv.Atoi(volume)
	if err != nil || n < 0 || n > 100 {
		return nil, fmt.Errorf("volume %q, 0 to 100", volume)
	}
	return &n, nil
}

func bracket(tag string) string {
	if tag == "" {
		return ""
	}
	return "[" + tag + "]"
}

package all

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/ccnet"
	"github.com/brighthall/brighthall/hardware/cash/cctalk"
	"github.com/brighthall/brighthall/hardware/cash/ict"
	"github.com/brighthall/brighthall/hardware/cash/id003"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/evaluator/keys"
	"github.com/brighthall/brighthall/hardware/led/modbus"
	"github.com/brighthall/brighthall/hardware/led/onbon"
	"github.com/brighthall/brighthall/hardware/led/template"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
	"github.com/brighthall/brighthall/hardware/scanner/gm65"
	"github.com/brighthall/brighthall/hardware/scanner/honeywell"
	"github.com/brighthall/brighthall/hardware/scanner/ssi"
)

// checkOf looks at the values in a URL before anything is touched: a profile that is not there is a mistake of whoever
// wrote the settings, and he should read of it there and then.
func checkOf(driver string) func(at string, o map[string]string) error {
	return func(at string, o map[string]string) error {
		if err := port.Check(at); err != nil {
			return hardware.E("all.Check", hardware.BadConfig, err)
		}
		for _, key := range slices.Sorted(maps.Keys(values[driver])) {
			if o[key] == "" {
				continue // the driver's own is used
			}
			if err := values[driver][key](o); err != nil {
				return hardware.E("all.Check", hardware.BadConfig, err)
			}
		}
		return nil
	}
}

type look = func(o map[string]string) error

// values are the options of each driver whose values can be judged alone.
var values = map[string]map[string]look{
	"escpos": {"profile": escposProfile, "mode": escposProfile},

	"ict":    {"profile": money(ict.Files)},
	"id003":  {"profile": money(id003.Files)},
	"ccnet":  {"profile": money(ccnet.Files)},
	"cctalk": {"profile": money(cctalk.Files)},

	"gm65":      {"profile": profile(gm65.LoadProfile), "mode": word("mode", "always", "asked")},
	"honeywell": {"profile": profile(honeywell.LoadProfile), "mode": word("mode", "always", "asked")},
	"ssi":       {"profile": profile(ssi.LoadProfile), "mode": word("mode", "always", "asked")},
	"wedge":     {"gap": wedgeOptions, "least": wedgeOptions, "bits": wedgeOptions},

	"onbon":       {"profile": profile(onbon.LoadProfile), "address": ledValues, "hold": ledValues, "wait": ledValues, "echo": word("echo", "on", "off")},
	"ledmodbus":   {"profile": profile(modbus.LoadProfile), "address": number("address", 1, 247), "hold": ledValues, "wait": ledValues, "echo": word("echo", "on", "off")},
	"ledtemplate": {"profile": profile(template.LoadProfile), "address": ledValues, "hold": ledValues, "wait": ledValues, "echo": word("echo", "on", "off")},
	"keys":        {"profile": profile(keys.LoadProfile)},

	"clips":   {"volume": number("volume", 0, 100)},
	"system":  {"volume": number("volume", 0, 100), "rate": number("rate", 80, 300), "one": word("one", "yao", "yi")},
	"syn6288": moduleValues,
	"xfs5152": moduleValues,

	"megatec": {"empty": volts, "full": volts},
}

var moduleValues = map[string]look{"volume": moduleValue, "chime": moduleValue, "recall": moduleValue, "one": moduleValue}

func moduleValue(o map[string]string) error  { _, err := moduleOptions(o); return err }
func ledValues(o map[string]string) error    { _, err := parseLED("", o); return err }
func wedgeOptions(o map[string]string) error { _, err := typistOptions(o); return err }
func volts(o map[string]string) error        { _, err := battery(o); return err }

func escposProfile(o map[string]string) error {
	p, err := escpos.LoadProfile(or(o["profile"], "80mm"))
	if err == nil {
		_, err = p.WithMode(o["mode"])
	}
	return err
}

// profile is of a driver's own data, or a file.
func profile[P any](load func(name string) (P, error)) look {
	return func(o map[string]string) error {
		_, err := load(o["profile"])
		return err
	}
}

func money(files fs.FS) look {
	return profile(func(name string) (intake.Profile, error) { return intake.LoadProfile(files, name) })
}

func number(key string, least, most int) look {
	return func(o map[string]string) error {
		if n, err := strconv.Atoi(o[key]); err != nil || n < least || n > most {
			return fmt.Errorf("%s %q, %d to %d", key, o[key], least, most)
		}
		return nil
	}
}

func word(key string, known ...string) look {
	return func(o map[string]string) error {
		if slices.Contains(known, o[key]) {
			return nil
		}
		if near := hardware.Nearest(o[key], known); near != "" {
			return fmt.Errorf("%s %q, did you mean %q", key, o[key], near)
		}
		return fmt.Errorf("%s %q, one of: %s", key, o[key], strings.Join(known, " "))
	}
}

package survey

import (
	"slices"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// Way is what becomes of a machine.
type Way string

// The ways, the best first.
const (
	Direct  Way = "direct"
	Gateway Way = "gateway"
	Replace Way = "replace"
)

// Verdict is what becomes of one machine.
type Verdict struct {
	Machine
	Way Way `json:"way"`
	// With is the driver's URL to begin from, or the adapter's name; empty for a machine to replace.
	With string `json:"with,omitempty"`
	Why  string `json:"why"` // key under survey.why.
}

// Judge says what becomes of the machines of a list. drivers are those of this release.
func Judge(list []Machine, drivers []hardware.Driver) []Verdict {
	all := make([]Verdict, len(list))
	for i, m := range list {
		all[i] = judge(m, drivers)
	}
	return all
}

func judge(m Machine, drivers []hardware.Driver) Verdict {
	v := Verdict{Machine: m}
	if d, ok := spoken(m, drivers); ok {
		v.Way, v.With, v.Why = Direct, d.Example, "protocol"
		return v
	}
	if d, ok := usual(m, drivers); ok && m.Protocol == "" {
		v.Way, v.With, v.Why = Direct, d.Example, "usual."+d.Name
		return v
	}
	switch {
	case m.Software != "":
		v.Way, v.With, v.Why = Gateway, "REST", "software"
	case m.Kind == "queue" && m.Connection == "serial":
		v.Way, v.With, v.Why = Gateway, "adapter template", "queue"
	default:
		v.Way, v.Why = Replace, "closed"
	}
	return v
}

// spoken: the maker's sheet names a protocol that one of our drivers speaks.
func spoken(m Machine, drivers []hardware.Driver) (hardware.Driver, bool) {
	i := slices.IndexFunc(drivers, func(d hardware.Driver) bool { return d.Name == m.Protocol && string(d.Kind) == m.Kind })
	if i < 0 || m.Connection == "none" {
		return hardware.Driver{}, false
	}
	return drivers[i], true
}

// usual is the driver that most machines of a kind and connection answer to, when nobody knows more. For window displays and evaluators
// it needs a profile from the maker's sheet.
func usual(m Machine, drivers []hardware.Driver) (hardware.Driver, bool) {
	name := map[string]string{
		"printer/serial": "escpos", "printer/usb": "escpos", "printer/network": "escpos",
		"idcard/serial":  "samv",
		"scanner/serial": "serialscan", "scanner/hid": "wedge", "scanner/usb": "wedge",
		"led/serial": "ledtemplate", "evaluator/serial": "keys", "evaluator/hid": "keys",
		"ups/serial": "megatec", "ups/network": "nut", "page-printer/network": "page", "page-printer/usb": "page",
	}[m.Kind+"/"+m.Connection]
	i := slices.IndexFunc(drivers, func(d hardware.Driver) bool { return d.Name == name && strings.EqualFold(string(d.Kind), m.Kind) })
	if i < 0 {
		return hardware.Driver{}, false
	}
	return drivers[i], true
}

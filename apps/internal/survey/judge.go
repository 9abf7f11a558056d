package survey

import (
	"net/url"
	"runtime"
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
	Keep    Way = "keep" // it goes on as it is: a queue needs nothing of it
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

// judge goes from what is sure to what is only worth a try, and gives a machine up last.
func judge(m Machine, drivers []hardware.Driver) Verdict {
	v := Verdict{Machine: m}
	switch {
	case m.Kind == "office":
		v.Way, v.Why = Keep, "office"
		return v
	case m.Connection == "video":
		v.Way, v.Why = Keep, "video"
		return v
	}
	for _, c := range candidates(m) {
		if v.With = fitting(c, drivers); v.With != "" {
			v.Way, v.Why = Direct, c.why
			if m.Kind == "idcard" && m.Connection == "usb" && strings.HasPrefix(v.With, "samv+serial") { // not all of them are a serial port, too
				v.Why = "usb"
			}
			return v
		}
	}
	switch {
	case m.Software != "":
		v.Way, v.With, v.Why = Gateway, "REST", "software"
	case m.Kind == "queue" && (m.Connection == "serial" || m.Connection == "usb"):
		v.Way, v.With, v.Why = Gateway, "adapter template", "queue"
	case m.Kind == "led" && known().closed(m):
		v.Way, v.With, v.Why = Gateway, "REST", "unpublished"
	case m.Kind == "evaluator":
		v.Way, v.Why = Replace, "screen"
	default:
		v.Way, v.Why = Replace, "closed"
	}
	return v
}

// candidate is a driver that a machine may answer to, and why.
type candidate struct {
	Machine
	driver, profile, why string
}

// candidates are a machine's protocol, what its maker's machines speak, and what most of its kind speak over such a
// connection. A protocol that nobody here knows leaves the last as a try, unless the maker has software: that is surer.
// A machine that is known to be closed has its protocol only, if somebody wrote down one that is none of its maker's.
func candidates(m Machine) (all []candidate) {
	k, at := known(), m.Kind+"/"+m.Connection
	add := func(m Machine, why string, drivers []string, profile string) {
		for _, d := range drivers {
			all = append(all, candidate{m, d, profile, strings.TrimSuffix(why, ".") + suffix(why, d)})
		}
	}
	said, row := canonical(m.Protocol, k.Protocols), k.makes(m)
	profile := ""
	if slices.Contains(row.Drivers, said) {
		profile = row.Profile
	}
	add(m, "protocol", []string{said}, profile)
	if k.closed(m) {
		return all
	}
	typing := m
	if m.Kind == "scanner" && m.Connection == "usb" { // as it comes from the box
		typing.Connection = "hid"
	}
	add(typing, "maker", row.Drivers, row.Profile)
	switch unsaid := k.unsaid(m.Protocol); {
	case unsaid:
		add(typing, "usual.", k.Usual[at], "")
	case m.Software == "":
		add(typing, "try", k.Usual[at], "")
	}
	if m.Software == "" {
		add(m, "try", k.Attempt[at], "")
	}
	return all
}

// suffix: a reason that ends in a point has one sentence for each driver.
func suffix(why, driver string) string {
	if strings.HasSuffix(why, ".") {
		return "." + driver
	}
	return ""
}

// fitting is the URL by which a driver opens a machine over its connection; "" when it cannot. A kind's own name, of
// the gateway, is no protocol.
func fitting(c candidate, drivers []hardware.Driver) string {
	i := slices.IndexFunc(drivers, func(d hardware.Driver) bool { return d.Name == c.driver && string(d.Kind) == c.Kind })
	if i < 0 || c.Connection == "none" || drivers[i].Name == c.Kind {
		return ""
	}
	d := drivers[i]
	at, ok := portFor(c.Machine, d)
	switch {
	case !ok:
		return ""
	case at == "":
		return d.Example
	}
	return d.Name + "+" + at + options(d, at, c.profile)
}

// portFor is a port that a driver runs over, as the connection suggests; "" is the driver's own, of a service on this
// PC.
func portFor(m Machine, d hardware.Driver) (string, bool) {
	has := func(scheme string) bool { _, ok := d.Ports[scheme]; return ok }
	switch {
	case m.Connection == "network" && has("ipp"):
		return "ipp://192.168.1.50/ipp/print", true
	case m.Connection == "driver" && runtime.GOOS == "windows" && has("spool"):
		return "spool:" + url.PathEscape(strings.TrimSpace(m.Make+" "+m.Model)), m.Make+m.Model != ""
	case has("ipp"), has("system"), has(""), d.Name == "nut": // CUPS, the audio system, a UPS service
		return "", true
	case m.Connection == "network":
		return "tcp://192.168.1.50:" + numberFor(d), has("tcp")
	case m.Connection == "serial":
		return serialPort("ttyS1", "COM1"), has("serial")
	case m.Connection == "hid":
		return keyboardPort(), has("evdev")
	case has("usblp"): // a printer on USB, or behind a driver that is not needed
		return "usblp:///dev/usb/lp0", m.Connection == "usb" || m.Connection == "driver"
	case m.Connection == "usb" && m.Kind == "scanner":
		return serialPort("ttyACM0", "COM3"), has("serial")
	case m.Connection == "usb":
		return serialPort("ttyUSB0", "COM3"), has("serial")
	}
	return "", false
}

func serialPort(unix, windows string) string {
	if runtime.GOOS == "windows" {
		return "serial:" + windows
	}
	return "serial:///dev/" + unix
}

func keyboardPort() string {
	if runtime.GOOS == "windows" {
		return "hook:"
	}
	return "evdev:///dev/input/by-id/usb-…-event-kbd"
}

// numberFor is the port number that machines of a driver answer at; that of a usual serial server for those that are
// not on a network by themselves.
func numberFor(d hardware.Driver) string {
	switch d.Kind {
	case hardware.KindPrinter:
		return "9100"
	case hardware.KindLED:
		if d.Name == "ledmodbus" {
			return "502"
		}
		return "5005"
	}
	return "9000"
}

// options are those of the driver's example that make sense over this port, with the maker's profile.
func options(d hardware.Driver, at, profile string) string {
	example, err := url.Parse(d.Example)
	if err != nil {
		return ""
	}
	scheme, _, _ := strings.Cut(at, ":")
	var kept []string
	for _, pair := range strings.Split(example.RawQuery, "&") {
		key, _, _ := strings.Cut(pair, "=")
		switch {
		case key == "profile" && profile != "":
			kept = append(kept, "profile="+profile)
		case slices.Contains(d.Options, key) || slices.Contains(d.Ports[scheme], key):
			kept = append(kept, pair)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return "?" + strings.Join(kept, "&")
}

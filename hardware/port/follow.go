package port

import (
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Follow finds a USB adapter again that was plugged into another socket and has another name now. It knows an adapter
// by vendor, product and serial number from the time when its port could be opened. An adapter without serial number is
// followed only when one port of its make has appeared since and no other device claims it: a guess between two
// machines is worse than a missing one.
//
// One Follow serves all devices of a terminal.
type Follow struct {
	list func() ([]Found, error)

	mu    sync.Mutex
	known map[string]seen // by the port's configured URL
}

// seen is an adapter at the last time it was opened, and what else was plugged in.
type seen struct {
	adapter Found
	beside  []string // names of all ports then
}

// NewFollow makes a Follow over a list of the system's ports; nil is List.
func NewFollow(list func() ([]Found, error)) *Follow {
	if list == nil {
		list = List
	}
	return &Follow{list: list, known: map[string]seen{}}
}

// Opened remembers which adapter is behind a device that has just been opened: under its configured URL, at the URL
// where it was found.
func (f *Follow) Opened(configured, at string) {
	name, ok := serialName(at)
	if !ok {
		return
	}
	ports, err := f.list()
	if err != nil {
		return // it is only not followed
	}
	i := slices.IndexFunc(ports, func(p Found) bool { return p.Name == name })
	if i < 0 || !ports[i].USB {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known[configured] = seen{ports[i], names(ports)}
}

// Where is the URL to open a configured device by: with the name its adapter has now, or unchanged.
func (f *Follow) Where(configured string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	was, ok := f.known[configured]
	if !ok {
		return configured
	}
	ports, err := f.list()
	if err != nil {
		return configured
	}
	now := f.candidates(configured, was, ports)
	if len(now) != 1 {
		return configured
	}
	return renamed(configured, now[0])
}

// candidates are the ports that may be the adapter; the one it had comes alone if it is there.
func (f *Follow) candidates(configured string, was seen, ports []Found) (fit []string) {
	for _, p := range ports {
		if !p.USB || p.Vendor != was.adapter.Vendor || p.Product != was.adapter.Product || p.Serial != was.adapter.Serial {
			continue
		}
		if p.Name == was.adapter.Name {
			return []string{p.Name}
		}
		if p.Serial != "" || !slices.Contains(was.beside, p.Name) && !f.claimed(configured, p.Name) {
			fit = append(fit, p.Name)
		}
	}
	return fit
}

func (f *Follow) claimed(by, name string) bool {
	for configured, s := range f.known {
		if configured != by && s.adapter.Name == name {
			return true
		}
	}
	return false
}

func names(ports []Found) []string {
	all := make([]string, len(ports))
	for i, p := range ports {
		all[i] = p.Name
	}
	return all
}

// serialName is the port's name in a device's or a port's URL; false when it is no serial one.
func serialName(raw string) (string, bool) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "serial" && !strings.HasSuffix(u.Scheme, "+serial") {
		return "", false
	}
	return path(u), true
}

func renamed(raw, name string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	if u.Opaque != "" || u.Path == "" { // a COM port
		u.Host, u.Opaque = "", name
	} else {
		u.Path = name
	}
	return u.String()
}

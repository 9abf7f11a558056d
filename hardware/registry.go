package hardware

import (
	"context"
	"net/url"
	"slices"
	"sort"
	"strings"
)

// Driver is one protocol the Registry can open.
type Driver struct {
	Name    string              // first part of the scheme: "escpos"
	Kind    Kind                //
	Options []string            // query parameters the driver takes for itself
	Ports   map[string][]string // port schemes it runs over, each with its parameters
	Example string              // a URL that works, shown with errors and by tools
	// Check looks at the values of the options without touching anything; nil: any will do until Open.
	Check func(at string, options map[string]string) error
	// Open opens the device. at is the port's own URL, without driver name and options.
	Open func(ctx context.Context, at string, options map[string]string) (Device, error)
}

// Registry is the explicit list of drivers of a program.
type Registry struct{ drivers map[string]Driver }

// NewRegistry makes a Registry of these drivers.
func NewRegistry(drivers ...Driver) *Registry {
	r := &Registry{drivers: map[string]Driver{}}
	for _, d := range drivers {
		r.drivers[d.Name] = d
	}
	return r
}

// Drivers lists the drivers by name.
func (r *Registry) Drivers() []Driver {
	all := make([]Driver, 0, len(r.drivers))
	for _, d := range r.drivers {
		all = append(all, d)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// Open opens the device a URL names, for example
//
//	escpos+serial:///dev/ttyS1?baud=115200&profile=58mm
//	serialscan+serial:COM3?baud=9600
//
// A driver, port or option it does not know is refused with BadConfig and the nearest
// right word, before anything is touched.
func (r *Registry) Open(ctx context.Context, rawURL string) (Device, error) {
	d, at, options, err := r.resolve(rawURL)
	if err != nil {
		return nil, err
	}
	return d.Open(ctx, at, options)
}

// Check reports whether Open would understand the URL, without opening anything. It
// returns the kind of device the URL names.
func (r *Registry) Check(rawURL string) (Kind, error) {
	d, at, options, err := r.resolve(rawURL)
	if err == nil && d.Check != nil {
		err = d.Check(at, options)
	}
	return d.Kind, err
}

func (r *Registry) resolve(rawURL string) (Driver, string, map[string]string, error) {
	const op = "hardware.Open"
	u, err := url.Parse(rawURL)
	if err != nil {
		return Driver{}, "", nil, E(op, BadConfig, err)
	}
	name, scheme, _ := strings.Cut(u.Scheme, "+")
	d, ok := r.drivers[name]
	if !ok {
		return Driver{}, "", nil, E(op, BadConfig, Unknown("driver", name, keys(r.drivers)))
	}
	portOptions, ok := d.Ports[scheme]
	if !ok {
		return Driver{}, "", nil, E(op, BadConfig, Unknown("port", scheme, keys(d.Ports)), "like "+d.Example)
	}
	own, rest, err := split(u.Query(), d.Options, portOptions)
	if err != nil {
		return Driver{}, "", nil, E(op, BadConfig, err, "like "+d.Example)
	}
	u.Scheme, u.RawQuery = scheme, rest.Encode()
	return d, u.String(), own, nil
}

// split gives the driver its own options and leaves the port's.
func split(q url.Values, driver, port []string) (map[string]string, url.Values, error) {
	own, rest := map[string]string{}, url.Values{}
	for k, v := range q {
		switch {
		case slices.Contains(driver, k):
			own[k] = v[0]
		case slices.Contains(port, k):
			rest[k] = v
		default:
			return nil, nil, Unknown("option", k, slices.Concat(driver, port))
		}
	}
	return own, rest, nil
}

func keys[V any](m map[string]V) []string {
	all := make([]string, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	return all
}

package conform

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway"
)

// Options of a run; all may be empty.
type Options struct {
	Listen string        // HOST:PORT where the adapter connects; a free port of loopback when empty
	Token  string        // which the adapter was given; empty: the first it sends
	Kind   hardware.Kind // what the adapter should register; empty: whatever it does
	Wait   time.Duration // for each rule: 30 s
	Silent time.Duration // the silence the terms allow; a third of it is between two reports: 9 s
	Ready  func(url string)
	Tell   func(string) // what a person at the machine should do now
	Result func(Result) // each as it is known
}

// Result is how one rule ended.
type Result struct {
	Rule   string `json:"rule"`
	Says   string `json:"says"`
	Passed bool   `json:"passed"`
	Found  string `json:"found,omitempty"` // what happened instead
	Do     string `json:"do,omitempty"`    // of a failed one
}

// Report is how all went.
type Report struct {
	Name    string        `json:"name"`
	Kind    hardware.Kind `json:"kind"`
	Results []Result      `json:"results"`
}

// OK reports whether every rule was kept.
func (r Report) OK() bool {
	for _, one := range r.Results {
		if !one.Passed {
			return false
		}
	}
	return len(r.Results) > 0
}

// kit is one run.
type kit struct {
	opts Options
	tap  *tap
	name string
	kind hardware.Kind
	dev  hardware.Device
}

// Run waits for an adapter and tries the rules on it, one after the other. It is an error only when the kit itself
// could not run.
func Run(ctx context.Context, o Options) (Report, error) {
	o = o.filled()
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return Report{}, fmt.Errorf("conform.Run: %w", err)
	}
	k := &kit{opts: o, tap: newTap(o)}
	server := &http.Server{Handler: k.tap, ReadHeaderTimeout: 5 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	defer func() { server.Close(); <-served }()
	o.Ready("http://" + l.Addr().String())
	r := k.run(ctx)
	if k.dev != nil {
		k.dev.Close()
	}
	return r, ctx.Err()
}

func (o Options) filled() Options {
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	if o.Wait == 0 {
		o.Wait = 30 * time.Second
	}
	if o.Silent == 0 {
		o.Silent = 9 * time.Second
	}
	if o.Ready == nil {
		o.Ready = func(string) {}
	}
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	if o.Result == nil {
		o.Result = func(Result) {}
	}
	return o
}

func (k *kit) run(ctx context.Context) Report {
	var r Report
	for _, rule := range rules {
		if ctx.Err() != nil || rule.kinds != nil && !rule.kinds[k.kind] {
			continue
		}
		within, cancel := context.WithTimeout(ctx, k.opts.Wait)
		err := rule.try(k, within)
		cancel()
		one := Result{Rule: rule.name, Says: rule.says, Passed: err == nil}
		if err != nil {
			one.Found, one.Do = err.Error(), rule.do
		}
		r.Name, r.Kind, r.Results = k.name, k.kind, append(r.Results, one)
		k.opts.Result(one)
		if err != nil && rule.needed {
			break
		}
	}
	return r
}

// open has the machine open in the gateway there is now.
func (k *kit) open(ctx context.Context) error {
	return k.tap.await(ctx, "it did not register and connect", func() bool {
		if k.dev != nil {
			k.dev.Close()
		}
		d, err := k.tap.gateway().Open(k.name)
		if err != nil {
			return false
		}
		k.dev = d
		return k.connected()
	})
}

func (k *kit) connected() bool {
	for _, v := range k.tap.gateway().List() {
		if v.Name == k.name {
			return v.Connected
		}
	}
	return false
}

// try hands work over and wants an acknowledgement.
func (k *kit) try(ctx context.Context, o gateway.Output) (gateway.Ack, error) {
	a, err := k.tap.gateway().Try(ctx, k.name, o)
	if err != nil {
		return a, fmt.Errorf("%s was not acknowledged: %s", o.Type, hardware.CodeOf(err))
	}
	return a, nil
}

var errNoLast = errors.New("it connected again without the Last-Event-ID it had been given")

package devicectl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway/conform"
)

// Conform is the conformance kit for adapters of the device gateway: it plays the gateway, and the vendor's adapter
// connects to it.
type Conform struct {
	URL   string        `name:"url" default:"http://127.0.0.1:7411" help:"Where the kit answers: what the adapter is given as the gateway's address."`
	Token string        `help:"The token the adapter is given; without it, the first that it sends."`
	Kind  hardware.Kind `help:"What the adapter should register, such as printer or queue; empty: whatever it does."`
	Wait  time.Duration `default:"30s" help:"For each rule."`
	JSON  bool          `name:"json" help:"Print JSON, one object, at the end."`
}

var errRules = errors.New("the adapter does not keep every rule")

// Run prints each rule as it is known. It is an error when one was not kept.
func (c *Conform) Run(ctx context.Context) error {
	u, err := url.Parse(c.URL)
	if err != nil || u.Scheme != "http" || u.Host == "" {
		return fmt.Errorf("--url %q: http://HOST:PORT", c.URL)
	}
	o := conform.Options{Listen: u.Host, Token: c.Token, Kind: c.Kind, Wait: c.Wait,
		Ready: func(url string) { fmt.Fprintf(os.Stderr, "start the adapter now, with the gateway %s\n", url) },
		Tell:  func(words string) { fmt.Fprintf(os.Stderr, ">>> %s\n", words) },
	}
	if !c.JSON {
		o.Result = printRule
	}
	r, err := conform.Run(ctx, o)
	if err != nil {
		return err
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		if err := out.Encode(r); err != nil {
			return err
		}
	}
	if !r.OK() {
		return errRules
	}
	return nil
}

func printRule(r conform.Result) {
	if r.Passed {
		fmt.Printf("passed  %-12s %s\n", r.Rule, r.Says)
		return
	}
	fmt.Printf("FAILED  %-12s %s\n        found: %s\n        do:    %s\n", r.Rule, r.Says, r.Found, r.Do)
}

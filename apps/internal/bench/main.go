// Command bench measures a hall node against the disk it stands on, and the programs with windows.
//
//	go run ./apps/internal/bench --node bin/node [--pairs 5] [--each 2s] [--long 60s]
//
// A disk shared with others gives other figures every minute, so both sides of each comparison run in turn, several
// pairs in one run; what counts is the median of the pairs' ratios, and the spread beside it. Load and node share this
// machine's cores.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/alecthomas/kong"
)

type options struct {
	Node  string        `default:"bin/node" type:"path" help:"The node program to measure."`
	Dir   string        `default:"out/bench" type:"path" help:"Where the data goes, on the disk in question."`
	Pairs int           `default:"5" help:"Pairs of each comparison."`
	Each  time.Duration `default:"2s" help:"Length of one side of a pair."`
	Only  string        `help:"One part alone: start, one, many, slowest, events, windows or camera."`
	Long  time.Duration `default:"60s" help:"Length of the search for the slowest ticket."`
}

func main() {
	var o options
	kong.Parse(&o, kong.Name("bench"))
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		run  func(options) error
	}{{"start", benchStart}, {"one", benchOne}, {"many", benchMany}, {"slowest", benchSlowest}, {"events", benchEvents}, {"windows", benchScreens}, {"camera", benchCamera}} {
		if o.Only != "" && o.Only != part.name {
			continue
		}
		if err := part.run(o); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}

// scratch gives an empty directory below o.Dir.
func (o options) scratch(name string) (string, error) {
	dir := filepath.Join(o.Dir, name)
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	return dir, os.MkdirAll(dir, 0o700)
}

package camera

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"time"
)

// Options of a run; the zero Options are the usual ones.
type Options struct {
	Each int    // pictures of each condition and symbol; 0 is 12
	Seed uint64 // of all of it; 0 is 42
	Dir  string // where pictures are kept for the next run; empty: a temporary directory
	Only string // one reader alone: ours, "ours, no key", gozxing, zbarimg or zxing-wasm
}

// Run takes the pictures, lets everybody read them and prints the table. The error says that it could not be measured,
// or that an aim was missed by reading a wrong text.
func Run(ctx context.Context, w io.Writer, o Options) error {
	if o.Each <= 0 {
		o.Each = 12
	}
	if o.Seed == 0 {
		o.Seed = 42
	}
	dir, drop, err := o.workshop()
	if err != nil {
		return err
	}
	defer drop()
	all, err := photograph(ctx, dir, o)
	if err != nil {
		return err
	}
	readers, err := readersFor(ctx, w, o.Only)
	if err != nil {
		return err
	}
	results := make([]result, len(readers))
	for i, r := range readers {
		results[i].name = r.name()
		if results[i].answers, err = r.read(ctx, all); err != nil {
			return fmt.Errorf("%s: %w", r.name(), err)
		}
	}
	return report(w, all, results)
}

func (o Options) workshop() (string, func(), error) {
	if o.Dir != "" {
		return o.Dir, func() {}, os.MkdirAll(o.Dir, 0o700)
	}
	dir, err := os.MkdirTemp("", "camera-bench-")
	return dir, func() { os.RemoveAll(dir) }, err
}

// picture is one photograph and what it shows.
type picture struct {
	group, condition, symbol string
	text                     string
	file                     string // PGM
	gray                     *image.Gray
	office                   *office
}

// answer is what a reader said about a picture.
type answer struct {
	text string
	took time.Duration
}

// result is all of one reader's answers, in the order of the pictures.
type result struct {
	name    string
	answers []answer
}

// reader is one contestant.
type reader interface {
	name() string
	read(ctx context.Context, all []picture) ([]answer, error)
}

var errWrong = errors.New("a wrong text was accepted")

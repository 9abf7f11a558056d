package devicectl

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// scratch is a device's URL with a journal of its own, when it is one that keeps a journal of money: what a probe lets
// in must not stand in the hall's book. done throws the journal away.
func scratch(r *hardware.Registry, rawURL string) (at string, done func(), err error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return rawURL, func() {}, nil // the registry says what is wrong with it
	}
	name, _, _ := strings.Cut(u.Scheme, "+")
	if !slices.ContainsFunc(r.Drivers(), func(d hardware.Driver) bool { return d.Name == name && slices.Contains(d.Options, "journal") }) {
		return rawURL, func() {}, nil
	}
	folder, err := os.MkdirTemp("", "probe")
	if err != nil {
		return "", nil, err
	}
	q := u.Query()
	q.Set("journal", filepath.Join(folder, "cash.journal"))
	u.RawQuery = q.Encode()
	return u.String(), func() { os.RemoveAll(folder) }, nil
}

// taking is what a probe shows of a note or coin.
type taking struct {
	// End is kept (in the box: a coin cannot be asked), returned, rejected or uncertain; empty when nothing was put in.
	End      string       `json:"end"`
	Fen      int64        `json:"fen"`
	Currency string       `json:"currency,omitempty"`
	Steps    []takingStep `json:"steps"`
}

type takingStep struct {
	Step hardware.CashStep `json:"step"`
	Fen  int64             `json:"fen"`
	Code hardware.Code     `json:"code,omitempty"`
}

// ends are the steps that end a note's or coin's way.
var ends = map[hardware.CashStep]string{hardware.CashCredited: "kept", hardware.CashReturned: "returned", hardware.CashRejected: "rejected",
	hardware.CashDoubtful: "uncertain"}

// takeOnce lets in until one note or coin has come to its end. A probe wants nobody's money: a note is given back, and
// a coin that has no way back is kept in the box and told.
func takeOnce(ctx context.Context, d hardware.CashAcceptor, r *Report) error {
	r.Did = "offered"
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	var t taking
	err := d.Take(ctx, hardware.Intake{Payment: "probe", Want: func(hardware.Cash) bool { return false },
		Credit: func(hardware.Cash) error { return nil },
		Told: func(n hardware.CashNews) {
			t.told(n)
			if t.End != "" {
				enough()
			}
		}})
	r.Result = t
	switch {
	case t.End == ends[hardware.CashDoubtful]:
		return errors.Join(hardware.E("probe", hardware.CashUncertain, "nobody knows where it is: look into the box"), err)
	case t.End != "" && errors.Is(err, context.Canceled):
		return nil
	}
	return err
}

func (t *taking) told(n hardware.CashNews) {
	t.Steps = append(t.Steps, takingStep{n.Step, n.Cash.Fen, n.Code})
	if end := ends[n.Step]; end != "" && t.End == "" {
		t.End, t.Fen, t.Currency = end, n.Cash.Fen, n.Cash.Currency
	}
}

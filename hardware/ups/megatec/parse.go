package megatec

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// ErrAnswer is an answer that is none of the protocol.
var ErrAnswer = errors.New("megatec: bad answer")

// Battery is what its volts mean. The zero Battery means nobody knows.
type Battery struct{ Empty, Full float64 }

// Parse reads the answer to Q1, without its CR.
func Parse(line string, b Battery, at time.Time) (hardware.Power, error) {
	f := strings.Fields(strings.TrimPrefix(line, "("))
	if !strings.HasPrefix(line, "(") || len(f) != 8 || len(f[7]) != 8 || strings.Trim(f[7], "01") != "" {
		return hardware.Power{}, fmt.Errorf("%w: %.60q", ErrAnswer, line)
	}
	var v [7]float64
	for i := range v {
		n, err := number(f[i])
		if err != nil {
			return hardware.Power{}, err
		}
		v[i] = n
	}
	bit := func(n int) bool { return f[7][7-n] == '1' }
	p := hardware.Power{Input: v[0], Load: v[3], OnBattery: bit(7), Low: bit(6), Bypass: bit(5) && !bit(3), Broken: bit(4), Testing: bit(2), Forced: bit(1),
		Charge: -1, Runtime: -1, At: at}
	p.Overload = p.Load > 100
	if p.OnBattery {
		p.Charge = b.charge(v[5])
	}
	return p, nil
}

// charge is negative when nobody knows, as of volts that no battery of this size has: some models tell those of one
// cell.
func (b Battery) charge(volts float64) float64 {
	if b.Full <= b.Empty || volts < b.Empty/2 || volts > b.Full*3/2 {
		return -1
	}
	return min(100, max(0, 100*(volts-b.Empty)/(b.Full-b.Empty)))
}

// number reads a value; dashes are -1.
func number(s string) (float64, error) {
	if strings.Trim(s, "-.") == "" {
		return -1, nil
	}
	if strings.Trim(s, "0123456789.") != "" || len(s) > 6 {
		return 0, fmt.Errorf("%w: value %.20q", ErrAnswer, s)
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: value %q", ErrAnswer, s)
	}
	return n, nil
}

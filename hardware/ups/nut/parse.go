package nut

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// ErrLine is a line that is none of the protocol.
var ErrLine = errors.New("nut: bad line")

// Words cuts a line of the protocol into words: separated by blanks, quoted ones with backslash before a quote or a backslash.
func Words(line string) ([]string, error) {
	var all []string
	for line = strings.TrimLeft(line, " "); line != ""; line = strings.TrimLeft(line, " ") {
		word, rest, err := word(line)
		if err != nil {
			return nil, err
		}
		all, line = append(all, word), rest
	}
	return all, nil
}

func word(s string) (string, string, error) {
	if s[0] != '"' {
		w, rest, _ := strings.Cut(s, " ")
		return w, rest, nil
	}
	var w strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return w.String(), s[i+1:], nil
		case c == '\\' && i+1 < len(s):
			i++
			w.WriteByte(s[i])
		default:
			w.WriteByte(c)
		}
	}
	return "", "", fmt.Errorf("%w: open quote", ErrLine)
}

// Reading makes a Power of a UPS's variables. A status that says neither where the power comes from nor that none comes (a driver
// that still waits for its UPS, or has lost it) is ups.stale: it must not pass for a UPS on mains.
func Reading(vars map[string]string, at time.Time) (hardware.Power, error) {
	status, ok := vars["ups.status"]
	if !ok {
		return hardware.Power{}, fmt.Errorf("%w: no ups.status", ErrLine)
	}
	p := hardware.Power{Charge: number(vars, "battery.charge"), Load: number(vars, "ups.load"), Input: number(vars, "input.voltage"), Runtime: -1, At: at}
	if s := number(vars, "battery.runtime"); s >= 0 {
		p.Runtime = time.Duration(min(s, 1e6)) * time.Second
	}
	known := false
	for _, w := range strings.Fields(strings.ToUpper(status)) {
		known = told(&p, w) || known
	}
	if !known {
		return hardware.Power{}, hardware.E("nut.Reading", hardware.UPSStale, fmt.Sprintf("ups.status is %.60q", status))
	}
	return p, nil
}

// told enters one word of ups.status, and reports whether it tells where the power comes from. The words are those of NUT's developer
// guide, "Status data"; one that is not here changes nothing.
func told(p *hardware.Power, word string) bool {
	switch word {
	case "OL", "BOOST", "TRIM", "ECO":
		return true
	case "OB", "DISCHRG":
		p.OnBattery = true
		return true
	case "FSD":
		p.Forced = true
		return true
	case "BYPASS":
		p.Bypass = true
		return true
	case "OFF":
		p.Off = true
		return true
	case "LB":
		p.Low = true
	case "RB":
		p.Replace = true
	case "OVER":
		p.Overload = true
	case "ALARM", "OVERHEAT":
		p.Alarm = true
	case "CAL", "TEST":
		p.Testing = true
	}
	return false
}

// number is negative for what is not known or no number.
func number(vars map[string]string, key string) float64 {
	f, err := strconv.ParseFloat(vars[key], 64)
	if err != nil || !(f >= 0 && f < 1e9) {
		return -1
	}
	return f
}

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

// Words cuts a line of the protocol into words: separated by blanks, quoted ones with backslash before a quote or a
// backslash.
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

// leastMains are volts that no mains are below: what a UPS measures when they are away is a few volts.
const leastMains = 90

// Reading makes a Power of a UPS's variables. A status that does not say where the power comes from is unclear: it must
// not pass for a UPS on mains. OFF and BYPASS alone do not say either: a UPS switches its output off, or to the bypass,
// when its battery is empty; but volts at its input are mains. One of a driver that still waits for its UPS, or has
// lost it, is no reading.
func Reading(vars map[string]string, at time.Time) (hardware.Power, error) {
	const op = "nut.Reading"
	status, ok := vars["ups.status"]
	if !ok {
		return hardware.Power{}, fmt.Errorf("%w: no ups.status", ErrLine)
	}
	p := hardware.Power{Charge: number(vars, "battery.charge", 100), Load: number(vars, "ups.load", 300), Input: number(vars, "input.voltage", 1000),
		Runtime: -1, At: at}
	if s := number(vars, "battery.runtime", 1e9); s >= 0 {
		p.Runtime = time.Duration(min(s, 1e6)) * time.Second
	}
	var s source
	for _, w := range strings.FieldsFunc(strings.ToUpper(status), between) {
		s.hear(w)
		enter(&p, w)
	}
	detail := fmt.Sprintf("ups.status is %.60q", status)
	switch {
	case s.battery, s.discharge && !s.mains: // OL DISCHRG is a UPS on mains that some models tell so
		p.OnBattery = true
	case s.mains, p.Bypass && p.Input >= leastMains:
	case p.Bypass, p.Off:
		p.Unclear = true
	case s.lost && !p.Forced:
		return hardware.Power{}, hardware.E(op, hardware.UPSStale, detail)
	case s.waits && !p.Forced:
		return hardware.Power{}, hardware.E(op, hardware.UPSWaiting, detail)
	default:
		p.Unclear = true
	}
	return p, nil
}

// between reports what stands between the words of ups.status: blanks by the book, commas from some servers.
func between(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '\t' }

// source is what the words say of where the power comes from. The words are those of NUT's developer guide, "Status
// data", and what drivers say when they have no UPS.
type source struct{ mains, battery, discharge, waits, lost bool }

func (s *source) hear(word string) {
	switch word {
	case "OL", "BOOST", "TRIM", "ECO":
		s.mains = true
	case "OB":
		s.battery = true
	case "DISCHRG":
		s.discharge = true
	case "WAIT":
		s.waits = true
	case "NOCOMM", "COMMBAD", "COMMLOST", "STALE":
		s.lost = true
	}
}

// enter enters a word that says how the UPS is; one that is not here changes nothing.
func enter(p *hardware.Power, word string) {
	switch word {
	case "FSD", "SD":
		p.Forced = true
	case "BYPASS":
		p.Bypass = true
	case "OFF":
		p.Off = true
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
}

// number is negative for what is not known, no number, or more than can be: a charge of 250 % is no reading.
func number(vars map[string]string, key string, most float64) float64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(vars[key]), 64)
	if err != nil || !(f >= 0 && f <= most) {
		return -1
	}
	return f
}

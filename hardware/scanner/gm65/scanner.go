package gm65

import (
	"context"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

const (
	patience = 500 * time.Millisecond // for an answer, which the module gives within 100 ms
	tries    = 3
	beat     = 15 * time.Second
)

// Scanner is an opened module. It is a hardware.Scanner, Triggerer and Device.
type Scanner struct {
	line    *codes.Line
	profile Profile
}

// New takes an opened port. Nothing is sent before Begin.
func New(p port.Port, profile Profile, now func() time.Time) *Scanner {
	line := codes.NewLine(p, new(Parser), now)
	line.Pulse = codes.Pulse{Every: beat, Question: request(typeBeat, 0, 0)}
	return &Scanner{line, profile}
}

// Begin finds the module and makes the settings that differ: always on, or dark until Trigger.
func (s *Scanner) Begin(ctx context.Context, asked bool) error {
	if _, err := s.ask(ctx, "gm65.Begin", request(typeBeat, 0, 0), true); err != nil {
		return err
	}
	settings := s.profile.Always
	if asked {
		settings = s.profile.Asked
	}
	changed := false
	for _, set := range settings {
		did, err := s.set(ctx, set)
		if err != nil {
			return err
		}
		changed = changed || did
	}
	if !changed {
		return nil
	}
	return s.Save(ctx)
}

// set makes one setting and reports whether it had to.
func (s *Scanner) set(ctx context.Context, set Setting) (bool, error) {
	const op = "gm65.Begin"
	old, err := s.Zone(ctx, set.Zone)
	if err != nil || old&set.Mask == set.Value {
		return false, err
	}
	if err := s.SetZone(ctx, set.Zone, old&^set.Mask|set.Value); err != nil {
		return false, err
	}
	now, err := s.Zone(ctx, set.Zone)
	if err == nil && now&set.Mask != set.Value {
		err = hardware.E(op, hardware.ScannerRefused, fmt.Sprintf("%s: zone %04x stays %02x", set.What, set.Zone, now))
	}
	return err == nil, err
}

// Zone reads one byte of the module's settings.
func (s *Scanner) Zone(ctx context.Context, address uint16) (byte, error) {
	const op = "gm65.Zone"
	a, err := s.ask(ctx, op, request(typeRead, address, 1), false)
	if err != nil {
		return 0, err
	}
	if len(a.Data) != 1 {
		return 0, hardware.E(op, hardware.ScannerRefused, fmt.Sprintf("%d bytes for one", len(a.Data)))
	}
	return a.Data[0], nil
}

// SetZone writes one byte of the module's settings. It is lost with the power unless it is saved.
func (s *Scanner) SetZone(ctx context.Context, address uint16, value byte) error {
	_, err := s.ask(ctx, "gm65.SetZone", request(typeWrite, address, value), false)
	return err
}

// Save makes the settings last.
func (s *Scanner) Save(ctx context.Context) error {
	_, err := s.ask(ctx, "gm65.Save", request(typeSave, 0, 0), false)
	return err
}

// Trigger lights the module, or puts it out. It is for a module that is dark until asked.
func (s *Scanner) Trigger(ctx context.Context, on bool) error {
	value := byte(0)
	if on {
		value = 1
	}
	_, err := s.ask(ctx, "gm65.Trigger", unchecked(s.profile.Light, value), false)
	return err
}

// ask asks up to three times: an answer may have been lost among the bytes of a code.
func (s *Scanner) ask(ctx context.Context, op string, command []byte, beat bool) (Answer, error) {
	var answer Answer
	meant := func(b []byte) (ok bool) {
		answer, ok = Parse(b)
		return ok && answer.Beat == beat
	}
	var err error
	for range tries {
		if _, err = s.line.Ask(ctx, op, command, patience, meant); hardware.CodeOf(err) != hardware.ScannerSilent {
			break
		}
	}
	if err == nil && answer.Type != 0 {
		err = hardware.E(op, hardware.ScannerRefused, fmt.Sprintf("answer %02x", answer.Type))
	}
	return answer, err
}

// Info says what it is.
func (s *Scanner) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindScanner, Driver: "gm65", Model: s.profile.Model, Where: s.line.String()}
}

// Close closes the port and ends Scan.
func (s *Scanner) Close() error { return s.line.Close() }

// Scan reads until ctx ends or the module is gone, says nothing or cannot be understood.
func (s *Scanner) Scan(ctx context.Context, found func(hardware.Scan)) error {
	return s.line.Scan(ctx, "gm65.Scan", found)
}

package gm65

import (
	"cmp"
	"context"
	"fmt"
	"sync/atomic"
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
	now     func() time.Time
	settled codes.Settled
	asked   atomic.Bool // as Begin was told
}

// New takes an opened port. Nothing is sent before Begin.
func New(p port.Port, profile Profile, now func() time.Time) *Scanner {
	return &Scanner{line: codes.NewLine(p, new(Parser), now), profile: profile, now: now}
}

// Begin finds the module and makes the settings that differ: always on, or dark until Trigger. One that refuses them or
// does not answer is read from all the same, and Status warns; the error is of the line.
func (s *Scanner) Begin(ctx context.Context, asked bool) error {
	s.asked.Store(asked)
	settings := s.profile.Always
	if asked {
		settings = s.profile.Asked
	}
	err := s.greet(ctx)
	if err == nil {
		err = s.settle(ctx, settings)
	}
	switch {
	case err != nil && !codes.Unset(err):
		return err
	case len(settings) == 0: // nobody wants anything of it
		err = nil
	}
	s.settled.Tell(err, s.now())
	return nil
}

// greet looks for the module by its heartbeat, and by a setting if it has none. Whatever it answers is what it is asked
// from now on, to see that it lives; one that answers nothing is not asked.
func (s *Scanner) greet(ctx context.Context) (err error) {
	s.line.SetPulse(codes.Pulse{})
	for _, question := range [][]byte{request(typeBeat, 0, 0), request(typeRead, 0, 1)} {
		if err = s.alive(ctx, question); err == nil {
			s.line.SetPulse(codes.Pulse{Every: beat, Question: question})
		}
		if hardware.CodeOf(err) != hardware.ScannerSilent {
			return err
		}
	}
	return err
}

// alive asks, and any answer will do: a firmware may answer the heartbeat as it answers everything.
func (s *Scanner) alive(ctx context.Context, question []byte) (err error) {
	any := func(b []byte) bool { _, ok := Parse(b); return ok }
	for range tries {
		if _, err = s.line.Ask(ctx, "gm65.Begin", question, patience, any); !codes.Deaf(err) {
			return err
		}
	}
	return err
}

// settle makes the settings that differ, and has those kept. What one refuses does not keep the others from being made.
func (s *Scanner) settle(ctx context.Context, settings []Setting) (refused error) {
	changed := false
	for _, set := range settings {
		did, err := s.set(ctx, set)
		if err != nil && hardware.CodeOf(err) != hardware.ScannerRefused {
			return err
		}
		refused = cmp.Or(refused, err)
		changed = changed || did
	}
	if !changed {
		return refused
	}
	return cmp.Or(refused, s.Save(ctx))
}

// Status is Ready, or a Warning of ScannerUnset with the reason. It asks nothing: Scan notices a module that no longer
// lives.
func (s *Scanner) Status(context.Context) (hardware.Status, error) { return s.settled.Status(), nil }

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
	a, err := s.ask(ctx, op, request(typeRead, address, 1))
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
	_, err := s.ask(ctx, "gm65.SetZone", request(typeWrite, address, value))
	return err
}

// Save makes the settings last.
func (s *Scanner) Save(ctx context.Context) error {
	_, err := s.ask(ctx, "gm65.Save", request(typeSave, 0, 0))
	return err
}

// Trigger lights the module, or puts it out. It is for a module that is dark until asked.
func (s *Scanner) Trigger(ctx context.Context, on bool) error {
	value := byte(0)
	if on {
		value = 1
	}
	_, err := s.ask(ctx, "gm65.Trigger", unchecked(s.profile.Light, value))
	return err
}

// ask asks up to three times: an answer may have been lost among the bytes of a code.
func (s *Scanner) ask(ctx context.Context, op string, command []byte) (Answer, error) {
	var answer Answer
	meant := func(b []byte) (ok bool) {
		answer, ok = Parse(b)
		return ok && !answer.Beat
	}
	var err error
	for range tries {
		if _, err = s.line.Ask(ctx, op, command, patience, meant); !codes.Deaf(err) {
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
	return hardware.Info{Kind: hardware.KindScanner, Driver: "gm65", Profile: s.profile.Model, Where: s.line.String()}
}

// Close closes the port and ends Scan.
func (s *Scanner) Close() error { return s.line.Close() }

// Scan reads until ctx ends or the module is gone, says nothing or cannot be understood. Settings that nothing has
// answered are made again meanwhile: it may have had no power.
func (s *Scanner) Scan(ctx context.Context, found func(hardware.Scan)) error {
	scan := func(ctx context.Context) error { return s.line.Scan(ctx, "gm65.Scan", found) }
	return s.settled.Scan(ctx, scan, func(ctx context.Context) error { return s.Begin(ctx, s.asked.Load()) })
}

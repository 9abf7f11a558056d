package ssi

import (
	"context"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

const (
	tries = 3
	beat  = 15 * time.Second
)

// Scanner is an opened scanner. It is a hardware.Scanner, Triggerer and Device.
type Scanner struct {
	line    *codes.Line
	profile Profile
}

// New takes an opened port. Nothing is sent before Begin.
func New(p port.Port, profile Profile, now func() time.Time) *Scanner {
	line := codes.NewLine(p, new(Parser), now)
	line.SetPulse(codes.Pulse{Every: beat, Question: build(opRequestRevision, 0), Wake: []byte{0, 0}})
	return &Scanner{line, profile}
}

// Begin wakes the scanner, makes its profile's settings until the power goes, and lets it scan: always on, or dark
// until Trigger.
func (s *Scanner) Begin(ctx context.Context, asked bool) error {
	const op = "ssi.Begin"
	if err := s.line.Wake(ctx, op); err != nil {
		return err
	}
	settings := s.profile.Always
	if asked {
		settings = s.profile.Asked
	}
	for _, set := range settings {
		if err := s.command(ctx, op, set.What, opParameters, set.data()...); err != nil {
			return err
		}
	}
	return s.command(ctx, op, "enable", opEnable)
}

// Trigger starts reading, or ends it.
func (s *Scanner) Trigger(ctx context.Context, on bool) error {
	if on {
		return s.command(ctx, "ssi.Trigger", "start", opStart)
	}
	return s.command(ctx, "ssi.Trigger", "stop", opStop)
}

// Enable lets the scanner read, or makes it blind to every trigger until it is enabled again.
func (s *Scanner) Enable(ctx context.Context, on bool) error {
	if on {
		return s.command(ctx, "ssi.Enable", "enable", opEnable)
	}
	return s.command(ctx, "ssi.Enable", "disable", opDisable)
}

// Beep beeps once, short and high.
func (s *Scanner) Beep(ctx context.Context) error {
	return s.command(ctx, "ssi.Beep", "beep", opBeep, 0)
}

// command asks up to three times, each time after the first as a repetition and after a wake: a sleeping scanner loses
// the first.
func (s *Scanner) command(ctx context.Context, op, what string, code byte, data ...byte) error {
	var err error
	status := byte(0)
	for range tries {
		if status == again {
			if err := s.line.Wake(ctx, op); err != nil {
				return err
			}
		}
		if err = s.once(ctx, op, what, build(code, status, data...)); !codes.Deaf(err) {
			return err
		}
		status = again
	}
	return err
}

// once sends a command and waits for its ACK or NAK.
func (s *Scanner) once(ctx context.Context, op, what string, frame []byte) error {
	var answer Frame
	meant := func(b []byte) (ok bool) {
		answer, ok = Parse(b)
		return ok && (answer.Op == opAck || answer.Op == opNak)
	}
	if _, err := s.line.Ask(ctx, op, frame, s.profile.answer(), meant); err != nil || answer.Op == opAck {
		return err
	}
	switch reason := append(answer.Data, 0)[0]; reason {
	case nakResend:
		return hardware.E(op, hardware.ScannerSilent, what+": it did not understand the frame")
	case nakBadContext:
		return hardware.E(op, hardware.ScannerRefused, what+": not now")
	case nakDenied:
		return hardware.E(op, hardware.ScannerRefused, what+": denied")
	default:
		return hardware.E(op, hardware.ScannerRefused, fmt.Sprintf("%s: NAK %02x", what, reason))
	}
}

// Info says what it is.
func (s *Scanner) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindScanner, Driver: "ssi", Profile: s.profile.Model, Where: s.line.String()}
}

// Close closes the port and ends Scan.
func (s *Scanner) Close() error { return s.line.Close() }

// Scan reads until ctx ends or the scanner is gone, says nothing or cannot be understood.
func (s *Scanner) Scan(ctx context.Context, found func(hardware.Scan)) error {
	return s.line.Scan(ctx, "ssi.Scan", found)
}

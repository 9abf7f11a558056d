package honeywell

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

const (
	patience = 800 * time.Millisecond // for the echo of a menu command
	tries    = 2
)

// Scanner is an opened scanner. It is a hardware.Scanner, Triggerer and Device.
type Scanner struct {
	line    *codes.Line
	parser  *Parser
	profile Profile
	now     func() time.Time
	settled codes.Settled
	asked   atomic.Bool // as Begin was told
}

// New takes an opened port. Nothing is sent before Begin or Trigger.
func New(p port.Port, profile Profile, now func() time.Time) *Scanner {
	parser := new(Parser)
	return &Scanner{line: codes.NewLine(p, parser, now), parser: parser, profile: profile, now: now}
}

// Begin gives the scanner the profile's menu commands: always on, or dark until Trigger. One that refuses them or does
// not answer is no worse a scanner, and Status warns; the error is of the line.
func (s *Scanner) Begin(ctx context.Context, asked bool) error {
	s.asked.Store(asked)
	commands := s.profile.Always
	if asked {
		commands = s.profile.Asked
	}
	var unset error
	for _, c := range commands {
		err := s.begin(ctx, c, hardware.CodeOf(unset) == hardware.ScannerSilent)
		if err != nil && !codes.Unset(err) {
			return err
		}
		if unset == nil {
			unset = err
		}
	}
	s.settled.Tell(unset, s.now())
	return nil
}

// begin gives one command of the profile. To a mute scanner it is said only: it may obey without a word.
func (s *Scanner) begin(ctx context.Context, command string, mute bool) error {
	if mute {
		return s.line.Send(ctx, "honeywell.Begin", menu(command))
	}
	return s.Menu(ctx, command)
}

// Status is Ready, or a Warning of ScannerUnset with the reason. It asks nothing: a scanner that is lit has no question
// to answer.
func (s *Scanner) Status(context.Context) (hardware.Status, error) { return s.settled.Status(), nil }

// Menu gives one menu command, such as "VSUFCR", until the power goes. A scanner that does not know it, or not the
// value, has refused it.
func (s *Scanner) Menu(ctx context.Context, command string) error {
	const op = "honeywell.Menu"
	s.parser.Expect(true)
	defer s.parser.Expect(false)
	var answer []byte
	var err error
	for range tries {
		answer, err = s.line.Ask(ctx, op, menu(command), patience, func([]byte) bool { return true })
		if !codes.Deaf(err) {
			break
		}
	}
	switch {
	case err != nil:
		return err
	case verdict(answer) == enq:
		return hardware.E(op, hardware.ScannerRefused, fmt.Sprintf("%s: no such command", command))
	case verdict(answer) == nak:
		return hardware.E(op, hardware.ScannerRefused, fmt.Sprintf("%s: no such value", command))
	}
	return nil
}

func menu(command string) []byte { return append([]byte{syn, 'M', '\r'}, command+"!"...) }

// Trigger lights the scanner, or puts it out. It answers nothing, so this returns when the command is out.
func (s *Scanner) Trigger(ctx context.Context, on bool) error {
	return s.line.Send(ctx, "honeywell.Trigger", trigger(on))
}

func trigger(on bool) []byte {
	if on {
		return []byte{syn, 'T', '\r'}
	}
	return []byte{syn, 'U', '\r'}
}

// Beep beeps once.
func (s *Scanner) Beep(ctx context.Context) error {
	return s.line.Send(ctx, "honeywell.Beep", beep())
}

func beep() []byte { return []byte{syn, 0x07, '\r'} }

// Info says what it is.
func (s *Scanner) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindScanner, Driver: "honeywell", Profile: s.profile.Model, Where: s.line.String()}
}

// Close closes the port and ends Scan.
func (s *Scanner) Close() error { return s.line.Close() }

// Scan reads until ctx ends or the scanner is gone or cannot be understood. Settings that nothing has answered are made
// again meanwhile: it may have had no power.
func (s *Scanner) Scan(ctx context.Context, found func(hardware.Scan)) error {
	scan := func(ctx context.Context) error { return s.line.Scan(ctx, "honeywell.Scan", found) }
	return s.settled.Scan(ctx, scan, func(ctx context.Context) error { return s.Begin(ctx, s.asked.Load()) })
}

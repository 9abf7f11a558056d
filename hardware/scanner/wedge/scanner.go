package wedge

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

// Options of a scanner that types.
type Options struct {
	Rules Rules
	Bits  int // of the machine whose events come; 0: this one
}

// Scanner is a keyboard whose events are read. It is a hardware.Scanner and Device.
type Scanner struct{ line *codes.Line }

// New takes an opened port that gives the kernel's events, such as evdev:///dev/input/….
func New(p port.Port, o Options, now func() time.Time) *Scanner {
	return &Scanner{codes.NewLine(p, NewParser(o.Rules, o.Bits), now)}
}

// Info says what it is.
func (s *Scanner) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindScanner, Driver: "wedge", Where: s.line.String()}
}

// Close closes the port, which lets the keyboard go, and ends Scan.
func (s *Scanner) Close() error { return s.line.Close() }

// Scan reads until ctx ends or the keyboard is gone.
func (s *Scanner) Scan(ctx context.Context, found func(hardware.Scan)) error {
	return s.line.Scan(ctx, "wedge.Scan", found)
}

// hookInfo is the Info of a Hook, on every system.
var hookInfo = hardware.Info{Kind: hardware.KindScanner, Driver: "wedge", Profile: "all keyboards", Where: "hook:"}

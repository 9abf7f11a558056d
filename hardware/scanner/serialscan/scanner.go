package serialscan

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

// Scanner is an opened scanner. It is a hardware.Scanner and Device.
type Scanner struct{ line *codes.Line }

// New takes an opened port.
func New(p port.Port, now func() time.Time) *Scanner { return With(p, codes.Rules{}, now) }

// With is New for a scanner that sends a prefix or Chinese in GBK.
func With(p port.Port, rules codes.Rules, now func() time.Time) *Scanner {
	s := &Scanner{codes.NewLine(p, new(codes.Lines), now)}
	s.line.Rules = rules
	return s
}

// Info says what it is.
func (s *Scanner) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindScanner, Driver: "serialscan", Where: s.line.String()}
}

// Close closes the port and ends Scan.
func (s *Scanner) Close() error { return s.line.Close() }

// Scan reads until ctx ends or the scanner is gone or cannot be understood.
func (s *Scanner) Scan(ctx context.Context, found func(hardware.Scan)) error {
	return s.line.Scan(ctx, "serialscan.Scan", found)
}

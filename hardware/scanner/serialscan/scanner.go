package serialscan

import (
	"context"
	"errors"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

const (
	maxCode = 256                    // longer is no code of ours, and no reason to use memory
	quiet   = 150 * time.Millisecond // ends a code without terminator
	again   = time.Second            // the same code within this time is the same scan
)

// Scanner is an opened scanner. It is a hardware.Scanner and Device.
type Scanner struct {
	port port.Port
	now  func() time.Time
}

// New takes an opened port.
func New(p port.Port, now func() time.Time) *Scanner { return &Scanner{p, now} }

// Info says what it is.
func (s *Scanner) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindScanner, Driver: "serialscan", Where: s.port.String()}
}

// Close closes the port and ends Scan.
func (s *Scanner) Close() error { return s.port.Close() }

// Scan reads until ctx ends or the scanner is gone.
func (s *Scanner) Scan(ctx context.Context, found func(hardware.Scan)) error {
	const op = "serialscan.Scan"
	var lines Lines
	var once Once
	report := func(codes []string) {
		for _, c := range codes {
			if at := s.now(); once.New(c, at) {
				found(hardware.Scan{Code: c, At: at})
			}
		}
	}
	buf := make([]byte, 256)
	for {
		n, err := s.read(ctx, buf, lines.Open())
		switch {
		case n > 0:
			report(lines.Feed(buf[:n]))
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, context.DeadlineExceeded):
			report(lines.Idle())
		default:
			return hardware.E(op, codeOf(err), err)
		}
	}
}

// read waits for bytes; while a code is open, no longer than the pause that ends it.
func (s *Scanner) read(ctx context.Context, p []byte, open bool) (int, error) {
	if !open {
		return s.port.Read(ctx, p)
	}
	within, cancel := context.WithTimeout(ctx, quiet)
	defer cancel()
	return s.port.Read(within, p)
}

func codeOf(err error) hardware.Code {
	if errors.Is(err, port.ErrGone) || errors.Is(err, port.ErrClosed) {
		return hardware.Missing
	}
	return hardware.Failed
}

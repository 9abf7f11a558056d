// Package serialscantest is a virtual serial barcode scanner: point it at a code and it
// sends the code's characters and its terminator, at the pace of the line, as the guns do.
// It shares no code with the driver.
package serialscantest

import (
	"context"
	"time"
)

// Link is the cable: porttest.Line.
type Link interface {
	WriteContext(ctx context.Context, p []byte) (int, error)
}

// Frame is bytes the scanner sent, for a wire log.
type Frame struct {
	At    time.Time
	Bytes []byte
}

// Scanner is a virtual scanner.
type Scanner struct {
	Link    Link
	Prefix  string // sent before each code, for example an AIM identifier
	Suffix  string // terminator; empty means CR, None means none
	Now     func() time.Time
	OnFrame func(Frame)
}

// None as Suffix sends no terminator: the pause ends the code.
const None = "none"

// Point sends one code. It returns when the last byte has left.
func (s *Scanner) Point(ctx context.Context, code string) error {
	end := s.Suffix
	switch end {
	case "":
		end = "\r"
	case None:
		end = ""
	}
	return s.Send(ctx, []byte(s.Prefix+code+end))
}

// Send sends raw bytes.
func (s *Scanner) Send(ctx context.Context, b []byte) error {
	if s.OnFrame != nil {
		now := time.Now
		if s.Now != nil {
			now = s.Now
		}
		s.OnFrame(Frame{now(), append([]byte(nil), b...)})
	}
	for len(b) > 0 { // in pieces: a driver must not expect a code in one read
		n := min(8, len(b))
		if _, err := s.Link.WriteContext(ctx, b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

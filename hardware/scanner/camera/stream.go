package camera

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// mostJunk bytes that belong to no picture are as bad as a damaged one; the headings between two pictures are shorter.
const mostJunk = 1 << 10

// Stream is a camera behind a port: JPEG pictures, one after the other. It is a Source.
type Stream struct {
	port  port.Port
	cut   cutter // owned by Next
	chunk []byte // owned by Next
}

// NewStream takes an opened port.
func NewStream(p port.Port) *Stream { return &Stream{port: p, chunk: make([]byte, 64<<10)} }

// String is the port's URL.
func (s *Stream) String() string { return s.port.String() }

// Close closes the port; a Next that waits ends.
func (s *Stream) Close() error { return s.port.Close() }

// Next gives the newest picture; those that came while the last one was read are left out.
func (s *Stream) Next(ctx context.Context) (*image.Gray, error) {
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var newest []byte
	for {
		n, err := s.port.Read(within, s.chunk)
		if err != nil && n == 0 {
			return nil, streamFault(ctx, err)
		}
		s.cut.feed(s.chunk[:n], func(picture []byte) { newest = slices.Clone(picture) })
		switch {
		case newest != nil && n < len(s.chunk): // with a full chunk more has come already
			return convertJPEG(newest)
		case s.cut.junk > mostJunk:
			s.cut.junk = 0
			return nil, fmt.Errorf("%w: what comes is no JPEG", ErrPicture)
		}
	}
}

func streamFault(ctx context.Context, err error) error {
	const op = "camera.Stream.Next"
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return hardware.E(op, hardware.ScannerNoPicture)
	case errors.Is(err, port.ErrGone), errors.Is(err, port.ErrClosed):
		return hardware.E(op, hardware.Missing, err)
	}
	return hardware.E(op, hardware.Failed, err)
}

package camera

import (
	"context"
	"errors"
	"image"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

// Source gives pictures. It belongs to one goroutine, except Close.
type Source interface {
	// Next waits for the next picture. The picture is the caller's until the next call. The error is ctx's, a
	// *hardware.Fault, or ErrPicture when there was one that cannot be used; then the next call goes on.
	Next(ctx context.Context) (*image.Gray, error)
	// Close ends a Next that waits; it returns device.missing.
	Close() error
	// String is where the pictures come from, as a URL.
	String() string
}

// ErrPicture is a picture that cannot be used: damaged, too large, or of an unknown kind.
var ErrPicture = errors.New("picture cannot be used")

// Camera is a hardware.Scanner and Device.
type Camera struct {
	source Source
	reader *Reader
	now    func() time.Time
}

// New makes a scanner of a source of pictures. The options' clock is the scanner's as well.
func New(s Source, o Options) *Camera {
	r := NewReader(o)
	return &Camera{source: s, reader: r, now: r.now}
}

// Info says what it is.
func (c *Camera) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindScanner, Driver: "camera", Where: c.source.String()}
}

// Close gives the camera back and ends Scan.
func (c *Camera) Close() error { return c.source.Close() }

const (
	mostDamaged = 10              // pictures in a row: a fault of the cable, not of a picture
	patience    = 5 * time.Second // without a picture
)

// Scan reads every picture until ctx ends or the camera is gone.
func (c *Camera) Scan(ctx context.Context, found func(hardware.Scan)) error {
	gate := codes.Gate{Now: c.now, Found: found}
	for damaged := 0; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		picture, err := c.source.Next(ctx)
		switch {
		case err == nil:
			damaged = 0
		case !errors.Is(err, ErrPicture):
			return err
		case damaged+1 == mostDamaged:
			return hardware.E("camera.Scan", hardware.Garbled, err)
		default:
			damaged++
			continue
		}
		if code, ok := c.reader.Read(ctx, picture); ok {
			gate.Pass([]byte(code))
		}
	}
}

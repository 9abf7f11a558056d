package megatec

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

const (
	tries   = 3
	wait    = 700 * time.Millisecond // an answer is 47 bytes: 200 ms at 2400
	maxLine = 128
)

// UPS is a UPS on a serial line. It is a hardware.UPS and Device.
type UPS struct {
	port    port.Port
	battery Battery
	now     func() time.Time
	turn    chan struct{} // full while a question is out

	mu   sync.Mutex
	last hardware.Status // guarded by mu
}

// New takes an opened port.
func New(p port.Port, b Battery, now func() time.Time) *UPS {
	return &UPS{port: p, battery: b, now: now, turn: make(chan struct{}, 1)}
}

// Info says what it is.
func (u *UPS) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindUPS, Driver: "megatec", Where: u.port.String()}
}

// Close closes the port.
func (u *UPS) Close() error { return u.port.Close() }

// Power asks, three times when the answer does not come or is spoilt.
func (u *UPS) Power(ctx context.Context) (hardware.Power, error) {
	const op = "megatec.Power"
	select {
	case u.turn <- struct{}{}:
	case <-ctx.Done():
		return hardware.Power{}, hardware.E(op, hardware.Canceled, ctx.Err())
	}
	defer func() { <-u.turn }()
	var p hardware.Power
	var err error
	for range tries {
		p, err = u.once(ctx, op)
		if code := hardware.CodeOf(err); code != hardware.UPSSilent && code != hardware.Garbled {
			break
		}
	}
	return p, err
}

// Status is Power in the words of all devices.
func (u *UPS) Status(ctx context.Context) (hardware.Status, error) {
	p, err := u.Power(ctx)
	u.mu.Lock()
	defer u.mu.Unlock()
	u.last = hardware.UPSStatus(p, err, u.last, u.now())
	return u.last, err
}

func (u *UPS) once(ctx context.Context, op string) (hardware.Power, error) {
	if err := u.port.Flush(); err != nil {
		return hardware.Power{}, broken(ctx, op, err)
	}
	if _, err := u.port.Write(ctx, []byte("Q1\r")); err != nil {
		return hardware.Power{}, broken(ctx, op, err)
	}
	line, err := u.line(ctx, op)
	if err != nil {
		return hardware.Power{}, err
	}
	p, err := Parse(line, u.battery, u.now())
	if err != nil {
		return p, hardware.E(op, hardware.Garbled, err)
	}
	return p, nil
}

// line reads up to a CR. A UPS that does not know the question sends it back: that is no answer.
func (u *UPS) line(ctx context.Context, op string) (string, error) {
	within, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	var got []byte
	buf := make([]byte, 64)
	for {
		n, err := u.port.Read(within, buf)
		got = append(got, buf[:n]...)
		if line, _, ok := bytes.Cut(got, []byte{'\r'}); ok {
			return string(line[max(0, bytes.IndexByte(line, '(')):]), nil
		}
		switch {
		case ctx.Err() != nil:
			return "", broken(ctx, op, err)
		case len(got) > maxLine || within.Err() != nil && len(got) > 0:
			return "", hardware.E(op, hardware.Garbled, fmt.Sprintf("%d bytes and no answer", len(got)))
		case within.Err() != nil:
			return "", hardware.E(op, hardware.UPSSilent)
		case err != nil:
			return "", broken(ctx, op, err)
		}
	}
}

func broken(ctx context.Context, op string, err error) error {
	switch {
	case ctx.Err() != nil:
		return hardware.E(op, hardware.Canceled, ctx.Err())
	case errors.Is(err, port.ErrGone), errors.Is(err, port.ErrClosed):
		return hardware.E(op, hardware.Missing, err)
	case errors.Is(err, port.ErrStalled):
		return hardware.E(op, hardware.Stalled, err)
	}
	return hardware.E(op, hardware.Failed, err)
}

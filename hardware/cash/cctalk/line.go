package cctalk

import (
	"bytes"
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// Headers of commands. The answer to a command has header 0.
const (
	simplePoll    = 254
	serialNumber  = 242
	coinInhibits  = 231 // two bytes, 1 lets the position in
	inhibitStatus = 230 // the same two bytes, asked
	credits       = 229
	masterInhibit = 228 // bit 0: 1 lets coins in
)

const hostAddress = 1

// line asks the machine; owned by the holder of the acceptor's job.
type line struct {
	port   port.Port
	device byte
	reply  time.Duration
	dec    decoder
	buf    [64]byte
}

func newLine(p port.Port, device byte, reply time.Duration) *line {
	return &line{port: p, device: device, reply: reply, dec: decoder{host: hostAddress, device: device}}
}

// ask asks up to three times; every command used here may be repeated.
func (l *line) ask(ctx context.Context, header byte, data ...byte) (answer []byte, err error) {
	for range 3 {
		answer, err = l.once(ctx, frame{l.device, hostAddress, header, data})
		if code := hardware.CodeOf(err); err == nil || code != hardware.CashSilent && code != hardware.Garbled {
			return answer, err
		}
	}
	return answer, err
}

func (l *line) once(ctx context.Context, f frame) ([]byte, error) {
	const op = "cctalk.ask"
	l.dec.reset()
	if ctx.Err() == nil {
		l.port.Flush()
	}
	if _, err := l.port.Write(ctx, f.bytes()); err != nil {
		return nil, err
	}
	wrong := l.dec.wrong
	within, cancel := context.WithTimeout(ctx, l.reply)
	defer cancel()
	for {
		n, err := l.port.Read(within, l.buf[:])
		for _, a := range l.dec.feed(l.buf[:n]) {
			if a.dst == hostAddress && a.src == l.device && a.header == 0 {
				return a.data, nil
			}
			if !bytes.Equal(a.bytes(), f.bytes()) { // else it is our own echo
				l.dec.wrong++
			}
		}
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case within.Err() == nil && n == 0:
			return nil, err
		case within.Err() == nil:
			continue
		case l.dec.wrong+len(l.dec.buf) > wrong:
			return nil, hardware.E(op, hardware.Garbled)
		default:
			return nil, hardware.E(op, hardware.CashSilent)
		}
	}
}

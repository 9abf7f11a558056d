package nut

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

const (
	patience = 3 * time.Second // for a whole list
	maxLine  = 1024            // of a line that is of use to us; a longer one is passed over
	maxList  = 1 << 20         // bytes of a list: a thousand times what a UPS tells
)

// UPS is a UPS behind a NUT server. It is a hardware.UPS and Device.
type UPS struct {
	port port.Port
	now  func() time.Time
	turn chan struct{} // full while a question is out

	mu   sync.Mutex
	name string          // guarded by mu
	last hardware.Status // guarded by mu
}

// New takes an opened port and the name of the UPS; empty means the server's first.
func New(p port.Port, name string, now func() time.Time) *UPS {
	return &UPS{port: p, name: name, now: now, turn: make(chan struct{}, 1)}
}

// Info says what it is.
func (u *UPS) Info() hardware.Info {
	u.mu.Lock()
	defer u.mu.Unlock()
	return hardware.Info{Kind: hardware.KindUPS, Driver: "nut", Model: u.name, Where: u.port.String()}
}

// Close closes the connection.
func (u *UPS) Close() error { return u.port.Close() }

// Power asks the server for all variables of the UPS.
func (u *UPS) Power(ctx context.Context) (hardware.Power, error) {
	const op = "nut.Power"
	select {
	case u.turn <- struct{}{}:
	case <-ctx.Done():
		return hardware.Power{}, hardware.E(op, hardware.Canceled, ctx.Err())
	}
	defer func() { <-u.turn }()
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	vars, err := u.vars(within)
	if err != nil {
		return hardware.Power{}, named(ctx, op, err)
	}
	p, err := Reading(vars, u.now())
	if err != nil {
		return p, named(ctx, op, err)
	}
	return p, nil
}

// Status is Power in the words of all devices.
func (u *UPS) Status(ctx context.Context) (hardware.Status, error) {
	p, err := u.Power(ctx)
	u.mu.Lock()
	defer u.mu.Unlock()
	u.last = hardware.UPSStatus(p, err, u.last, u.now())
	return u.last, err
}

// vars asks for the list, and for the name first when nobody gave one.
func (u *UPS) vars(ctx context.Context) (map[string]string, error) {
	name, err := u.named(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := u.list(ctx, "VAR "+name)
	if err != nil {
		return nil, err
	}
	vars := map[string]string{}
	for _, r := range rows {
		if len(r) == 4 && r[0] == "VAR" && r[1] == name {
			vars[r[2]] = r[3]
		}
	}
	return vars, nil
}

func (u *UPS) named(ctx context.Context) (string, error) {
	if name := u.Info().Model; name != "" {
		return name, nil
	}
	rows, err := u.list(ctx, "UPS")
	if err != nil {
		return "", err
	}
	if len(rows) == 0 || len(rows[0]) < 2 || rows[0][0] != "UPS" {
		return "", hardware.E("nut.list", hardware.UPSUnknown, "the server has no UPS")
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.name = rows[0][1]
	return u.name, nil
}

// list asks `LIST what` and returns the rows between BEGIN and END.
func (u *UPS) list(ctx context.Context, what string) ([][]string, error) {
	if err := u.port.Flush(); err != nil { // a late answer to an earlier question
		return nil, err
	}
	if _, err := u.port.Write(ctx, []byte("LIST "+what+"\n")); err != nil {
		return nil, err
	}
	var rows [][]string
	in := lines{port: u.port}
	for begun := false; ; {
		line, err := in.next(ctx)
		if err != nil {
			return nil, err
		}
		switch {
		case strings.HasPrefix(line, "ERR "):
			return nil, refused(line)
		case line == "BEGIN LIST "+what:
			begun = true
			continue
		case line == "END LIST "+what:
			return rows, nil
		case !begun && !ofList(line):
			return nil, fmt.Errorf("%w: %.60q", ErrLine, line)
		}
		if row := row(line); len(row) > 0 {
			rows = append(rows, row)
		}
	}
}

// ofList reports whether the line may be the rest of a list that was asked for earlier.
func ofList(line string) bool {
	kind, _, _ := strings.Cut(line, " ")
	return kind == "VAR" || kind == "UPS" || kind == "END" || line == ""
}

// row cuts a row into words. One that is wrong gives those that are plain, so that it spoils no other, and a UPS is
// found whose description is wrong.
func row(line string) []string {
	words, err := Words(line)
	if err != nil {
		line, _, _ = strings.Cut(line, `"`)
		return strings.Fields(line)
	}
	return words
}

// refused names an ERR line.
func refused(line string) error {
	codes := map[string]hardware.Code{"UNKNOWN-UPS": hardware.UPSUnknown, "DATA-STALE": hardware.UPSStale, "DRIVER-NOT-CONNECTED": hardware.UPSStale,
		"ACCESS-DENIED": hardware.UPSDenied, "USERNAME-REQUIRED": hardware.UPSDenied, "PASSWORD-REQUIRED": hardware.UPSDenied}
	word := strings.Fields(line + " ?")[1]
	code, ok := codes[word]
	if !ok {
		code = hardware.Failed
	}
	return hardware.E("nut.list", code, word)
}

// lines reads a line at a time, and passes over those that are too long.
type lines struct {
	port port.Port
	buf  []byte
	read int  // bytes in all
	long bool // the line that begins buf is too long, and its beginning thrown away
}

func (l *lines) next(ctx context.Context) (string, error) {
	for {
		for line, rest, ok := bytes.Cut(l.buf, []byte{'\n'}); ok; line, rest, ok = bytes.Cut(l.buf, []byte{'\n'}) {
			whole := !l.long && len(line) <= maxLine
			if l.buf, l.long = rest, false; whole {
				return strings.TrimSuffix(string(line), "\r"), nil
			}
		}
		if len(l.buf) > maxLine {
			l.buf, l.long = nil, true
		}
		p := make([]byte, 4096)
		n, err := l.port.Read(ctx, p)
		l.read += n
		switch {
		case n == 0 && l.long && errors.Is(err, context.DeadlineExceeded):
			return "", fmt.Errorf("%w: longer than %d bytes", ErrLine, maxLine)
		case n == 0:
			return "", err
		case l.read > maxList:
			return "", fmt.Errorf("%w: a list without end", ErrLine)
		}
		if l.buf = append(l.buf, p[:n]...); ctx.Err() != nil && !bytes.Contains(p[:n], []byte{'\n'}) {
			return "", ctx.Err()
		}
	}
}

// named gives an error its code.
func named(ctx context.Context, op string, err error) error {
	var f *hardware.Fault
	switch {
	case ctx.Err() != nil:
		return hardware.E(op, hardware.Canceled, ctx.Err())
	case errors.As(err, &f):
		return hardware.E(op, f.Code, err)
	case errors.Is(err, context.DeadlineExceeded):
		return hardware.E(op, hardware.UPSSilent)
	case errors.Is(err, ErrLine):
		return hardware.E(op, hardware.Garbled, err)
	case errors.Is(err, port.ErrGone), errors.Is(err, port.ErrClosed):
		return hardware.E(op, hardware.Missing, err)
	case errors.Is(err, port.ErrStalled):
		return hardware.E(op, hardware.Stalled, err)
	}
	return hardware.E(op, hardware.Failed, err)
}

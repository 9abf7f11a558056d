package port

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

// Port is an opened byte pipe.
type Port interface {
	// Read blocks until at least one byte has come, ctx ends, or the pipe is broken.
	Read(ctx context.Context, p []byte) (int, error)
	// Write returns the count of bytes handed over: with an error, some of them may have
	// arrived. After ErrStalled the port is of no use: close it and open it again.
	Write(ctx context.Context, p []byte) (int, error)
	// Flush throws away what has come and was not read, and what was written and has not
	// left yet. It is a good test of life: an unplugged line answers ErrGone.
	Flush() error
	Close() error
	// String is the port's URL without parameters.
	String() string
}

// What can be wrong with a pipe. Test with errors.Is.
var (
	ErrGone    = errors.New("the other end is gone")
	ErrStalled = errors.New("the other end takes no more bytes")
	ErrInUse   = errors.New("another program has it")
	ErrConfig  = errors.New("bad port address")
	ErrClosed  = errors.New("port closed")
)

// Schemes lists the port schemes and the parameters each takes.
func Schemes() map[string][]string {
	return map[string][]string{
		"serial": {"baud", "parity", "stop", "flow", "stall"},
		"tcp":    {"stall"},
		"usblp":  {"stall"},
		"file":   {},
		"spool":  {},
		"evdev":  {},
	}
}

// Open opens the pipe a URL names. `stall` is how long the peer may take no byte before a
// write gives up (seconds, default 5).
func Open(ctx context.Context, rawURL string) (Port, error) {
	if other := openerOf(ctx); other != nil {
		return other(ctx, rawURL)
	}
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, fmt.Errorf("port.Open: %w: %w", ErrConfig, err)
	}
	stall, err := number(u, "stall", 5)
	if err != nil {
		return nil, err
	}
	w, err := openWire(ctx, u)
	if err != nil {
		return nil, fmt.Errorf("port.Open %s: %w", name(u), err)
	}
	return &stream{wire: w, name: name(u), stall: time.Duration(stall) * time.Second}, nil
}

// Check reports whether Open would understand the parameters of a URL, without opening anything. Schemes that are none
// of ours are another's business.
func Check(rawURL string) error {
	u, err := url.Parse(rawURL)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	if _, ours := Schemes()[u.Scheme]; !ours {
		return nil
	}
	if _, err = number(u, "stall", 5); err == nil && u.Scheme == "serial" {
		_, err = serialConfig(u)
	}
	return err
}

func openWire(ctx context.Context, u *url.URL) (wire, error) {
	switch u.Scheme {
	case "serial":
		return openSerial(u)
	case "tcp":
		return openTCP(ctx, u)
	case "usblp":
		return openLP(path(u))
	case "file":
		return openFile(path(u))
	case "spool":
		return openSpool(u)
	case "evdev":
		return openEvents(u)
	}
	return nil, fmt.Errorf("%w: scheme %q", ErrConfig, u.Scheme)
}

// path is the device name: the opaque part of serial:COM3, the host of serial://COM3, the path of serial:///dev/x and
// file:///C:/x.
func path(u *url.URL) string {
	switch {
	case u.Opaque != "":
		return u.Opaque
	case u.Path == "":
		return u.Host
	case drive.MatchString(u.Path):
		return u.Path[1:]
	}
	return u.Path
}

// drive begins the path of a URL whose file is on a drive of Windows.
var drive = regexp.MustCompile(`^/[A-Za-z]:/`)

func name(u *url.URL) string {
	c := *u
	c.RawQuery = ""
	return c.String()
}

func number(u *url.URL, key string, unset int) (int, error) {
	s := u.Query().Get(key)
	if s == "" {
		return unset, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("%w: %s=%q is not a positive number", ErrConfig, key, s)
	}
	return n, nil
}

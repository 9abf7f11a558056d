//go:build !linux

package porttest

import (
	"context"
	"errors"
)

// ErrUnplugged is what a device's write gets while nobody holds the other end.
var ErrUnplugged = errors.New("porttest: unplugged")

// Line needs Linux pseudo-terminals. Elsewhere simulated devices are reached by Conn.
type Line struct{}

// NewLine always fails here.
func NewLine(_, _ string, _ int) (*Line, error) {
	return nil, errors.New("porttest: no pseudo-terminals on this system")
}

// Path, URL, Plug, Unplug, Held and Close are for Linux.
func (*Line) Path() string { return "" }
func (*Line) URL() string  { return "" }
func (*Line) Plug() error  { return ErrUnplugged }
func (*Line) Unplug()      {}
func (*Line) Held() bool   { return false }
func (*Line) Close() error { return nil }

// ReadContext and WriteContext are for Linux.
func (*Line) ReadContext(context.Context, []byte) (int, error)  { return 0, ErrUnplugged }
func (*Line) WriteContext(context.Context, []byte) (int, error) { return 0, ErrUnplugged }

package hardwaretest

import (
	"context"
	"io"
)

// Line is a cable of package porttest.
type Line interface {
	ReadContext(ctx context.Context, p []byte) (int, error)
	WriteContext(ctx context.Context, p []byte) (int, error)
}

// Cable gives a simulator its end of a line as a plain stream, until ctx ends or it is closed.
func Cable(ctx context.Context, l Line) io.ReadWriteCloser {
	within, cancel := context.WithCancel(ctx)
	return cable{within, cancel, l}
}

type cable struct {
	ctx    context.Context
	cancel context.CancelFunc
	line   Line
}

func (c cable) Read(p []byte) (int, error)  { return c.line.ReadContext(c.ctx, p) }
func (c cable) Write(p []byte) (int, error) { return c.line.WriteContext(c.ctx, p) }
func (c cable) Close() error                { c.cancel(); return nil }

package porttest

import (
	"context"
	"net"
	"time"
)

// Conn makes a network connection a device's end, like Line.
type Conn struct{ net.Conn }

// ReadContext reads until ctx ends.
func (c Conn) ReadContext(ctx context.Context, p []byte) (int, error) {
	stop := context.AfterFunc(ctx, func() { c.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	return c.Read(p)
}

// WriteContext writes.
func (c Conn) WriteContext(_ context.Context, p []byte) (int, error) { return c.Write(p) }

package serve

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// deadLine is how long sent bytes may stay unacknowledged, in milliseconds. Without it a stream to a machine whose plug
// was pulled looks alive for a quarter of an hour, and its counter's visitor waits as long.
const deadLine = 20_000

func failFast(_, _ string, c syscall.RawConn) error {
	var err error
	if cerr := c.Control(func(fd uintptr) {
		err = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, deadLine)
	}); cerr != nil {
		return cerr
	}
	return err
}

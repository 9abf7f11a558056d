package port

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// stopsOnXOFF has the kernel stop and go on with sending when the other end says XOFF and XON (0x13, 0x11), and keep
// those two bytes for itself. The settings belong to the line, not to the file that tarm/serial holds, so they are
// changed through another one.
func stopsOnXOFF(name string) error {
	fd, err := unix.Open(name, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return fmt.Errorf("flow control of %s: %w", name, err)
	}
	defer unix.Close(fd)
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return fmt.Errorf("flow control of %s: %w", name, err)
	}
	t.Iflag |= unix.IXON
	t.Cc[unix.VSTART], t.Cc[unix.VSTOP] = 0x11, 0x13
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, t); err != nil {
		return fmt.Errorf("flow control of %s: %w", name, err)
	}
	return nil
}

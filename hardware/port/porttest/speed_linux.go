package porttest

import (
	"os"

	"golang.org/x/sys/unix"
)

// speeds are the baud rates of the terminals' settings.
var speeds = map[uint32]int{unix.B1200: 1200, unix.B2400: 2400, unix.B4800: 4800, unix.B9600: 9600, unix.B19200: 19200, unix.B38400: 38400,
	unix.B57600: 57600, unix.B115200: 115200, unix.B230400: 230400, unix.B460800: 460800, unix.B921600: 921600}

// speedOf is the baud rate the driver has set at its end of a terminal; 0 when it cannot be told.
func speedOf(master *os.File) (baud int) {
	raw, err := master.SyscallConn()
	if err != nil {
		return 0
	}
	_ = raw.Control(func(fd uintptr) {
		if t, err := unix.IoctlGetTermios(int(fd), unix.TCGETS); err == nil {
			baud = speeds[t.Cflag&unix.CBAUD]
		}
	})
	return baud
}

// garbled reports whether the two ends speak at different speeds, and at which one the driver does. A line without a
// pace has no speed.
func (l *Line) garbled(master *os.File) (driver int, yes bool) {
	if l.baud == 0 {
		return 0, false
	}
	driver = speedOf(master)
	return driver, driver != 0 && driver != l.baud
}

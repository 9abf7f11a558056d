// Package port opens byte pipes by URL and hides how each kind of pipe misbehaves.
//
//	serial:///dev/ttyS1?baud=115200     serial:COM3?baud=9600&parity=E
//	tcp://10.0.0.9:9100                 usblp:///dev/usb/lp0        file:///tmp/out.bin
//	spool://POS-80 (a printer of the Windows spooler, raw; nothing comes back)
//	evdev:///dev/input/by-id/usb-…-event-kbd
//
// A Port reads when bytes come, writes until all is taken or the peer stalls, and says
// ErrGone when the other end is no longer there. All traps of the serial library are
// confined in serial.go: a timeout that looks like end of file, an unplugged line that
// looks like a timeout, writes that block for ever.
//
// One goroutine may read while another writes. The package knows no protocol and no device.
package port

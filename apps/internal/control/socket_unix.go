//go:build unix

package control

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
)

const socket = "control.sock"

// A socket's address has room for about 100 bytes, a data directory may be longer: it is named through the open
// directory then.
const longAddress = 100

func listen(dir string) (net.Listener, string, error) {
	path := filepath.Join(dir, socket)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, "", err
	}
	var l net.Listener
	err := short(path, func(address string) (err error) {
		l, err = net.Listen("unix", address)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false) // the next node removes it; unlinking a name that is no longer ours would hurt it
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, "", err
	}
	return l, "", nil
}

func dial(ctx context.Context, dir string) (net.Conn, string, error) {
	var c net.Conn
	err := short(filepath.Join(dir, socket), func(address string) (err error) {
		c, err = (&net.Dialer{}).DialContext(ctx, "unix", address)
		return err
	})
	return c, "", err
}

// short gives an address that fits, and means the same, while use runs.
func short(path string, use func(address string) error) error {
	if len(path) < longAddress {
		return use(path)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return use("/proc/self/fd/" + strconv.Itoa(int(dir.Fd())) + "/" + filepath.Base(path))
}

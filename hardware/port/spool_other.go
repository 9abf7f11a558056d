//go:build !windows

package port

import (
	"fmt"
	"net/url"
)

func openSpool(*url.URL) (wire, error) {
	return nil, fmt.Errorf("%w: scheme \"spool\" is unknown here, it is of Windows; on Linux a USB printer is usblp:///dev/usb/lp0", ErrConfig)
}

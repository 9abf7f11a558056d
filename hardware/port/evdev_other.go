//go:build !linux

package port

import (
	"fmt"
	"net/url"
)

func openEvents(*url.URL) (wire, error) {
	return nil, fmt.Errorf("%w: evdev is of Linux; on Windows it is wedge+hook:", ErrConfig)
}

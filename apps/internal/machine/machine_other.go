//go:build !linux && !windows

package machine

import (
	"context"
	"errors"
)

var errUnknown = errors.New("machine: not known how to ask this system")

// Displays is not known on this system.
func Displays() ([]Display, error) { return nil, errUnknown }

// USBs is not known on this system.
func USBs() ([]USB, error) { return nil, errUnknown }

// Keyboards is not known on this system.
func Keyboards() ([]Keyboard, error) { return nil, errUnknown }

// Printers is not known on this system.
func Printers(context.Context) ([]string, error) { return nil, errUnknown }

// Free is not known on this system.
func Free(string) (uint64, error) { return 0, errUnknown }

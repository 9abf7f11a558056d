//go:build !linux

package port

import "io"

// lockPort does nothing here: Windows opens a COM port for one program only.
func lockPort(string) (io.Closer, error) { return unlocked{}, nil }

type unlocked struct{}

func (unlocked) Close() error { return nil }

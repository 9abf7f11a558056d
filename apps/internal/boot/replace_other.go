//go:build !windows

package boot

import (
	"fmt"
	"os"
	"syscall"
)

// replace puts a program in this one's place: the process stays the same, so whoever watches or stops it need not know.
func replace(self string, args []string) error {
	if err := syscall.Exec(self, args, os.Environ()); err != nil {
		return fmt.Errorf("begin %s again: %w", self, err)
	}
	return nil
}

package boot

import (
	"fmt"
	"os"
	"os/exec"
)

// replace starts the program anew beside this one, which ends: Windows cannot put it in its place.
func replace(self string, args []string) error {
	program := exec.Command(self, args[1:]...)
	program.Stdin, program.Stdout, program.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := program.Start(); err != nil {
		return fmt.Errorf("begin %s again: %w", self, err)
	}
	os.Exit(0)
	return nil
}

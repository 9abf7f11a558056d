package system

import (
	"os/exec"
	"syscall"
)

// alone keeps the program from opening a window over the screen.
func alone(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }

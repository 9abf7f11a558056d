//go:build unix

package full

import "syscall"

const noSpace = syscall.ENOSPC

package full

import "syscall"

// noSpace is ERROR_DISK_FULL; syscall.ENOSPC is another number on Windows.
const noSpace = syscall.Errno(112)

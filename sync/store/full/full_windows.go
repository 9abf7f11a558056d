package full

import "syscall"

// noSpace are ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED and ERROR_FILE_TOO_LARGE; the names
// that syscall has for them are other numbers on Windows.
var noSpace = []error{syscall.Errno(112), syscall.Errno(39), syscall.Errno(1295), syscall.Errno(223)}

//go:build unix

package full

import "syscall"

// noSpace are a disk without room, an account that has used up its own (a quota), and a file that has grown as long as
// it may.
var noSpace = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

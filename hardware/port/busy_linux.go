package port

import (
	"errors"

	"golang.org/x/sys/unix"
)

// isBusy: usblp gives a printer to one program only; CUPS may have it.
func isBusy(err error) bool { return errors.Is(err, unix.EBUSY) }

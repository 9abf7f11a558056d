package samv_test

import (
	"io"
	"sync/atomic"
)

// tuned is a cable whose speed can be seen from its other end.
type tuned struct {
	io.ReadWriteCloser
	baud atomic.Int64
}

func (t *tuned) Speed() int { return int(t.baud.Load()) }

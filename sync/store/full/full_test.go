//go:build unix

package full_test

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/full"
)

// TestEveryKindOfAFullDiskIsOne: a quota that is used up and a file that may not grow are told in the same sentence.
func TestEveryKindOfAFullDiskIsOne(t *testing.T) {
	for _, no := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		err := hall.Wrap("somewhere", &os.PathError{Op: "open", Path: "hall.mark", Err: no})
		if !full.Is(err) {
			t.Errorf("%v is none", no)
		}
		told := full.Of("/data", err)
		if hall.CodeOf(told) != hall.DiskFull || !strings.Contains(hall.Told(told), "/data") || full.Of("/data", told) != told {
			t.Errorf("%v is told as %v", no, told)
		}
	}
	for _, other := range []error{nil, syscall.EIO, errors.New("something"), &os.PathError{Op: "open", Path: "x", Err: syscall.EACCES}} {
		if full.Is(other) || full.Of(t.TempDir(), other) != other {
			t.Errorf("%v is one", other)
		}
	}
}

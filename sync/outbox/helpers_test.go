package outbox_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

func unzip(t *testing.T, packed []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Error(err)
		return nil
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Error(err)
	}
	return raw
}

// awaitStuck waits until the outbox says that it cannot go on.
func (r *rig) awaitStuck() hall.Event {
	r.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for patience := time.After(time.Minute); ; {
		select {
		case <-tick.C:
			if s := r.box.State(); s.Stuck != nil {
				return *s.Stuck
			}
		case <-patience:
			r.Fatalf("%+v", r.box.State())
		}
	}
}

package main

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

const page = 4096

// appends writes 4 KiB at the end of a file and syncs, again and again for a while: the least that a durable act on
// this disk costs.
func appends(dir string, long time.Duration) (side, error) {
	f, err := os.Create(filepath.Join(dir, "append"))
	if err != nil {
		return side{}, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	var s side
	began, block := time.Now(), make([]byte, page)
	for time.Since(began) < long {
		took, err := appendOne(f, block)
		if err != nil {
			return s, err
		}
		s.took = append(s.took, took)
	}
	s.elapsed = time.Since(began)
	return s, nil
}

func appendOne(f *os.File, block []byte) (time.Duration, error) {
	began := time.Now()
	if _, err := f.Write(block); err != nil {
		return 0, err
	}
	err := fdatasync(f)
	return time.Since(began), err
}

// probe appends now and then until ctx ends and gives the slowest: what the disk itself does in that time.
func probe(ctx context.Context, dir string, every time.Duration) (time.Duration, error) {
	f, err := os.Create(filepath.Join(dir, "probe"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	var worst time.Duration
	tick := time.NewTicker(every)
	defer tick.Stop()
	for block := make([]byte, page); ; {
		select {
		case <-ctx.Done():
			return worst, nil
		case <-tick.C:
		}
		took, err := appendOne(f, block)
		if err != nil {
			return worst, err
		}
		worst = max(worst, took)
	}
}

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/brighthall/brighthall/apps/internal/demohall"
)

// record keeps what passes the lines of devices in a folder beside where the demo was started, a tape each. Devices
// without a line are left out; it is an error when none has one.
func (d *demo) record(devices []string) (func() (string, error), error) {
	folder := fmt.Sprintf("tapes-%s", time.Now().Format("150405"))
	var stops []func() error
	end := func() (string, error) {
		var errs []error
		for _, stop := range stops {
			errs = append(errs, stop())
		}
		return folder, errors.Join(errs...)
	}
	for _, device := range devices {
		stop, err := d.tape(folder, device)
		switch {
		case err == nil:
			stops = append(stops, stop)
		case !errors.Is(err, demohall.ErrNoTape):
			_, _ = end()
			return nil, err
		}
	}
	if len(stops) == 0 {
		return nil, demohall.ErrNoTape
	}
	return end, nil
}

// tape records one device. The file is made with its first line.
func (d *demo) tape(folder, device string) (func() error, error) {
	to := &lateFile{path: filepath.Join(folder, device+".jsonl")}
	stop, err := d.hall.Record(device, to)
	if err != nil {
		return nil, err
	}
	return func() error { return errors.Join(stop(), to.Close()) }, nil
}

// lateFile is a file that is made when something is written into it. It has one writer at a time.
type lateFile struct {
	path string
	file *os.File
}

// Write implements io.Writer.
func (l *lateFile) Write(p []byte) (n int, err error) {
	if l.file == nil {
		if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
			return 0, err
		}
		if l.file, err = os.OpenFile(l.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err != nil {
			l.file = nil
			return 0, err
		}
	}
	return l.file.Write(p)
}

// Close implements io.Closer.
func (l *lateFile) Close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}

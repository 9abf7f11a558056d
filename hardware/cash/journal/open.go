package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/brighthall/brighthall/hardware"
)

// big is the size at which a journal is put aside when it is opened: about 8000 notes.
const big = 8 << 20

// Open opens the journal at path, making the file if there is none (its folder must exist).
// A big file is put aside under path.DATE; what is open in it is carried over.
func Open(path string, o Options) (*Journal, error) {
	return openLimit(path, o, big)
}

func openLimit(path string, o Options, limit int64) (*Journal, error) {
	const op = "journal.Open"
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, hardware.E(op, hardware.CashJournal, err)
	}
	j, err := openFile(path, o)
	if err == nil && j.size > limit {
		j, err = j.putAside(path, o)
	}
	if err != nil {
		lock.Close()
		return nil, hardware.E(op, hardware.CashJournal, err)
	}
	j.unlock = lock
	return j, nil
}

func openFile(path string, o Options) (*Journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syncFolder(path); err != nil {
		f.Close()
		return nil, err
	}
	j, err := New(f, o)
	if err != nil {
		f.Close()
	}
	return j, err
}

// putAside keeps the old file under another name and goes on with a new one. The switch is
// one rename, so a power cut leaves the old file or the new, never neither.
func (j *Journal) putAside(path string, o Options) (*Journal, error) {
	defer j.file.Close()
	fresh := path + ".new"
	if err := j.carry(fresh); err != nil {
		return nil, err
	}
	aside := path + "." + j.opts.Now().UTC().Format("20060102T150405")
	if err := os.Link(path, aside); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	j.file.Close() // Windows renames over no open file
	if err := os.Rename(fresh, path); err != nil {
		return nil, err
	}
	return openFile(path, o)
}

// carry writes what is open, and the marks, into a new file.
func (j *Journal) carry(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, r := range j.carried() {
		line, err := r.line()
		if err != nil {
			return err
		}
		if _, err := f.Write(line); err != nil {
			return err
		}
	}
	return f.Sync()
}

// carried is what the next file begins with. The last note of a device stays its last.
func (j *Journal) carried() []Record {
	var all []Record
	for _, id := range j.order { // New has made doubts of all
		e := j.open[id]
		all = append(all, Record{AtMS: e.At.UnixMilli(), Do: doAccept, ID: id, Device: e.Device, Payment: e.Payment, Fen: e.Fen, Currency: e.Currency},
			Record{AtMS: e.Since.UnixMilli(), Do: doDoubt, ID: id, Why: e.Why})
		for _, h := range e.Hints {
			all = append(all, Record{AtMS: e.Since.UnixMilli(), Do: doHint, ID: id, Text: h})
		}
	}
	at := j.opts.Now().UnixMilli()
	for machine, m := range j.marks {
		all = append(all, Record{AtMS: at, Do: doMark, Machine: machine, Count: m.Count, Armed: m.Armed})
	}
	for device, l := range j.last {
		if l.Credited {
			all = append(all, Record{AtMS: at, Do: doAccept, ID: l.ID, Device: device, Text: "carried over"}, Record{AtMS: at, Do: doCredited, ID: l.ID, Text: "carried over"})
		}
	}
	return all
}

// syncFolder makes a new file's name durable.
func syncFolder(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("folder of the journal: %w", err)
	}
	defer d.Close()
	return ignoreUnsupported(d.Sync())
}

var _ io.Closer = (*Journal)(nil)

package forgetful

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
)

// sector is what a disk writes whole, mostly.
const sector = 512

// Disk is a tree of files. Its methods may be called from any goroutine.
type Disk struct {
	mu     sync.Mutex
	root   *node // guarded by mu, with all below
	frozen bool  // guarded by mu
	inodes uint64
}

// node is a file, a directory, or something else that has a name (a socket). Guarded by the disk's mu.
type node struct {
	id   uint64
	mode uint32 // type and permissions, as in stat
	uid  uint32
	gid  uint32

	data   []byte  // of a file: what a program reads
	synced []byte  // what is on the disk
	writes []write // since then, in order

	names  map[string]*node // of a directory: what a program sees
	kept   map[string]*node // what is on the disk
	renews []naming         // since then, in order
}

// write is a write or, without bytes, a change of size to off.
type write struct {
	off   int64
	bytes []byte
	size  bool
}

// naming is one change of names that happens whole: a rename takes one away and sets another.
type naming map[string]*node

// New makes an empty disk.
func New() *Disk {
	d := &Disk{}
	d.root = d.make(0o040700)
	return d
}

func (d *Disk) make(mode uint32) *node {
	d.inodes++
	n := &node{id: d.inodes, mode: mode, uid: uint32(os.Getuid()), gid: uint32(os.Getgid())}
	if n.isDir() {
		n.names, n.kept = map[string]*node{}, map[string]*node{}
	}
	return n
}

const (
	typeMask = 0o170000
	typeDir  = 0o040000
	typeFile = 0o100000
)

func (n *node) isDir() bool  { return n.mode&typeMask == typeDir }
func (n *node) isFile() bool { return n.mode&typeMask == typeFile }

// Freeze cuts the power: nothing is written or synced any more. Reads go on, for a program that is about to be killed.
func (d *Disk) Freeze() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.frozen = true
}

func (n *node) write(off int64, b []byte) {
	if end := off + int64(len(b)); end > int64(len(n.data)) {
		n.data = append(n.data, make([]byte, end-int64(len(n.data)))...)
	}
	copy(n.data[off:], b)
	n.writes = append(n.writes, write{off: off, bytes: append([]byte(nil), b...)})
}

func (n *node) resize(size int64) {
	n.data = sized(n.data, size)
	n.writes = append(n.writes, write{off: size, size: true})
}

func sized(b []byte, size int64) []byte {
	if size <= int64(len(b)) {
		return b[:size:size]
	}
	return append(b, make([]byte, size-int64(len(b)))...)
}

// sync brings a file's content, or a directory's names, to the disk.
func (n *node) sync() {
	for _, w := range n.writes {
		n.synced = w.onto(n.synced)
	}
	n.writes = nil
	if n.isDir() {
		n.kept, n.renews = maps.Clone(n.names), nil
	}
}

func (w write) onto(b []byte) []byte {
	if w.size {
		return sized(b, w.off)
	}
	b = sized(b, max(int64(len(b)), w.off+int64(len(w.bytes))))
	copy(b[w.off:], w.bytes)
	return b
}

// rename makes one change of names.
func (n *node) rename(change naming) {
	for name, to := range change {
		if to == nil {
			delete(n.names, name)
		} else {
			n.names[name] = to
		}
	}
	n.renews = append(n.renews, change)
}

// Cut is a disk as it may be after the power was cut now.
func (d *Disk) Cut(dice *rand.Rand) *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	after := &Disk{inodes: d.inodes}
	// Some cuts lose all that was not synced, some nothing, most a part: each way breaks another program.
	keep := []float64{0, 1, 0.5, dice.Float64()}[dice.IntN(4)]
	after.root = d.root.survive(dice, keep, map[*node]*node{})
	return after
}

// survive is what is left of a node. A file with two names is one file afterwards.
func (n *node) survive(dice *rand.Rand, keep float64, done map[*node]*node) *node {
	if left := done[n]; left != nil {
		return left
	}
	left := &node{id: n.id, mode: n.mode, uid: n.uid, gid: n.gid}
	done[n] = left
	if !n.isDir() {
		left.synced = append([]byte(nil), n.synced...)
		for _, w := range n.writes {
			left.synced = w.torn(left.synced, dice, keep)
		}
		left.data = append([]byte(nil), left.synced...)
		return left
	}
	left.names, left.kept = map[string]*node{}, map[string]*node{}
	names := maps.Clone(n.kept)
	for _, change := range n.renews[:some(dice, keep, len(n.renews))] {
		for name, to := range change {
			if to == nil {
				delete(names, name)
			} else {
				names[name] = to
			}
		}
	}
	for name, to := range names {
		left.names[name] = to.survive(dice, keep, done)
	}
	left.kept = maps.Clone(left.names)
	return left
}

// some is how many of the first changes have reached the disk.
func some(dice *rand.Rand, keep float64, all int) (n int) {
	for n < all && dice.Float64() < keep {
		n++
	}
	return n
}

// torn puts onto b what a cut leaves of a write.
func (w write) torn(b []byte, dice *rand.Rand, keep float64) []byte {
	if w.size {
		if dice.Float64() < keep {
			return sized(b, w.off)
		}
		return b
	}
	for from := int64(0); from < int64(len(w.bytes)); {
		at := w.off + from
		to := min(int64(len(w.bytes)), from+sector-at%sector)
		switch {
		case dice.Float64() >= keep:
		case keep < 1 && dice.IntN(16) == 0: // the power went in the middle of the sector
			cut := from + dice.Int64N(to-from)
			b = write{off: at, bytes: w.bytes[from:cut]}.onto(b)
		default:
			b = write{off: at, bytes: w.bytes[from:to]}.onto(b)
		}
		from = to
	}
	return b
}

// CopyTo writes the disk's files into a directory of the system, for whoever cannot work on a mounted one.
func (d *Disk) CopyTo(dir string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.root.copyTo(dir)
}

func (n *node) copyTo(path string) error {
	switch {
	case n.isFile():
		return os.WriteFile(path, n.data, os.FileMode(n.mode&0o777))
	case !n.isDir():
		return nil
	}
	if err := os.MkdirAll(path, os.FileMode(n.mode&0o777)|0o700); err != nil {
		return err
	}
	for name, to := range n.names {
		if err := to.copyTo(filepath.Join(path, name)); err != nil {
			return err
		}
	}
	return nil
}

package sqlite

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"math/bits"
	"os"
	"slices"
)

// SQLite reads the write-ahead log up to the first frame that does not fit, and takes the rest for what a power cut
// left of a commit that nobody was told of. That is so of the last commit only: each is synced before the next one is
// written. So the file is read before SQLite does. A log of which more is missing was damaged by something else, and
// commits that were told are lost.
//
// The format is https://sqlite.org/fileformat2.html#walformat: a header of 32 bytes, then frames of a head of 24 bytes
// and a page. The checksums run on from the header through all frames; the header's salt is in each frame of the log,
// and in no frame of an older one.
const (
	logHead   = 32
	frameHead = 24
	logMagic  = 0x377f0682 // its last bit is the byte order of the checksums
	logPage   = 4096       // bytes of a page, where the header does not tell
)

// logFile is what is known of a log's file.
type logFile struct {
	size   int64
	broken string // why commits that were told must be missing in it; empty: nothing says so
}

// readLog reads the log of a database; one that is not there is empty.
func readLog(file string) (l logFile, err error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return l, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return l, err
	}
	l.size = info.Size()
	l.broken, err = judge(bufio.NewReaderSize(f, 1<<16))
	return l, err
}

// logSize is how long a log's file is now.
func logSize(file string) int64 {
	info, err := os.Stat(file)
	if err != nil {
		return 0
	}
	return info.Size()
}

// judge says why commits must be missing in a log.
func judge(r io.Reader) (broken string, err error) {
	head := make([]byte, logHead)
	if _, err := io.ReadFull(r, head); err != nil {
		return "", early(err)
	}
	page := binary.BigEndian.Uint32(head[8:])
	if page < 512 || page > 1<<16 || bits.OnesCount32(page) != 1 {
		page = logPage
	}
	w := &walk{r: r, head: head, frame: make([]byte, frameHead+int(page)), at: -1}
	if more, err := w.next(); !more {
		return "", err
	}
	start := sumOf(head[24:])
	if !w.begins() || w.sum(checksum{}, head[:24]) != start {
		return w.headless()
	}
	w.salt = head[16:24]
	return w.whole(start)
}

// early is no error where a file ends early.
func early(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// walk goes through the frames of a log.
type walk struct {
	r     io.Reader
	head  []byte // of the log
	salt  []byte // of the log's own frames
	frame []byte // the one it stands at
	at    int    // how many lie before that
}

func (w *walk) next() (more bool, err error) {
	w.at++
	if _, err := io.ReadFull(w.r, w.frame); err != nil {
		return false, early(err)
	}
	return true, nil
}

// begins reports whether the header begins as one does.
func (w *walk) begins() bool { return binary.BigEndian.Uint32(w.head)&^1 == logMagic }

// own reports whether the frame is of this log, commits whether a transaction ends with it, and fits whether it goes on
// from a checksum.
func (w *walk) own() bool     { return bytes.Equal(w.frame[8:16], w.salt) }
func (w *walk) commits() bool { return w.own() && binary.BigEndian.Uint32(w.frame[4:]) != 0 }
func (w *walk) fits(sum checksum) (is checksum, fits bool) {
	is = w.sum(sum, w.frame[:8], w.frame[frameHead:])
	return is, w.own() && is == sumOf(w.frame[16:])
}

// touches reports whether the frame is the one that a log is begun anew with, which tells of nothing.
func (w *walk) touches() bool { return w.at == 0 && w.commits() }

// whole goes to the first frame that does not fit.
func (w *walk) whole(sum checksum) (broken string, err error) {
	for more := true; more; more, err = w.next() {
		is, fits := w.fits(sum)
		if !fits {
			return w.broken(sum)
		}
		sum = is
	}
	return "", err
}

// broken stands at the first frame that does not fit. Any part of the last transaction may be missing, so one that ends
// behind the place tells nothing, but a second one does; and the last was whole when a single bit makes it so: a power
// cut takes more than a bit.
func (w *walk) broken(sum checksum) (string, error) {
	sum, flipped := w.mend(sum)
	lost := flipped && !w.touches()
	commits := 0
	for more := true; more; {
		if w.commits() {
			commits++
		}
		var err error
		if more, err = w.next(); err != nil {
			return "", err
		}
		if more && commits == 0 {
			is, fits := w.fits(sum)
			sum, lost = is, lost && fits
		}
	}
	if commits > 1 || commits == 1 && lost {
		return "commits lie behind a damaged place", nil
	}
	return "", nil
}

// mend turns the one bit of a frame over that keeps it from fitting, if there is one, and gives the checksum behind it.
func (w *walk) mend(sum checksum) (checksum, bool) {
	if distance(w.frame[8:16], w.salt) == 1 {
		copy(w.frame[8:], w.salt)
	}
	is, fits := w.fits(sum)
	if fits {
		return is, true
	}
	if distance(is.bytes(), w.frame[16:24]) == 1 && w.own() {
		return is, true
	}
	for i := range w.frame {
		if i >= 8 && i < frameHead {
			continue
		}
		for bit := range 8 {
			w.frame[i] ^= 1 << bit
			if is, fits := w.fits(sum); fits {
				return is, true
			}
			w.frame[i] ^= 1 << bit
		}
	}
	return is, false
}

// distance is how many bits differ.
func distance(a, b []byte) (n int) {
	for i := range a {
		n += bits.OnesCount8(a[i] ^ b[i])
	}
	return n
}

// headless judges a log whose header does not fit: a power cut leaves one only where the log was begun anew, and then
// all is in the database.
func (w *walk) headless() (string, error) {
	w.salt = bytes.Clone(w.frame[8:16])
	if w.begins() && w.begunAnew() {
		return "", nil
	}
	touched, commits := w.touches(), 0
	for more := true; more; {
		if w.commits() {
			commits++
		}
		var err error
		if more, err = w.next(); err != nil {
			return "", err
		}
	}
	if touched && commits == 1 {
		return "", nil
	}
	return "its beginning is damaged", nil
}

// begunAnew reports whether the header is the first bytes of a new one and the last of the one before, to which the
// frames still belong: a header is synced before its first frame is written.
func (w *walk) begunAnew() bool {
	seq, salt := binary.BigEndian.Uint32(w.head[12:]), binary.BigEndian.Uint32(w.salt)
	for _, before := range []uint32{seq, seq - 1} {
		was, is := bytes.Clone(w.head), bytes.Clone(w.head)
		binary.BigEndian.PutUint32(was[12:], before)
		copy(was[16:], w.salt)
		copy(was[24:], w.sum(checksum{}, was[:24]).bytes())
		binary.BigEndian.PutUint32(is[12:], before+1)
		binary.BigEndian.PutUint32(is[16:], salt+1)
		copy(is[24:], w.sum(checksum{}, is[:24]).bytes())
		for cut := 12; cut <= logHead; cut++ {
			if bytes.Equal(w.head, slices.Concat(is[:cut], was[cut:])) {
				return true
			}
		}
	}
	return false
}

// checksum is the pair that a log sums up.
type checksum [2]uint32

func sumOf(b []byte) checksum {
	return checksum{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

func (c checksum) bytes() []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, c[0]), c[1])
}

// sum goes on from a checksum over parts, in the byte order of the log.
func (w *walk) sum(c checksum, parts ...[]byte) checksum {
	word := binary.LittleEndian.Uint32
	if w.head[3]&1 == 1 {
		word = binary.BigEndian.Uint32
	}
	for _, b := range parts {
		for i := 0; i+8 <= len(b); i += 8 {
			c[0] += word(b[i:]) + c[1]
			c[1] += word(b[i+4:]) + c[0]
		}
	}
	return c
}

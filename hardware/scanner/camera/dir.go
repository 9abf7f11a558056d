package camera

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

const (
	usualEvery = 200 * time.Millisecond // between two looks into the directory
	mostBytes  = 32 << 20               // of a picture's file
	mostPixels = 24 << 20               // of a picture
)

// Dir is a directory of pictures, PNG or JPEG. It is a Source. Those that are there when it is opened come first, in
// the order of their names, and then every one that is added or written anew. Names that begin with a dot and other
// kinds of files are left alone, and so is a picture that is damaged, until it is written on.
type Dir struct {
	path  string
	every time.Duration
	seen  map[string]version // of the files that are there; owned by Next

	once sync.Once
	gone chan struct{}
}

type version struct {
	at   time.Time
	size int64
	done bool // it was given, or is damaged
}

// OpenDir opens a directory; every is how often to look into it, 0 for the usual 200 ms.
func OpenDir(path string, every time.Duration) (*Dir, error) {
	const op = "camera.OpenDir"
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, hardware.E(op, hardware.Missing, err)
	case err != nil:
		return nil, hardware.E(op, hardware.Failed, err)
	case !info.IsDir():
		return nil, hardware.E(op, hardware.BadConfig, path+" is no directory")
	}
	if every <= 0 {
		every = usualEvery
	}
	return &Dir{path: path, every: every, seen: map[string]version{}, gone: make(chan struct{})}, nil
}

// String is the directory's URL.
func (d *Dir) String() string { return "dir://" + filepath.ToSlash(d.path) }

// Close ends Next.
func (d *Dir) Close() error {
	d.once.Do(func() { close(d.gone) })
	return nil
}

// Next gives the next picture, when there is one.
func (d *Dir) Next(ctx context.Context) (*image.Gray, error) {
	for {
		name, err := d.fresh()
		if err != nil {
			return nil, err
		}
		if name != "" {
			if m, err := readPicture(filepath.Join(d.path, name)); err == nil {
				return m, nil
			}
		}
		if err := d.pause(ctx); err != nil { // after a damaged one too: its writer may be at it for long
			return nil, err
		}
	}
}

// fresh finds the first picture by name that is new, and notes it as done.
func (d *Dir) fresh() (string, error) {
	const op = "camera.Dir.Next"
	if d.closed() {
		return "", hardware.E(op, hardware.Missing, "closed")
	}
	entries, err := os.ReadDir(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", hardware.E(op, hardware.Missing, err)
	}
	if err != nil {
		return "", hardware.E(op, hardware.Failed, err)
	}
	there, name := make(map[string]version, len(entries)), ""
	for _, e := range entries { // sorted by name
		v, ok := d.look(e)
		if !ok {
			continue
		}
		if name == "" && !v.done {
			name, v.done = e.Name(), true
		}
		there[e.Name()] = v
	}
	d.seen = there
	return name, nil
}

// look gives what is known of a picture's file in its present version.
func (d *Dir) look(e fs.DirEntry) (version, bool) {
	if !pictureName(e.Name()) {
		return version{}, false
	}
	info, err := e.Info()
	if err != nil || !info.Mode().IsRegular() {
		return version{}, false
	}
	if v := d.seen[e.Name()]; v.at.Equal(info.ModTime()) && v.size == info.Size() {
		return v, true
	}
	return version{at: info.ModTime(), size: info.Size()}, true
}

func (d *Dir) closed() bool {
	select {
	case <-d.gone:
		return true
	default:
		return false
	}
}

func pictureName(name string) bool {
	return name[0] != '.' && slices.Contains([]string{".png", ".jpg", ".jpeg"}, strings.ToLower(filepath.Ext(name)))
}

func (d *Dir) pause(ctx context.Context) error {
	t := time.NewTimer(d.every)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-d.gone:
		return hardware.E("camera.Dir.Next", hardware.Missing, "closed")
	case <-ctx.Done():
		return ctx.Err()
	}
}
